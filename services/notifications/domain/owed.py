"""Who owes the next step of one request, meeting or engagement: the rules of ``shared.modalities.steps`` over what is known of it.

It is made anew from the whole group after each event, so it does not matter in which order topics arrive; a step that is
gone from the answer was taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from services.notifications.domain.items import (
    DraftItem,
    EngagementItem,
    Group,
    Known,
    MatchItem,
    MeetingItem,
    NeedItem,
    OfferItem,
    RequestItem,
    SolicitationItem,
    ThreadItem,
)
from shared.contracts.notifications import Owed
from shared.contracts.shapes.call import TAKES_ANSWERS
from shared.modalities.access.audience import Audience
from shared.modalities.paragraphs import Paragraph
from shared.modalities.steps import rules
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Call, Need


@dataclass(frozen=True)
class Owing:
    """A step with the item it is of, as notifications knows it."""

    step: Step
    known: Known

    @property
    def owed(self) -> Owed:
        """What is owed."""
        return cast(Owed, self.step.code)

    @property
    def party(self) -> str:
        """Who owes it."""
        return self.step.party

    @property
    def due_at(self) -> datetime:
        """Until when."""
        return self.step.due_at

    @property
    def paragraph(self) -> Paragraph:
        """On which paragraph."""
        return self.step.paragraph

    @property
    def served_by(self) -> str:
        """The deployment that tells the party, and so reminds it."""
        return self.step.region or self.known.body.region

    @property
    def deadline_id(self) -> str:
        """Identity of the deadline: what, of which item, by whom."""
        return f"{self.owed}:{self.known.item_id}:{self.party}"


def owed(group: Group, limits: Limits, now: datetime | None = None) -> tuple[Owing, ...]:
    """Every step that is owed in a group of items of one request; ``now`` leaves out what lapsed before.

    What begins later is among them: a calendar has it before there is anything to do.
    """
    found = [Owing(step, known) for known in group.values() for step in _steps(known, group, limits)]
    return tuple(one for one in found if now is None or one.step.ends_at is None or now < one.step.ends_at)


def _steps(known: Known, group: Group, limits: Limits) -> Iterator[Step]:
    body = known.body
    if isinstance(body, RequestItem):
        yield from rules.of_request(body, known.changed_at, _need(known, group), limits)
        yield from rules.of_named(body)
    elif isinstance(body, OfferItem):
        yield from rules.of_named(body)
    elif isinstance(body, SolicitationItem):
        yield from rules.of_call(_call(body, group))
    elif isinstance(body, MatchItem):
        yield from rules.of_match(body, known.changed_at, limits)
    elif isinstance(body, MeetingItem):
        yield from rules.of_meeting(body, limits)
    elif isinstance(body, EngagementItem) and body.owing is not None:
        yield from rules.of_engagement(body.owing, limits)
    elif isinstance(body, DraftItem):
        yield from rules.of_draft(body)
    elif isinstance(body, ThreadItem):
        yield from rules.of_thread(body.owing, limits)


def _need(known: Known, group: Group) -> Need | None:
    need = group.get(f"need:{known.item_id}")
    return Need(need.body.open, need.changed_at) if need is not None and isinstance(need.body, NeedItem) else None


def _call(body: SolicitationItem, group: Group) -> Call:
    request = group.get(body.request_id)
    known = request.body if request is not None and isinstance(request.body, RequestItem) else None
    # Who is not shown the request any more owes nothing on it (WM 17).
    opened = Audience.of_words(known.audiences).admits if known is not None else lambda _: True
    offers = (one.body for one in group.values() if isinstance(one.body, OfferItem))
    answered = {party for one in offers if one.in_response_to == body.request_id for party in one.parties}
    answered |= {one.party for one in body.asked if one.answered}
    asked = tuple(filter(opened, body.approached)) if body.status in TAKES_ANSWERS else ()
    regions = {one.party: one.region for one in body.asked if one.region is not None}
    return Call(asked, frozenset(answered), body.answer_due_at, regions)
