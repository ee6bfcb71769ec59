"""What is said to intake on a request (WM 8, 15, 16, 17), and what it answers beside the request."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.incoming import Strict
from shared.contracts.intake import FeedbackItem
from shared.contracts.shapes.named_party import TakenBack
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent
from shared.contracts.shapes.values import DistinctFrom, Offerer, PartyKind, Text
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P9

EXAMPLE: dict[str, Any] = {
    "title": "Digital registration of asylum applications",
    "language": "fr",
    "requesting_states": ["iso3166:TCD"],
    "competent_authority": {"name": "National eligibility commission"},
    "submission_route": {"route": "country_office", "country_office": "unhcr-office:TCD"},
    "national_plan": {"title": "National plan of action", "reference": "PNA-2025"},
    "assessment": {"reference": "Assessment of 2025"},
    "gap": "Registration takes ninety days",
    "lines": [
        {
            "line_id": "1", "functional_area": "registration", "support_type": "technical",
            "quantity": {"amount": "2", "unit": "packages"}, "period": {"start": "2026-01-01", "end": "2027-12-31"},
        }
    ],
    "languages": ["fr"],
}  # fmt: skip


class RequestBody(RequestContent):
    """A support request as submitted; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    distinct_from: DistinctFrom = ()

    def content(self) -> RequestContent:
        """The request itself, without what is said about others. Raises Invalid when it is urgent and does not say why."""
        if self.urgent and self.urgency is None:
            words = "say why it is urgent: an urgent request is answered before others that wait"
            raise Invalid((Fault("/urgency", words, "urgency_needed"),), paragraph=P9)
        mine = vars(self)
        return RequestContent.model_construct(**{name: mine[name] for name in RequestContent.model_fields})


class RevisionBody(RequestBody):
    """A new version of a request, and whom of those that are awaited it asks no more."""

    taken_back: TakenBack = ()


class FeedbackItemBody(FeedbackItem):
    """The officer's word on one paragraph, as it comes in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paragraph: Annotated[str, StringConstraints(max_length=20)]
    comment: Text


class FeedbackBody(Strict):
    """Feedback of an officer (WM 8)."""

    items: tuple[FeedbackItemBody, ...] = Field(min_length=1, max_length=20)
    message: Text | None = None


class DecisionBody(Strict):
    """An officer's decision with its reason (WM 15, 16)."""

    in_line: bool
    reason: Text


class ConsentBody(Strict):
    """What a requesting State agrees to show, and to whom (WM 17)."""

    fields: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = Field(min_length=1, max_length=50)
    audiences: tuple[Literal["offerers", "public"], ...] | None = Field(
        default=None,
        max_length=2,
        description="All possible offerers, or all. Left out: all possible offerers, unless kinds or parties are named",
    )
    kinds: tuple[PartyKind, ...] = Field(default=(), max_length=20, description="Kinds of party, instead of all")
    parties: tuple[Offerer, ...] = Field(default=(), max_length=250, description="Named parties, instead of all")
    but: tuple[Offerer, ...] = Field(
        default=(), max_length=250, description="Parties left out of all possible offerers, or of the kinds named"
    )


class ReasonBody(Strict):
    """A reason, when there is one to give."""

    reason: Text | None = None


class ComingFindings(BaseModel):
    """What a rule set that comes into force soon finds differently (WM 21)."""

    rule_set: str
    holds_from: date
    words: dict[str, str] = Field(description="What it changes, by language")
    differing: tuple[CriterionFinding, ...] = Field(description="Findings whose outcome or reason it changes")
    dropped: tuple[str, ...] = Field(default=(), description="Criteria that it does not have any more")


class Findings(BaseModel):
    """What the rules find, before anything is submitted."""

    rule_set: str
    findings: tuple[CriterionFinding, ...]
    already_open: str | None = Field(
        default=None, description="Reference of an open request of the caller's own that says the same"
    )
    coming: ComingFindings | None = Field(
        default=None, description="A rule set that comes into force before feedback would be due, or within thirty days"
    )


class StoredVersion(BaseModel):
    """One immutable version of a request."""

    content_version: int
    content: RequestContent
    findings: tuple[CriterionFinding, ...]
    rule_set: str
