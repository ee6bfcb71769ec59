"""What notifications remembers of each item, reduced to what a message may need: no text of the parties but the title.

Built from events alone; the newest (epoch, version) stands. ``thread`` is the request that an item belongs to, so that a
reader finds one request's messages together.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.modalities.steps.things import Engagement, Thread


class Line(Shape):
    """One thing asked for: area, and how much of which unit."""

    area: str
    amount: str
    unit: str


class Shown(Shape):
    """The consented view as far as a message uses it (WM 17): a field that is not shown is absent here."""

    title: str | None = None
    reference: str | None = None
    urgent: bool = False
    states: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class Named(Shape):
    """A party that a request or an offer names, whose own word is awaited (WM 3, 15.v, 18)."""

    party: str
    role: Literal["requester", "supporter", "offerer"]
    asked_at: datetime
    due_at: datetime


class RequestItem(Shape):
    """A support request."""

    kind: Literal["request"] = "request"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    urgent: bool
    status: str
    states: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()
    office: str | None = None
    consents: tuple[str, ...] = ()
    consent_withdrawn_by: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    """Words of the audience to whom it is shown (WM 17)."""
    opened_to: tuple[str, ...] = ()
    """Words of the audience that those States agreed to that agreed, while others have not answered too."""
    shown: Shown | None = None
    feedback_due_at: datetime
    decided_at: datetime | None = None
    consented_at: datetime | None = None


class OfferItem(Shape):
    """A support offer."""

    kind: Literal["offer"] = "offer"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    parties: tuple[str, ...]
    visibility: str
    in_response_to: str | None = None
    named: tuple[Named, ...] = ()


class MatchSide(Shape):
    """A party of a match and its answer."""

    party: str
    role: Literal["requester", "offerer"]
    region: str | None = None
    answer: Literal["pending", "accepted", "declined"]


class MatchItem(Shape):
    """A match."""

    kind: Literal["match"] = "match"
    region: str
    reference: str
    areas: tuple[str, ...]
    status: str
    sides: tuple[MatchSide, ...]
    request_ids: tuple[str, ...]
    offer_ids: tuple[str, ...]
    serving: tuple[str, ...] = ()
    answer_due_at: datetime


class EngagementSideItem(Shape):
    """A party of an engagement. ``region``: the deployment that tells it, if it is another."""

    party: str
    role: Literal["requester", "offerer"]
    region: str | None = None


class EngagementDay(Shape):
    """A due day of an agreed plan. ``key``: which delivery or milestone; ``done``: it needs no more."""

    what: Literal["delivery", "milestone"]
    key: str
    on: date
    done: bool


class EngagementItem(Shape):
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


class AskedItem(Shape):
    """A party that is asked for an offer. ``region``: the deployment that tells it, if it is another."""

    party: str
    region: str | None = None
    answered: bool = False


class SolicitationItem(Shape):
    """A call for offers, with what was shown then. ``approached``: to whom it is shown, nobody once it is recalled."""

    kind: Literal["solicitation"] = "solicitation"
    region: str
    request_id: str
    approached: tuple[str, ...]
    shown: Shown
    answer_due_at: datetime
    status: str = "open"
    states: tuple[str, ...] = ()
    asked: tuple[AskedItem, ...] = ()

    @property
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.asked if one.region is not None)


class DraftItem(Shape):
    """A request while it is prepared (WM 8). ``unsigned``: requesting States that have not signed the present text."""

    kind: Literal["draft"] = "draft"
    region: str
    title: str | None = None
    status: str
    lead: str
    opened_by: str
    asked: tuple[str, ...] = ()
    hands: tuple[tuple[str, str], ...] = ()
    unsigned: tuple[str, ...] = ()
    sign_by: datetime | None = None


class ThreadItem(Shape):
    """A thread of a request, without the words in it (WM 8). ``sides``: parties in its circle with their role."""

    kind: Literal["thread"] = "thread"
    region: str
    reference: str
    circle: str
    sides: tuple[tuple[str, str], ...] = ()
    owing: Thread


class NeedItem(Shape):
    """Whether something of a conforming request is still open (WM 16)."""

    kind: Literal["need"] = "need"
    region: str
    open: bool


class Invited(Shape):
    """A party invited to a meeting and its answer. ``region``: the deployment that tells it, if it is another."""

    party: str
    region: str | None = None
    answer: Literal["pending", "registered", "declined"]


class MeetingItem(Shape):
    """A meeting (WM 4, 5)."""

    kind: Literal["meeting"] = "meeting"
    region: str
    reference: str
    title: str
    areas: tuple[str, ...]
    status: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    answer_until: datetime
    place: str | None = None
    join_link: str | None = None
    invited: tuple[Invited, ...]
    moderators: tuple[str, ...] = ()
    cancelled_because: str | None = None
    was_at: datetime | None = None
    """When it would have begun, while its last news is that it was moved."""

    @property
    def serving(self) -> frozenset[str]:
        """Other deployments that tell parties of it."""
        return frozenset(one.region for one in self.invited if one.region is not None)

    def teller(self, party: str) -> str:
        """The deployment that tells a party."""
        return next((one.region for one in self.invited if one.party == party and one.region), self.region)

    def coming(self) -> frozenset[str]:
        """Parties that registered, and those that moderate."""
        return frozenset({one.party for one in self.invited if one.answer == "registered"} | set(self.moderators))


Body = Annotated[
    RequestItem
    | OfferItem
    | MatchItem
    | SolicitationItem
    | NeedItem
    | MeetingItem
    | EngagementItem
    | DraftItem
    | ThreadItem,
    Field(discriminator="kind"),
]


class Known(Shape):
    """An item as its last event left it."""

    item_id: str
    thread: str
    epoch: int
    version: int
    changed_at: datetime
    body: Body

    @property
    def threads(self) -> tuple[str, ...]:
        """Every request it belongs to; the first one is its thread."""
        return tuple(dict.fromkeys((self.thread, *(self.body.request_ids if isinstance(self.body, MatchItem) else ()))))


Group = Mapping[str, Known]
"""Items by id, as far as they are known."""


def offers_of(one: Known) -> tuple[str, ...]:
    """The offers of a match."""
    return one.body.offer_ids if isinstance(one.body, MatchItem) else ()
