"""What is remembered of an engagement, and who is told what of it (WM 11, 17)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from services.notifications.domain.items import Group, ItemBody, Known, PlannedDate
from services.notifications.domain.seen import Seen
from services.notifications.kinds.engagement.dates import EngagementDay, of_plan, of_side
from services.notifications.kinds.kind import remembered
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event, Shape
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import PartyRole
from shared.modalities.paragraphs import P15_III, P15_VII
from shared.modalities.steps import rules
from shared.modalities.steps.engaged import engaged, planned_days
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step
from shared.modalities.steps.things import Engagement


class EngagementSideItem(Shape):
    """A party of an engagement. ``region``: the deployment that tells it, if it is another."""

    party: str
    role: Literal["requester", "offerer"]
    region: str | None = None


class EngagementItem(ItemBody):
    """An engagement (WM 11); ``may_be_titled``: the offering side may read the request's title already; ``signed``: by all."""

    kind: Literal["engagement"] = "engagement"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    sides: tuple[EngagementSideItem, ...]
    champions: tuple[tuple[str, str], ...] = ()
    asked: tuple[str, ...] = ()
    serving: tuple[str, ...] = ()
    signed: bool = False
    may_be_titled: bool = False
    shows_areas: bool = False
    days: tuple[EngagementDay, ...] = ()
    word_due_at: datetime | None = None
    ended_at: datetime | None = None
    evaluated_by: tuple[str, ...] = ()
    results_due_at: datetime | None = None
    results_said_by: tuple[str, ...] = ()
    owing: Engagement | None = None
    """What the rules of its steps read; None as it was kept before there were reminders of them."""

    # A party is free not to be a champion (WM 2).
    not_escalated = frozenset({"champion"})

    def kept_in(self) -> frozenset[str]:
        """Deployments of its offers and parties."""
        return frozenset(self.serving)

    def seen(self, known: Known, who: Actor, group: Group) -> Seen | None:
        """What the offering side may not read of a request before it is signed is in no message either (WM 17)."""
        sides = ((s.party, s.role) for s in self.sides)
        thing = resources.engagement(self.region, sides, self.champions, self.serving, self.asked)
        if not decide(who, a.READ_ENGAGEMENT, thing).allowed:
            return None
        asks = any(one.party == who.party and one.role == "requester" for one in self.sides)
        inside = asks or who.role in OFFICERS
        # To a champion the requesting side showed nothing before both signed.
        beside = thing.stands(who.party or "", PartyRole.CHAMPION, PartyRole.ASKED_CHAMPION)
        closed = beside and not self.signed
        return Seen(
            item_id=known.item_id, thread=known.thread, kind="engagement", view="full", reference=self.reference,
            title=self.title if inside or (self.may_be_titled and not closed) else None, region=self.region,
            areas=self.areas if inside or (self.shows_areas and not closed) else (),
            parties=tuple(one.party for one in self.sides), status=self.status,
        )  # fmt: skip

    def steps(self, known: Known, group: Group, limits: Limits) -> Iterator[Step]:
        """Every step from its terms to whether its results last."""
        if self.owing is not None:
            yield from rules.of_engagement(self.owing, limits)

    def dates(self, known: Known, party: str, limits: Limits) -> Iterator[PlannedDate]:
        """Every date that it has for a party of its sides."""
        if party not in {side.party for side in self.sides}:
            return
        for one in self.days:
            yield of_plan(one, known.item_id)
        if self.word_due_at is not None:
            yield of_side("word", known.item_id, party, self.word_due_at, False, P15_VII)
        if self.ended_at is not None and self.status in {"fulfilled", "ended_early"}:
            until = limits.calendar(self.ended_at, limits.engage, self.region)
            yield of_side("evaluation", known.item_id, party, until, party in self.evaluated_by, P15_VII)
        if self.results_due_at is not None:
            said = party in self.results_said_by
            yield of_side("results", known.item_id, party, self.results_due_at, said, P15_III)


def known(event: Event, envelope: Envelope) -> Known:
    """An engagement as its event left it."""
    assert isinstance(event, EngagementEvent)
    one = event.engagement
    thing, signed, state = resources.of_engagement(one), one.signed(), one.model_dump(mode="json")
    body = EngagementItem(
        region=one.region,
        reference=one.reference,
        title=one.title,
        areas=tuple(sorted({line.functional_area for line in one.lines})),
        status=one.stage,
        sides=tuple(EngagementSideItem(party=s.party, role=s.role, region=s.region) for s in one.sides),
        champions=tuple((champion.party, champion.answer) for champion in one.champions),
        asked=tuple(side.party for side in one.asked_sides if side.answer == "pending"),
        serving=tuple(sorted(thing.serving)),
        signed=signed,
        may_be_titled=signed or "title" in one.shown_fields,
        shows_areas=signed or "lines" in one.shown_fields,
        days=tuple(EngagementDay(what=d.what, key=d.key, on=d.on, done=d.done) for d in planned_days(state)),
        word_due_at=one.report_due_at,
        ended_at=one.ended_at,
        evaluated_by=tuple(given.by for given in one.evaluations),
        results_due_at=one.sustainability_due_at,
        results_said_by=tuple(said.party for said in one.sustainability),
        owing=engaged(one.region, one.stage, state),
    )
    return remembered(event, envelope, body)
