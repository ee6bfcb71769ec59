"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol


class KnownRequestRow(Protocol):
    """A row of ``known_request``."""

    request_id: str
    version: int
    state: Any


class MatchingKnownOfferRow(Protocol):
    """A row of ``known_offer``."""

    offer_id: str
    version: int
    status: str
    state: Any
    changed: int


class NeedRow(Protocol):
    """A row of ``need``."""

    request_id: str
    version: int
    handed_over_to: str | None


class NeedLineRow(Protocol):
    """A row of ``need_line``."""

    request_id: str
    line_id: str
    position: int
    functional_area: str
    support_type: str
    unit: str
    asked: Decimal
    reserved: Decimal
    committed: Decimal


class MatchRow(Protocol):
    """A row of ``match``."""

    match_id: str
    reference: str
    version: int
    public_version: int
    published: Any | None
    status: str
    reservation_deadline: datetime
    state: Any


class MatchLineRow(Protocol):
    """A row of ``match_line``."""

    match_id: str
    request_id: str
    offer_id: str


class SolicitationRow(Protocol):
    """A row of ``solicitation``."""

    solicitation_id: str
    request_id: str
    state: Any
    version: int
    status: str
    next_at: datetime | None


class FittingRequestRow(Protocol):
    """A row of ``fitting_request``."""

    fitting_id: str
    request_id: str
    version: int
    heard: list[str]
    state: Any


class RestingRow(Protocol):
    """A row of ``resting``."""

    party: str
    solicitation_id: str
    until: date


class HeardPartyRow(Protocol):
    """A row of ``heard_party``."""

    party: str
    has_address: bool
    at: datetime


class GivenBackRow(Protocol):
    """A row of ``given_back``."""

    match_id: str
    request_id: str
    line_id: str
    amount: Decimal


class WorkedTogetherRow(Protocol):
    """A row of ``worked_together``."""

    region: str
    about: str
    party: str
    version: int
    ended: str
    reason: str | None
    ended_by: str | None


class LeavingRow(Protocol):
    """A row of ``leaving``."""

    handover_id: str
    request_id: str
