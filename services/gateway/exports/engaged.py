"""Tables of engagements: their lines, their deliveries as planned and as reported, their milestones (WM 9, 15.vii)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from services.gateway.domain.engaged import OF_LINES, of_line, plan_of, said_of_milestones
from services.gateway.exports import shared_columns as c
from services.gateway.exports.cells import CellKind, Column, ExportRow, Value

Part = Mapping[str, Any]
PLANNED = "planned"
"""How a delivery stands that is planned, and of which nothing was reported that still holds."""


def side(role: str) -> Value:
    """Parties of a side, whether a match is read whole or as it was published; a party that is not named is left out."""

    def value(entry: ExportRow, _: str) -> list[str]:
        sides = entry.content.get("sides", entry.content.get("parties", ()))
        return [one["party"] for one in sides if one["role"] == role and one.get("party")]

    return value


def deliveries(state: Any) -> Iterator[Part]:
    """What was reported, then what is planned and was not reported, or was disputed."""
    planned = {one["delivery_id"]: one for one in plan_of(state).get("deliveries", ())}
    lines = {one["line_id"]: one for one in state["lines"]}
    for report in state["deliveries"]:
        yield {"planned": planned.get(report["delivery_id"], {}), "line": lines.get(report["line_id"], {}), **report}
    said = {one["delivery_id"] for one in state["deliveries"] if one["standing"] != "disputed"}
    for one in planned.values():
        if one["delivery_id"] not in said:
            yield {"planned": one, "line": lines.get(one["line_id"], {}), "line_id": one["line_id"],
                   "delivery_id": one["delivery_id"], "quantity": one["quantity"], "standing": PLANNED}  # fmt: skip


def milestones(state: Any) -> Iterator[Part]:
    """Each milestone of the plan with the latest report of it that is not disputed."""
    said = said_of_milestones(state)
    for one in plan_of(state).get("milestones", ()):
        report = said.get(one["milestone_id"], {"standing": PLANNED})
        yield {"plan": one, **report, "milestone_id": one["milestone_id"]}


def _amount(name: str) -> Value:
    return lambda entry, _: format(of_line(entry.part)[name], "f")


def _evidence(entry: ExportRow, _: str) -> str | None:
    given: Iterable[Any] = entry.part.get("evidence", ())
    return c.joined(f"{one['title']} ({one['link']})" for one in given)


def _reached(entry: ExportRow, _: str) -> str | None:
    found = entry.part.get("reached")
    return None if found is None else "yes" if found else "no"


_OFFERERS = side("offerer")
_WHOSE = (
    *c.IDENTITY,
    Column("title", "#activity+name", c.of_content("title")),
    *c.PLACE,
    *c.requesting_states(side("requester")),
    Column("parties", "#org+code+list", c.several(_OFFERERS)),
    Column("party_names", "#org+name+list", c.named(_OFFERERS)),
    c.STATUS,
)
_SAID = (
    Column("standing", "#status+code+report", c.of_part("standing")),
    Column("reported_by", "#org+code+reporter", c.of_part("reported_by")),
    Column("answered_by", "#org+code+answerer", c.of_part("answered_by")),
    Column("words", "#description+report", c.of_part("words")),
    Column("evidence", "#meta+evidence+list", _evidence),
    c.CHANGED,
)

LINES = (
    *_WHOSE,
    Column("line", "#meta+line", c.of_part("line_id")),
    *c.areas(c.of_part("functional_area")),
    Column("support_type", "#modality+type", c.of_part("support_type")),
    *c.quantities(c.of_part("covers_unit"), **{name: _amount(name) for name in OF_LINES}),
    Column("given", "#capacity+num+given", c.of_part("delivered"), CellKind.NUMBER),
    Column("given_unit", "#capacity+unit+given", c.of_part("unit")),
    Column("request_id", "#meta+id+request", c.of_part("request_id")),
    Column("offer_id", "#meta+id+offer", c.of_part("offer_id")),
    Column("match_id", "#meta+id+match", c.of_content("match_id")),
    Column("horizon", "#activity+horizon", c.of_content("horizon")),
    Column("opened_at", "#date+start", c.of_content("opened_at"), CellKind.MOMENT),
    Column("ended_at", "#date+end", c.of_content("ended_at"), CellKind.MOMENT),
    Column("last_word_at", "#date+reported", c.of_content("last_word_at"), CellKind.MOMENT),
    Column("report_due_at", "#date+due", c.of_content("report_due_at"), CellKind.MOMENT),
    c.CHANGED,
)
DELIVERIES = (
    *_WHOSE,
    Column("line", "#meta+line", c.of_part("line_id")),
    *c.areas(c.of_part("line", "functional_area")),
    Column("report", "#meta+id+report", c.of_part("report_id")),
    Column("planned", "#meta+id+plan", c.of_part("delivery_id")),
    Column("what", "#item+name", c.of_part("planned", "what")),
    *c.quantities(c.of_part("quantity", "unit"), quantity=c.of_part("quantity", "amount")),
    Column("covers", "#capacity+num+covers", c.of_part("covers", "amount"), CellKind.NUMBER),
    Column("covers_unit", "#capacity+unit+covers", c.of_part("covers", "unit")),
    Column("due_on", "#date+due", c.of_part("planned", "due_on"), CellKind.DAY),
    Column("delivered_on", "#date+delivered", c.of_part("delivered_on"), CellKind.DAY),
    *_SAID,
)
MILESTONES = (
    *_WHOSE,
    Column("milestone", "#meta+id+milestone", c.of_part("milestone_id")),
    Column("text", "#description", c.of_part("plan", "text")),
    Column("objective", "#description+objective", c.of_part("plan", "objective")),
    Column("result", "#indicator+type+result", c.of_part("plan", "result")),
    Column("measure", "#indicator+type+measure", c.of_part("plan", "measure")),
    Column("indicator", "#indicator+name", c.of_part("plan", "indicator")),
    Column("baseline", "#indicator+num+baseline", c.of_part("plan", "baseline"), CellKind.NUMBER),
    Column("target", "#indicator+num+target", c.of_part("plan", "target"), CellKind.NUMBER),
    Column("actual", "#indicator+num+actual", c.of_part("actual"), CellKind.NUMBER),
    Column("reached", "#status+code+reached", _reached),
    Column("due_on", "#date+due", c.of_part("plan", "due_on"), CellKind.DAY),
    Column("as_of", "#date+reported", c.of_part("as_of"), CellKind.DAY),
    *_SAID,
)
