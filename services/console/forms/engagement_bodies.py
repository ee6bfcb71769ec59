"""Bodies made of what pages of an engagement ask, and what of an engagement these pages read (WM 11, 15, 19, 20)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.console.forms.of_engagements import CRITERIA
from services.console.forms.questions import Part, Rows, pruned, without
from shared.modalities.access.engagement_view import open_terms, terms_in_force

State = Mapping[str, Any]


def agreed_lines(state: State) -> list[dict[str, Any]]:
    """Lines of which something is to be given."""
    return [dict(one) for one in state["lines"] if one["agreed"] not in ("0", "0.00")]


def units_differ(lines: Iterable[State]) -> bool:
    """Whether what is given and what it meets are counted in different units anywhere."""
    return any(one["unit"] != one["covers_unit"] for one in lines)


def money_lines(state: State) -> list[dict[str, Any]]:
    """Lines of money; of those whose kind is not shown to the reader none."""
    return [one for one in agreed_lines(state) if one.get("support_type") == "financial"]


def asked_of(parts: Iterable[Part], lines: list[dict[str, Any]]) -> tuple[Part, ...]:
    """The questions without those that have one answer alone: the only line there is, the same amount twice."""
    left_out = {"covers"} if not units_differ(lines) else set()
    left_out |= {"line_id"} if len(lines) == 1 else set()
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Rows):
            found.append(without(part, left_out))
        elif part.name not in left_out:
            found.append(part)
    return tuple(found)


def terms_begun(state: State) -> dict[str, Any]:
    """The terms that are proposed, else those in force, to be changed; of a line that they leave out the units alone."""
    content = (open_terms(state) or terms_in_force(state))["content"]
    there = {one["line_id"]: one for one in content["lines"]}
    rows = []
    for line in state["lines"]:
        known = there.get(line["line_id"], {})
        quantity = known.get("quantity") or {"amount": "", "unit": line["unit"]}
        covers = known.get("covers") or {"amount": "", "unit": line["covers_unit"]}
        period = known.get("period") or {}
        rows.append({"line_id": line["line_id"], "quantity": quantity, "covers": covers, "period": period})
    return {**content, "lines": rows, "words": ""}


def terms_body(typed: dict[str, Any]) -> dict[str, Any]:
    """Terms as their owner takes them; a line without an amount is left out."""
    rows = [one for one in typed["lines"] if one["quantity"]["amount"]]
    lines = [{**one, "covers": _covers(one, one["quantity"])} for one in rows]
    content = {name: typed[name] for name in ("channel", "delivery_mode", "implementing_partner")}
    made: dict[str, Any] = pruned({**content, "lines": lines}) or {}
    return {"lines": [], **made}


def _covers(row: Mapping[str, Any], quantity: Mapping[str, Any]) -> Mapping[str, Any]:
    """How much of what was asked it meets: as much as is given, unless that was asked in another unit."""
    covers: Mapping[str, Any] = row.get("covers") or {}
    return covers if covers.get("amount") else quantity


def notice_body(typed: dict[str, Any]) -> dict[str, Any]:
    """A notice as its owner takes it."""
    made: dict[str, Any] = pruned(typed) or {}
    return {"lines": [], **made}


def plan_body(typed: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """A plan as its owner takes it: what is new gets a name that nothing in it has."""
    units = {one["line_id"]: one["unit"] for one in lines}
    deliveries = [_planned(one, lines, units) for one in typed["deliveries"]]
    milestones = [dict(one) for one in typed["milestones"]]
    named(deliveries, "delivery_id", "d")
    named(milestones, "milestone_id", "m")
    made: dict[str, Any] = pruned({**typed, "deliveries": deliveries, "milestones": milestones}) or {}
    return made


def _planned(row: Mapping[str, Any], lines: list[dict[str, Any]], units: Mapping[str, str]) -> dict[str, Any]:
    which = row.get("line_id") or (lines[0]["line_id"] if len(lines) == 1 else "")
    quantity = {"amount": row["quantity"]["amount"], "unit": units.get(which, "")}
    return {**row, "line_id": which, "quantity": quantity}


def named(rows: list[dict[str, Any]], name: str, letter: str) -> None:
    """Gives every row without a name one of its own."""
    taken = {row[name] for row in rows if row.get(name)}
    free = (f"{letter}{number}" for number in range(1, 10_000) if f"{letter}{number}" not in taken)
    for row in rows:
        if not row.get(name):
            row[name] = next(free)


def delivery_body(typed: dict[str, Any], state: State, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """A report of a delivery: its line is the one that was chosen, the planned delivery's, or the only one."""
    planned = {one["delivery_id"]: one["line_id"] for one in planned_deliveries(state)}
    which = typed.get("line_id") or planned.get(typed["delivery_id"], "")
    which = which or (lines[0]["line_id"] if len(lines) == 1 else "")
    line = next((one for one in lines if one["line_id"] == which), {})
    quantity = typed["quantity"] | {"unit": line.get("unit", "")}
    covers = typed.get("covers") or {}
    covers = covers | {"unit": line.get("covers_unit", "")} if covers.get("amount") else quantity
    made: dict[str, Any] = pruned(typed | {"line_id": which, "quantity": quantity, "covers": covers}) or {}
    return made


def funds_body(typed: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """What money was used for, in the currency of its line."""
    unit = next((one["unit"] for one in lines if one["line_id"] == typed["line_id"]), "")
    made: dict[str, Any] = pruned(typed | {"used": typed["used"] | {"unit": unit}}) or {}
    return made


def planned_deliveries(state: State) -> list[dict[str, Any]]:
    """What the plan says is to be delivered."""
    return list(state["plan"]["content"]["deliveries"]) if state.get("plan") else []


def planned_milestones(state: State) -> list[dict[str, Any]]:
    """What the plan says is to be reached."""
    return list(state["plan"]["content"]["milestones"]) if state.get("plan") else []


def role_of(state: State, party: str | None) -> str | None:
    """On which side a party stands; None: on none."""
    return next((str(one["role"]) for one in state["sides"] if one["party"] == party), None)


def unanswered(state: State, party: str | None) -> list[tuple[str, dict[str, Any]]]:
    """Reports of the other side that nobody has answered, each with what it is called in a form."""
    mine = role_of(state, party)
    found = [(f"delivery-{one['report_id']}", one) for one in state["deliveries"]]
    found += [(f"milestone-{place}", one) for place, one in enumerate(state["milestones"])]
    return [
        (name, one)
        for name, one in found
        if one["standing"] == "self_reported" and role_of(state, one["reported_by"]) != mine
    ]


def evaluation_begun(state: State, party: str | None) -> dict[str, Any]:
    """The evaluation that the party gave before, to be changed; the Secretariat's without a party."""
    given = next(
        (one for one in state["evaluations"]
         if (one["by"] == party if party else one["role"] == "secretariat")), None,
    )  # fmt: skip
    if given is None:
        return {}
    content: dict[str, Any] = given["content"]
    return content | {name: content[name] | {"score": str(content[name]["score"])} for name in CRITERIA}


def evaluation_body(typed: dict[str, Any]) -> dict[str, Any]:
    """An evaluation as its owner takes it: scores are numbers."""
    made: dict[str, Any] = pruned(typed) or {}
    for name in CRITERIA:
        if (said := made.get(name, {}).get("score", "")) in {"1", "2", "3", "4", "5"}:
            made[name] = made[name] | {"score": int(said)}
    return made
