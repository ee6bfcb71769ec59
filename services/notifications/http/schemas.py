"""Bodies and answers of notifications' HTTP interface."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.contracts.incoming import Moment, Strict
from shared.contracts.shapes.values import Id, PartyId


class AttemptAnswer(BaseModel):
    """One attempt of a delivery. ``status`` is the answer's of an endpoint; ``code`` says ok, or what went wrong."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    at: datetime
    duration_ms: int
    code: str
    status: int | None
    next_attempt_at: datetime | None


class DeliveryAnswer(BaseModel):
    """What became of a delivery. It says no address: ``recipient`` is a party, or ``webhook:`` and the endpoint's id."""

    model_config = ConfigDict(from_attributes=True)

    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    party: str
    channel: str
    mailbox: str = Field(description="Which of the party's mailboxes; empty: its main one")
    sequence: int | None = Field(description="Place among the calls of its endpoint")
    must_act: bool
    paragraph: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime
    cursor: str = Field("", description="Its place in the ledger")
    tries: list[AttemptAnswer] = Field(
        default=[], description="Every attempt, oldest first, also those before a replay"
    )


class DeliveriesAnswer(BaseModel):
    """Deliveries, newest first. ``next`` goes into ``after``; null on the last page."""

    deliveries: list[DeliveryAnswer]
    next: str | None


class ReplayMailBody(Strict):
    """Mails that were given up: by their ids, or those made in a time, of one party or with one cause."""

    delivery_ids: tuple[Id, ...] | None = Field(None, min_length=1, max_length=500)
    since: Moment | None = None
    until: Moment | None = None
    party: PartyId | None = None
    last_error: str | None = Field(None, max_length=200, description="E.g. smtp_away")

    @model_validator(mode="after")
    def _says_which(self) -> "ReplayMailBody":
        if self.delivery_ids is None and self.since is None:
            raise ValueError("name delivery_ids, or a moment since which deliveries were made")
        return self


class ReplayedAnswer(BaseModel):
    """How many go out again. ``more``: ask once more for the rest."""

    queued: int
    more: bool


class NoBody(BaseModel):
    """Nothing is asked."""
