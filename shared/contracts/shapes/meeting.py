"""A meeting of the mechanism as an officer convenes it, and its state as dialogue keeps it (WM 4, 5)."""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, StringConstraints

from shared.contracts.event import Shape
from shared.contracts.incoming import Moment
from shared.contracts.shapes.values import FunctionalArea, Language, LineId, PartyId, Text, Title

MeetingStatus = Literal["convened", "cancelled", "held"]
Answer = Literal["pending", "registered", "declined"]
AgendaKind = Literal[
    "share_experience", "good_practice", "synergy", "request_support", "offer_support", "improve_mechanism"
]
"""What paragraph 4 says that participants do."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, KeyError, ValueError) as unknown:
        raise ValueError(f"'{name}' is no IANA time zone") from unknown
    return name


TimeZone = Annotated[
    str, AfterValidator(_zone), Field(description="IANA time zone", max_length=60, examples=["Africa/Dakar"])
]
Link = Annotated[
    str,
    StringConstraints(pattern=r"^https://[^\s/]+[^\s]*$", max_length=500),
    Field(examples=["https://meet.example/1"]),
]


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
    starts_at: Moment
    ends_at: Moment
    time_zone: TimeZone
    format: Literal["online", "in_person", "hybrid"]
    place: Text | None = None
    join_link: Link | None = Field(default=None, description="For those who take part, moderators and officers alone")
    interpretation: tuple[Language, ...] = Field(default=(), max_length=20)
    invited: tuple[PartyId, ...] = Field(min_length=1, max_length=300, description="Who may take part (WM 4)")
    registration_closes_at: Moment | None = Field(default=None, description="Without it, when the meeting begins")
    agenda: tuple[AgendaItem, ...] = Field(default=(), max_length=50)

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


class ModeratorFinding(Shape):
    """What was found of a choice of moderators (WM 5). It advises; an officer chose, and said why."""

    paragraph: str
    subject: Literal["regional_diversity", "expertise"]
    outcome: Literal["met", "partly", "not_met", "not_applicable", "unclear"]
    reason: str
    evidence: tuple[str, ...] = ()


class AgreedAction(Shape):
    """Something that a party said it would do."""

    party: PartyId
    what: Title
    due: date | None = None


class MeetingRecord(Shape):
    """What came of a meeting (WM 4): experiences, good practices and resources, synergies, and who does what next."""

    summary: Text
    good_practices: tuple[Title, ...] = Field(default=(), max_length=50)
    resources: tuple[Link, ...] = Field(default=(), max_length=50)
    actions: tuple[AgreedAction, ...] = Field(default=(), max_length=50)


class MeetingState(Shape):
    """A meeting after an event."""

    meeting_id: str
    reference: str
    region: str
    status: MeetingStatus
    content: MeetingContent
    convened_at: datetime
    invitations: tuple[Invitation, ...]
    moderators: tuple[Moderator, ...] = ()
    moderators_reason: str | None = None
    findings: tuple[ModeratorFinding, ...] = ()
    cancelled_because: str | None = None
    record: MeetingRecord | None = None

    def taking_part(self) -> frozenset[str]:
        """Parties that registered, and those that moderate."""
        registered = {one.party for one in self.invitations if one.answer == "registered"}
        return frozenset(registered | {one.party for one in self.moderators})

    def serving(self) -> frozenset[str]:
        """Other deployments that tell invited parties of it."""
        return frozenset(one.region for one in self.invitations if one.region is not None)

    def concerned(self) -> frozenset[str]:
        """Every party that is invited or moderates."""
        return frozenset({one.party for one in self.invitations} | {one.party for one in self.moderators})
