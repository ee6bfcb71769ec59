"""Bodies and answers of intake's HTTP interface."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.intake import FeedbackItem
from shared.contracts.shapes.support_request import CriterionFinding, RequestContent
from shared.contracts.shapes.values import Text


class Strict(BaseModel):
    """A body in which an unknown field is a fault: a mistyped name must not be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class RequestBody(RequestContent):
    """A support request as submitted; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FeedbackBody(Strict):
    """Feedback of an officer (WM 8)."""

    items: tuple[FeedbackItem, ...] = Field(min_length=1, max_length=20)
    message: Text | None = None


class DecisionBody(Strict):
    """An officer's decision with its reason (WM 15, 16)."""

    in_line: bool
    reason: Text


class ConsentBody(Strict):
    """What a requesting State agrees to show, and to whom (WM 17)."""

    fields: tuple[str, ...] = Field(min_length=1, max_length=50)
    audiences: tuple[Literal["offerers", "public"], ...] = Field(default=("offerers",), min_length=1)


class ReasonBody(Strict):
    """A reason, when there is one to give."""

    reason: Text | None = None


class Findings(BaseModel):
    """What the rules find, before anything is submitted."""

    rule_set: str
    findings: tuple[CriterionFinding, ...]


class StoredVersion(BaseModel):
    """One immutable version of a request."""

    content_version: int
    content: RequestContent
    findings: tuple[CriterionFinding, ...]
    rule_set: str
