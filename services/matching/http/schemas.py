"""Bodies and answers of matching's HTTP interface."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.incoming import Moment
from shared.contracts.shapes.match import MatchLine
from shared.contracts.shapes.support_offer import Channel, DeliveryMode
from shared.contracts.shapes.values import DeclineReason, Id, PartyId, Text


class Strict(BaseModel):
    """A body in which an unknown field is a fault."""

    model_config = ConfigDict(extra="forbid")


class SolicitationBody(Strict):
    """Whom to ask for offers (WM 17)."""

    approached: tuple[PartyId, ...] = Field(min_length=1, max_length=250)
    message: Text | None = None


class ConsultationBody(Strict):
    """A consultation that was held (WM 11)."""

    party: PartyId
    summary: Text
    held_at: Moment


class MatchLineBody(MatchLine):
    """Part of an offer line put to part of a request line, as it comes in."""

    request_id: Id
    offer_id: Id


class ProposalBody(Strict):
    """A match to propose (WM 11)."""

    lines: tuple[MatchLineBody, ...] = Field(min_length=1, max_length=100)
    reason: Text
    consultations: tuple[ConsultationBody, ...] = Field(default=(), max_length=50)


class AnswerBody(Strict):
    """A party's own answer."""

    party: PartyId
    answer: Literal["accepted", "declined"]
    reason_code: DeclineReason | None = None


class ConfirmationBody(Strict):
    """How the support is channelled and delivered (WM 19, 20)."""

    channel: Channel
    delivery_mode: DeliveryMode


class WithdrawalBody(Strict):
    """Why a proposal is taken back."""

    reason: Text


class RankingAnswer(BaseModel):
    """Offers for each open line: ranked with their explanation, or excluded with their reason."""

    request_id: str
    lines: list[dict[str, Any]]
