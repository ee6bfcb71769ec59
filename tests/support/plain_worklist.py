"""What waits for whom, said plainly: the rules written out once more, over all rows, without a table and without SQL.

What the read model keeps and answers is held against this.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.gateway.read_model.reader import resource
from services.gateway.read_model.views import facts, state_for
from shared.contracts.reference.working_days import due as due_date
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.paragraphs import P3, P4, P5, P6, P7, P8, P11, P15_V, P16, P17, P18
from tests.support.plain_engagements import owed_of


@dataclass(frozen=True)
class Plain:
    """One step somebody owes: who, what, on which paragraph, by when."""

    region: str | None
    kind: str
    item_id: str
    reference: str | None
    who: tuple[str, ...]
    what: str
    paragraph: str
    due_at: datetime
    late: bool


def worklist(
    rows: Iterable[Any],
    now: datetime,
    consent_days: int,
    confirm_days: int,
    seek_days: int = 14,
    moderators_days: int = 14,
    revision_days: int = 30,
    engage_days: int = 30,
    unconfirmed_days: int = 180,
) -> list[Plain]:
    """Every owed step of readable items, the earliest due first; needs are there to say what is still open."""
    given = list(rows)
    needs = {(row.region, row.id): row for row in given if row.kind == "need"}
    days = (consent_days, confirm_days, seek_days, revision_days)
    meetings = [row for row in given if row.kind == "meeting"]
    of_meetings = [
        *(
            one
            for row in meetings
            if row.status == "convened"
            for one in _of_meeting(row, now, days[1], moderators_days)
        ),
        *(one for row in meetings for one in _of_agreed(row, now)),
    ]
    of_named = (one for row in given if row.kind in {"request", "offer"} for one in _of_named(row, now))
    of_offers = (
        one for row in given if row.kind == "offer" for one in _of_offer(row, now, confirm_days, unconfirmed_days)
    )
    of_engagements = (
        Plain(row.region, row.kind, row.id, row.reference, who, what, paragraph, due, due < now)
        for row in given if row.kind == "engagement" for who, what, paragraph, due in owed_of(row, now, engage_days)
    )  # fmt: skip
    rest = (row for row in given if row.kind not in {"need", "meeting", "offer", "engagement"} and not _is_told(row))
    found = [
        *(_owed(row, needs.get((row.region, row.id)), now, days) for row in rest),
        *of_meetings,
        *of_named,
        *of_offers,
    ]
    found += of_engagements
    found += _undelivered(row for row in given if _is_told(row))
    return sorted((one for one in found if one is not None), key=lambda one: (one.due_at, one.item_id))


_NAMED = {"requester": P15_V, "supporter": P3, "offerer": P18}


def _of_named(row: Any, now: datetime) -> Iterator[Plain]:
    """Nobody is spoken for: each party that a request or an offer names owes its own word (WM 3, 15.v, 18)."""
    for one in row.state.get("named", ()):
        if one["answer"] == "pending":
            due, paragraph = _moment(one["answer_due_at"]), _NAMED[one["role"]].number
            yield Plain(row.region, row.kind, row.id, row.reference, (one["party"],), "answer as a party that is named",
                          paragraph, due, due < now)  # fmt: skip


def _of_offer(row: Any, now: datetime, confirm_days: int, unconfirmed_days: int) -> Iterator[Plain]:
    """Who leads an offer that was long not confirmed says whether it still stands, while it is on the roster (WM 7)."""
    asked = _moment(row.state["confirmed_at"]) + timedelta(days=unconfirmed_days)
    last = row.state["content"]["availability"]["end"]
    if row.status == "live" and asked <= now and (last is None or f"{now:%Y-%m-%d}" <= last):
        due = due_date(asked, confirm_days, row.region)
        yield Plain(row.region, row.kind, row.id, row.reference, tuple(row.parties[:1]),
                    "say whether the offer still stands, or withdraw it", P7.number, due, due < now)  # fmt: skip


def _is_told(row: Any) -> bool:
    """Whether a row is a message for information: it asks nobody for a step."""
    return bool(row.kind == "delivery" and not row.state.get("must_act", True))


def _undelivered(rows: Iterable[Any]) -> Iterator[Plain]:
    """Messages for information that could not be delivered: one line for each recipient, never late (WM 6)."""
    lines: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in rows:
        lines[row.region, row.state.get("recipient", "")].append(row)
    for (region, recipient), mine in lines.items():
        last = max(mine, key=lambda row: (row.changed_at, row.id))
        what = f"see why messages for information do not reach {recipient}: {len(mine)} could not be delivered"
        yield Plain(region, "delivery", last.id, None, _officers(region), what, P6.number, last.changed_at, late=False)


def _officers(region: str) -> tuple[str, ...]:
    return ("unhcr:secretariat" if region == "geneva" else f"unhcr-bureau:{region}",)


def _of_meeting(row: Any, now: datetime, confirm_days: int, moderators_days: int) -> Iterator[Plain]:
    """Steps of a meeting that stands (WM 4, 5). Nobody is late with an invitation: to take part is voluntary."""
    officers = _officers(row.region)
    content, state = row.state["content"], row.state
    begins, ends = _moment(content["starts_at"]), _moment(content["ends_at"])

    def owed(who: tuple[str, ...], what: str, paragraph: str, due: datetime) -> Plain:
        return Plain(row.region, row.kind, row.id, row.reference, who, what, paragraph, due, due < now)

    closes = _moment(content["registration_closes_at"] or content["starts_at"])
    silent = tuple(one["party"] for one in state["invitations"] if one["answer"] == "pending")
    if silent and closes > now:
        yield owed(silent, "answer the invitation to a meeting", P4.number, closes)
    registered = {one["party"] for one in state["invitations"] if one["answer"] == "registered"}
    coming = tuple(sorted(registered | {one["party"] for one in state["moderators"]}))
    if coming and begins > now:
        yield owed(coming, "take part in the meeting", P4.number, begins)
    if not state["moderators"] and begins > now:
        yield owed(officers, "choose who moderates the meeting", P5.number, begins - timedelta(days=moderators_days))
    if ends <= now:
        yield owed(officers, "record what came of the meeting", P4.number, due_date(ends, confirm_days, row.region))


def _of_agreed(row: Any, now: datetime) -> Iterator[Plain]:
    """What parties agreed to do at a meeting, each its first day that is open; those of one day stand together (WM 4)."""
    first: dict[str, str] = {}
    for one in (row.state.get("record") or {}).get("actions", ()):
        if one["due"] is not None and one["state"] == "open":
            first[one["party"]] = min(one["due"], first.get(one["party"], one["due"]))
    for day in sorted(set(first.values())):
        who = tuple(party for party in sorted(first) if first[party] == day)
        due = due_date(_moment(f"{day}T12:00:00+00:00"), 0, row.region)
        yield Plain(row.region, row.kind, row.id, row.reference, who, "say what became of what your party agreed to do at the meeting",
                    P4.number, due, due < now)  # fmt: skip


def _owed(row: Any, need: Any, now: datetime, days: tuple[int, int, int, int]) -> Plain | None:
    consent_days, confirm_days, seek_days, revision_days = days
    bureau, state = _officers(row.region), row.state
    # A request is its lead's to word (WM 8, 15.v).
    lead = tuple(row.parties[:1])

    def owed(who: tuple[str, ...], what: str, paragraph: str, due: datetime) -> Plain:
        return Plain(row.region, row.kind, row.id, row.reference, who, what, paragraph, due, due < now)

    if row.kind == "delivery":
        recipient = state.get("recipient", "")
        what = f"reach {recipient} another way: a message that asks for a step could not be delivered"
        return owed(bureau, what, P6.number, row.changed_at)
    if row.kind == "match":
        pending = tuple(side["party"] for side in state["sides"] if side["answer"] == "pending")
        if pending:
            return owed(pending, "answer the proposed match", P11.number, _moment(state["answer_due_at"]))
        return owed(bureau, "confirm the match", P11.number, due_date(row.changed_at, confirm_days, row.region))
    if row.status in {"submitted", "revised"}:
        due = _moment(state["feedback_due_at"])
        if row.status == "revised":
            due = max(due, due_date(row.changed_at, confirm_days, row.region))
        return owed(bureau, "share feedback or decide", P8.number, due)
    if row.status == "feedback_shared":
        return owed(lead, "revise the request", P8.number, due_date(row.changed_at, revision_days, row.region))
    if row.status == "not_in_line":
        due = due_date(_moment(state["decision"]["decided_at"]), revision_days, row.region)
        return owed(lead, "revise the request, or withdraw it", P8.number, due)
    if row.status == "in_line" and state["shown"] is None:
        if state.get("consent_withdrawn_by"):
            due = due_date(row.changed_at, confirm_days, row.region)
            return owed(bureau, "consult the State that withdrew its agreement", P17.number, due)
        silent = tuple(p for p in row.parties if p not in state["consents"])
        if not silent:
            due = due_date(row.changed_at, confirm_days, row.region)
            return owed(bureau, "consult the States: they agreed, but to nobody in common", P17.number, due)
        due = due_date(_moment(state["decision"]["decided_at"]), consent_days, row.region)
        return owed(silent, "agree to solicitation, or say no", P17.number, due)
    if row.status == "in_line" and (need is None or need.status == "open"):
        since = [_moment(state["decision"]["decided_at"])]
        since += [_moment(one["given_at"]) for one in state["consents"].values()]
        since += [need.changed_at] if need is not None else []
        due = due_date(max(since), seek_days, row.region)
        return owed(bureau, "seek offers, or propose a match", P16.number, due)
    return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def steps_for(actor: Actor, rows: Iterable[Any], steps: Iterable[Plain]) -> Iterator[Plain]:
    """Steps of readable items as far as the actor may know who owes them and of what (WM 6, 17)."""
    known = {(row.region, row.kind, row.id): row for row in rows}
    for step in steps:
        row = known[step.region, step.kind, step.item_id]
        whole = {"request": a.READ_ASSESSMENT, "offer": a.READ_OFFER_WHOLE}.get(row.kind)
        if whole is not None and not decide(actor, whole, resource(row)).allowed:
            # Who is only asked knows of its own word, and not who else was asked (WM 15.v).
            if step.what == "answer as a party that is named" and actor.party in step.who:
                yield replace(step, who=(actor.party,))
            continue
        one = facts(row, state_for(actor, row)) if row.kind == "match" else None
        if one is None or one.region is not None:
            yield step
        elif who := tuple(party for party in step.who if party in one.parties):
            yield replace(step, region=None, reference=one.reference, who=who)
