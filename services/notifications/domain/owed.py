"""Who owes the next step of one request, or of one meeting, by when, on which paragraph: a pure function of what is known of it.

It is made anew from the whole group after each event, so it does not matter in which order topics arrive; a step that is
gone from the answer was taken. The gateway's worklist says the same from its own copy, and a test holds the two together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.items import (
    Group,
    Known,
    MatchItem,
    MeetingItem,
    NeedItem,
    OfferItem,
    RequestItem,
    SolicitationItem,
)
from shared.contracts.notifications import Owed
from shared.contracts.reference.working_days import due as due_date
from shared.contracts.shapes.handover import HANDED_OVER
from shared.modalities.paragraphs import P3, P4, P5, P8, P11, P15_V, P16, P17, P18, Paragraph

SECRETARIAT = "unhcr:secretariat"


@dataclass(frozen=True)
class Limits:
    """Time limits in days; the document says timely, so they are settings."""

    revision: int = 30
    consent: int = 30
    seek: int = 14
    confirm: int = 7
    moderators: int = 14


@dataclass(frozen=True)
class Step:
    """A step that one party owes. ``region``: the deployment that serves the party, if it is not the item's own."""

    owed: Owed
    known: Known
    party: str
    due_at: datetime
    paragraph: Paragraph
    region: str = ""

    @property
    def served_by(self) -> str:
        """The deployment that tells the party, and so reminds it."""
        return self.region or self.known.body.region

    @property
    def deadline_id(self) -> str:
        """Identity of the deadline: what, of which item, by whom."""
        return f"{self.owed}:{self.known.item_id}:{self.party}"


def bureau_of_region(region: str) -> str:
    """The party of a deployment's officers (WM 6)."""
    return SECRETARIAT if region == "geneva" else f"unhcr-bureau:{region}"


def lapses_at(owed: str, due_at: datetime, limits: Limits) -> datetime | None:
    """From when a step makes no sense any more: registration closed, the meeting began (WM 4, 5); None: never."""
    if owed in {"invitation", "meeting"}:
        return due_at
    return due_at + timedelta(days=limits.moderators) if owed == "moderators" else None


def owed(group: Group, limits: Limits, now: datetime | None = None) -> tuple[Step, ...]:
    """Every step that is owed in a group of items of one request; ``now`` leaves out what lapsed before."""
    found: list[Step] = []
    for known in group.values():
        body = known.body
        if isinstance(body, RequestItem):
            found += _of_request(known, body, group, limits)
            found += _of_named(known, body)
        elif isinstance(body, OfferItem):
            found += _of_named(known, body)
        elif isinstance(body, SolicitationItem):
            found += _of_solicitation(known, body, group)
        elif isinstance(body, MatchItem):
            found += _of_match(known, body, limits)
        elif isinstance(body, MeetingItem):
            found += _of_meeting(known, body, limits)
    return tuple(step for step in found if now is None or not _lapsed(step, limits, now))


def _lapsed(step: Step, limits: Limits, now: datetime) -> bool:
    end = lapses_at(step.owed, step.due_at, limits)
    return end is not None and end <= now


def _of_named(known: Known, body: RequestItem | OfferItem) -> Iterator[Step]:
    """Nobody is spoken for: each party that is named owes its own word (WM 3, 15.v, 18)."""
    if body.status not in {"withdrawn", HANDED_OVER}:
        for one in body.named:
            yield Step("naming", known, one.party, one.due_at, _NAMED[one.role])


_NAMED = {"requester": P15_V, "supporter": P3, "offerer": P18}


def _of_request(known: Known, body: RequestItem, group: Group, limits: Limits) -> Iterator[Step]:
    bureau, changed = bureau_of_region(body.region), known.changed_at
    if body.status == "submitted":
        yield Step("feedback", known, bureau, body.feedback_due_at, P8)
    elif body.status == "revised":
        due = max(body.feedback_due_at, due_date(changed, limits.confirm, body.region))
        yield Step("feedback", known, bureau, due, P8)
    elif body.status == "feedback_shared":
        # A request is its lead's to word (WM 8, 15.v).
        for state in body.states[:1]:
            yield Step("revision", known, state, due_date(changed, limits.revision, body.region), P8)
    elif body.status == "not_in_line":
        # What was found not to be in line is not the end: the decision says what it lacks (WM 15, 16).
        for state in body.states[:1]:
            yield Step("revision", known, state, due_date(body.decided_at or changed, limits.revision, body.region), P8)
    elif body.status == "in_line" and body.shown is None:
        if body.consent_withdrawn_by:
            # A State that said no is not asked again by a machine; its bureau speaks with it (WM 17).
            yield Step("consult", known, bureau, due_date(changed, limits.confirm, body.region), P17)
            return
        decided = body.decided_at or changed
        for state in body.states:
            if state not in body.consents:
                yield Step("consent", known, state, due_date(decided, limits.consent, body.region), P17)
    elif body.status == "in_line":
        need = group.get(f"need:{known.item_id}")
        since = [body.consented_at, body.decided_at]
        if need is not None and isinstance(need.body, NeedItem):
            if not need.body.open:
                return
            since.append(need.changed_at)
        agreed = max((moment for moment in since if moment is not None), default=changed)
        yield Step("seek", known, bureau, due_date(agreed, limits.seek, body.region), P16)


def _of_solicitation(known: Known, body: SolicitationItem, group: Group) -> Iterator[Step]:
    request = group.get(body.request_id)
    if request is not None and isinstance(request.body, RequestItem) and not request.body.audiences:
        return
    offers = (one.body for one in group.values() if isinstance(one.body, OfferItem))
    answered = {party for one in offers if one.in_response_to == body.request_id for party in one.parties}
    for party in body.approached:
        if party not in answered:
            yield Step("solicitation", known, party, body.answer_due_at, P17)


def _of_match(known: Known, body: MatchItem, limits: Limits) -> Iterator[Step]:
    if body.status != "reserved":
        return
    pending = [side for side in body.sides if side.answer == "pending"]
    for side in pending:
        yield Step("answer", known, side.party, body.answer_due_at, P11, side.region or "")
    if not pending:
        bureau = bureau_of_region(body.region)
        yield Step("confirmation", known, bureau, due_date(known.changed_at, limits.confirm, body.region), P11)


def _of_meeting(known: Known, body: MeetingItem, limits: Limits) -> Iterator[Step]:
    if body.status != "convened":
        return
    bureau = bureau_of_region(body.region)
    for one in body.invited:
        if one.answer == "pending":
            yield Step("invitation", known, one.party, body.answer_until, P4, one.region or "")
    for party in sorted(body.coming()):
        yield Step("meeting", known, party, body.starts_at, P4, body.teller(party))
    if not body.moderators:
        yield Step("moderators", known, bureau, body.starts_at - timedelta(days=limits.moderators), P5)
    yield Step("record", known, bureau, due_date(body.ends_at, limits.confirm, body.region), P4)
