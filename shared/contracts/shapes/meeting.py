"""A meeting of the mechanism as an officer convenes it, and its state as dialogue keeps it (WM 4, 5)."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, model_validator

from shared.contracts.door import door_of, refused
from shared.contracts.event import Shape
from shared.contracts.incoming import LocalMoment
from shared.contracts.reference.zones import contradiction
from shared.contracts.shapes.values import Day, FunctionalArea, Language, LineId, PartyId, Text, TimeZone, Title

MeetingStatus = Literal["convened", "cancelled", "held"]
Answer = Literal["pending", "registered", "declined"]
ActionState = Literal["open", "done", "dropped"]
"""What became of something that a party agreed to do."""
AgendaKind = Literal[
    "share_experience", "good_practice", "synergy", "request_support", "offer_support", "improve_mechanism"
]
"""What paragraph 4 says that participants do."""


Link = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/]+[^\s]*$", max_length=500),
    Field(examples=["https://meet.example/1"]),
]

_MOMENTS = ("starts_at", "ends_at", "registration_closes_at")


class AgendaItem(Shape):
    """A point of the agenda. It names no request and no offer: what those say is shown where their States agreed."""

    item_id: LineId
    kind: AgendaKind
    title: Title
    presented_by: PartyId | None = None


class MeetingContent(Shape):
    """What a meeting is about, when and where. Times are moments; ``time_zone`` is that of the place or of its hosts."""

    title: Title
    language: Language
    summary: Text | None = None
    topic_kind: Literal["thematic", "situational"]
    functional_areas: tuple[FunctionalArea, ...] = Field(default=(), max_length=24)
    starts_at: LocalMoment
    ends_at: LocalMoment
    time_zone: TimeZone
    format: Literal["online", "in_person", "hybrid"]
    place: Text | None = None
    join_link: Link | None = Field(default=None, description="For those who take part, moderators and officers alone")
    interpretation: tuple[Language, ...] = Field(default=(), max_length=20)
    invited: tuple[PartyId, ...] = Field(min_length=1, max_length=300, description="Who may take part (WM 4)")
    registration_closes_at: LocalMoment | None = Field(default=None, description="Without it, when the meeting begins")
    agenda: tuple[AgendaItem, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _offsets_of_the_zone(self, info: ValidationInfo) -> "MeetingContent":
        if door_of(info) is None:
            return self
        moments = {name: at for name in _MOMENTS if (at := getattr(self, name)) is not None}
        wrong = [f"{name}: {why}" for name, at in moments.items() if (why := contradiction(at, self.time_zone))]
        if wrong:
            raise refused("offset_contradicts_zone", "; ".join(wrong))
        return self.model_copy(update={name: at.astimezone(UTC) for name, at in moments.items()})

    @property
    def answer_until(self) -> datetime:
        """Until when one may register."""
        return self.registration_closes_at or self.starts_at


class Invitation(Shape):
    """An invited party and its answer. ``region``: the deployment that serves and tells it, if it is not the meeting's."""

    party: PartyId
    region: str | None = None
    answer: Answer = "pending"
    delegates: int | None = None
    language: Language | None = None
    answered_at: datetime | None = None


class Moderator(Shape):
    """A party that moderates or facilitates (WM 5); it volunteered, or UNHCR approached it."""

    party: PartyId
    role: Literal["moderator", "facilitator"] = "moderator"
    came: Literal["volunteered", "approached"]
    functional_areas: tuple[FunctionalArea, ...] = Field(default=(), max_length=24, description="Its expertise")


class Volunteer(Shape):
    """An invited party that said itself that it would moderate or facilitate (WM 5); an officer chooses among them.

    ``words``: why it would, in ``language``; they name no person.
    """

    party: PartyId
    role: Literal["moderator", "facilitator"] = "moderator"
    functional_areas: tuple[FunctionalArea, ...] = Field(default=(), max_length=24, description="Its expertise")
    words: Text | None = None
    language: Language | None = None
    volunteered_at: datetime


class ModeratorFinding(Shape):
    """What was found of a choice of moderators (WM 5). It advises; an officer chose, and said why."""

    paragraph: str
    subject: Literal["regional_diversity", "expertise"]
    outcome: Literal["met", "partly", "not_met", "not_applicable", "unclear"]
    reason: str
    evidence: tuple[str, ...] = ()


class AgreedAction(Shape):
    """Something that a party said it would do; of one with a day it is reminded. Its number is given where none is said."""

    action_id: LineId | None = None
    party: PartyId
    what: Title
    due: Day | None = None


class FollowedAction(AgreedAction):
    """The same with what its party said of it since: by its own word alone is it done, or dropped with the reason (WM 4)."""

    state: ActionState = "open"
    words: Text | None = Field(default=None, description="What was done, or why it is dropped; in ``language``")
    language: Language | None = None
    said_at: datetime | None = None


class MeetingRecord(Shape):
    """What came of a meeting (WM 4): experiences, good practices and resources, synergies, and who does what next."""

    summary: Text
    good_practices: tuple[Title, ...] = Field(default=(), max_length=50)
    resources: tuple[Link, ...] = Field(default=(), max_length=50)
    synergies: tuple[Title, ...] = Field(default=(), max_length=50, description="Who can do what together")
    actions: tuple[FollowedAction, ...] = Field(default=(), max_length=50)


class MeetingSeries(Shape):
    """Its place in a series: the meetings that were convened from each other, of which the first is ``series_id``."""

    series_id: str
    number: int = Field(ge=2)
    previous_id: str


class CarriedAction(Shape):
    """An action of an earlier meeting of the series that was open when this one was convened. It stands there, and is told of there."""

    meeting_id: str
    action_id: str


class MeetingState(Shape):
    """A meeting after an event."""

    meeting_id: str
    reference: str
    region: str
    status: MeetingStatus
    content: MeetingContent
    convened_at: datetime
    invitations: tuple[Invitation, ...]
    volunteers: tuple[Volunteer, ...] = Field(default=(), description="For officers; a party reads of itself alone")
    moderators: tuple[Moderator, ...] = ()
    moderators_reason: str | None = None
    findings: tuple[ModeratorFinding, ...] = ()
    cancelled_because: str | None = None
    record: MeetingRecord | None = None
    series: MeetingSeries | None = Field(default=None, description="None for one that was convened from no other")
    carried: tuple[CarriedAction, ...] = ()

    def taking_part(self) -> frozenset[str]:
        """Parties that registered, and those that moderate."""
        registered = {one.party for one in self.invitations if one.answer == "registered"}
        return frozenset(registered | {one.party for one in self.moderators})

    def to_do(self) -> tuple[FollowedAction, ...]:
        """What was agreed and is open."""
        actions = self.record.actions if self.record is not None else ()
        return tuple(one for one in actions if one.state == "open")

    def texts(self) -> tuple[str, ...]:
        """What its readers find it by beside its title: what it is about, and what came of it (WM 4)."""
        content, record = self.content, self.record
        about = (*((content.summary,) if content.summary else ()), *(one.title for one in content.agenda))
        if record is None:
            return about
        agreed = (text for one in record.actions for text in (one.what, one.words) if text)
        return (*about, record.summary, *record.good_practices, *record.resources, *record.synergies, *agreed)

    def serving(self) -> frozenset[str]:
        """Other deployments that tell invited parties of it."""
        return frozenset(one.region for one in self.invitations if one.region is not None)

    def concerned(self) -> frozenset[str]:
        """Every party that is invited or moderates."""
        return frozenset({one.party for one in self.invitations} | {one.party for one in self.moderators})
