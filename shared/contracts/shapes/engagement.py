"""An engagement: what becomes of a confirmed match, until its results (WM 1, 9, 15.iii, 15.vii, 19, 20)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.champion import Champion
from shared.contracts.shapes.engagement_plan import Plan, PlanFinding, ReportedDelivery, ReportedMilestone, UseOfFunds
from shared.contracts.shapes.engagement_terms import SideRole, Signature, Terms
from shared.contracts.shapes.support_request import SupportType
from shared.contracts.shapes.values import Amount, Day, FunctionalArea, LineId, PartyId, Text, Title, Unit
from shared.modalities.terms_standing import TermsStanding, standing

Stage = Literal[
    "under_discussion", "agreed", "planning", "in_progress", "paused",
    "fulfilled", "ended_early", "withdrawn", "closed_unfulfilled",
]  # fmt: skip
EndReason = Literal[
    "priorities_changed", "funding_lost", "security", "staff_unavailable", "authority_changed", "need_met_otherwise",
    "not_relevant_any_more", "no_word_from_sides", "other",
]  # fmt: skip


class EngagementSide(Shape):
    """A party that gives or receives. ``region``: the deployment that serves it, when it is not the engagement's."""

    party: PartyId
    role: SideRole
    region: str | None = None
    contact_released: bool = Field(default=False, description="Whether the other side may read its focal point now")


class AskedSide(Shape):
    """A party that a notice names as its counterpart; it is a side once it says so itself, and is named to nobody else before."""

    party: PartyId
    role: SideRole
    region: str | None = None
    answer: Literal["pending", "accepted", "declined"] = "pending"
    answered_at: datetime | None = None


class EngagementLine(Shape):
    """One thing that is given, from what was asked to what was delivered.

    Quantities are in the offer line's ``unit``, what they meet of the request line in ``covers_unit``. ``committed`` is
    what the match committed; ``agreed`` what the terms in force say; ``reported`` what was said to be delivered and not
    yet answered; ``delivered`` what the other side confirmed; ``released`` what was given back to roster and need.
    """

    line_id: LineId
    request_id: str = Field(description="Empty: support that was told of, and not asked for here (WM 19)")
    request_line_id: LineId
    offer_id: str = Field(description="Empty likewise")
    offer_line_id: LineId
    offer_region: str
    functional_area: FunctionalArea
    support_type: SupportType
    unit: Unit
    covers_unit: Unit
    committed: Amount
    committed_covers: Amount
    agreed: Amount
    agreed_covers: Amount
    reported: Amount
    reported_covers: Amount
    delivered: Amount
    delivered_covers: Amount
    released: Amount
    released_covers: Amount


class Score(Shape):
    """1 (not at all) to 5 (fully), with words."""

    score: int = Field(ge=1, le=5)
    words: Text | None = None


class EvaluationContent(Shape):
    """How one who took part judges it, by the five criteria of evaluation, and whether results last (WM 15.iii)."""

    relevance: Score
    effectiveness: Score
    efficiency: Score
    coherence: Score
    added_value: Score
    sustainability: Text | None = None
    may_be_public: bool = Field(default=False, description="Public only if both sides say so")


class Evaluation(Shape):
    """An evaluation by a side, or by an officer for the Secretariat."""

    by: str
    role: Literal["requester", "offerer", "secretariat"]
    content: EvaluationContent
    given_at: datetime


class AgreedToPublish(Shape):
    """A party's own yes to one text."""

    party: PartyId
    agreed_at: datetime


class Publication(Shape):
    """What could be published now of how all judge an engagement, and who agreed to exactly that (WM 15.vii). Another text, by
    whomever it was changed, is another publication, to which nobody has agreed yet.
    """

    digest: str = Field(
        description="SHA-256 of the fields of `acsg.public.engagement` as JSON in UTF-8 with sorted keys and no blanks"
    )
    agreed: tuple[AgreedToPublish, ...] = ()


class Sustainability(Shape):
    """Whether results still stand some time after the end, as a side says (WM 15.iii)."""

    party: PartyId
    results_stand: Literal["yes", "partly", "no"]
    words: Text | None = None
    given_at: datetime


class Ending(Shape):
    """Why it ended before it was fulfilled, and who said so."""

    reason: EndReason
    words: Text | None = None
    by: str
    ended_at: datetime


class AgreedPart(Shape):
    """A request or an offer as it was when the match was confirmed: what the agreement record begins with."""

    kind: Literal["request", "offer"]
    item_id: str
    reference: str
    content_version: int
    title: Title
    parties: tuple[PartyId, ...]


class EngagementState(Shape):
    """An engagement after an event. Contacts are no part of it: each side reads the other's where it was released."""

    engagement_id: str
    reference: str
    region: str
    stage: Stage
    origin: Literal["match", "bilateral_notice", "pledge"]
    match_id: str | None = None
    title: Title
    sides: tuple[EngagementSide, ...]
    asked_sides: tuple[AskedSide, ...] = Field(
        default=(), description="Parties that a notice names, with their own word"
    )
    pledge: Text | None = Field(
        default=None, description="Of a pledge that is carried out: what it says, or where it stands"
    )
    lines: tuple[EngagementLine, ...]
    agreed_parts: tuple[AgreedPart, ...] = ()
    terms: tuple[Terms, ...]
    shown_fields: tuple[str, ...] = Field(
        default=(),
        description="Fields of the request that the offering side may read before the other side signs (WM 17)",
    )
    signatures: tuple[Signature, ...] = ()
    plan: Plan | None = None
    findings: tuple[PlanFinding, ...] = ()
    deliveries: tuple[ReportedDelivery, ...] = Field(default=(), max_length=1000)
    milestones: tuple[ReportedMilestone, ...] = Field(default=(), max_length=1000)
    funds: tuple[UseOfFunds, ...] = Field(default=(), max_length=1000)
    fulfilled_by: tuple[PartyId, ...] = Field(default=(), description="Sides that say it is done")
    paused_because: Text | None = None
    paused_from: Stage | None = None
    ending: Ending | None = None
    champions: tuple[Champion, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()
    publication: Publication | None = Field(
        default=None, description="What could be published of it; null unless every party lets its evaluation be public"
    )
    sustainability: tuple[Sustainability, ...] = ()
    horizon: Literal["short_term", "long_term"] = "long_term"
    renews: str | None = Field(default=None, description="engagement_id of the one it goes on from (WM 9)")
    followed_by: tuple[str, ...] = Field(default=(), description="engagement_id of each that goes on from it (WM 9)")
    asked_at: datetime | None = Field(default=None, description="When the first of its requests was submitted")
    opened_at: datetime
    started_on: Day | None = None
    ended_at: datetime | None = None
    last_word_at: datetime = Field(description="When a side last said where it stands")
    report_due_at: datetime | None = None
    sustainability_due_at: datetime | None = None

    def of_role(self, role: SideRole) -> tuple[str, ...]:
        """Parties on one side."""
        return tuple(one.party for one in self.sides if one.role == role)

    def _standing(self) -> TermsStanding:
        return standing(
            {one.party for one in self.sides},
            [(one.version, one.set_aside is not None) for one in self.terms],
            [(one.party, one.version) for one in self.signatures],
            any(one.answer == "pending" for one in self.asked_sides),
        )

    def terms_in_force(self) -> Terms | None:
        """The terms that hold between the sides; None while they have not agreed on any (WM 11)."""
        return self._terms(self._standing().in_force)

    def open_terms(self) -> Terms | None:
        """The version that waits for signatures; None when all have signed it, or it was set aside."""
        return self._terms(self._standing().open)

    def _terms(self, version: int | None) -> Terms | None:
        return next((one for one in self.terms if one.version == version), None)

    def signed(self) -> bool:
        """Whether terms are in force; an engagement that ended before that was never agreed to."""
        return self.terms_in_force() is not None

    def sides_without(self, said: Iterable[str]) -> set[str]:
        """Parties of both sides that are not among those who said something."""
        return {one.party for one in self.sides}.difference(said)

    def role_of(self, party: str) -> SideRole | None:
        """On which side a party stands; None: on none."""
        return next((one.role for one in self.sides if one.party == party), None)
