"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol


class SupportOfferRow(Protocol):
    """A row of ``support_offer``."""

    offer_id: str
    reference: str
    version: int
    public_version: int
    status: str
    offering_parties: list[str]
    state: Any
    updated_at: datetime


class LineCapacityRow(Protocol):
    """A row of ``line_capacity``."""

    offer_id: str
    line_id: str
    quantity: Decimal
    reserved: Decimal
    committed: Decimal


class ReservationRow(Protocol):
    """A row of ``reservation``."""

    match_region: str
    reservation_id: str
    match_id: str
    offer_id: str
    lines: Any
    status: str
    asked_from_before: list[str]
    given_back: Any


class EndedMatchRow(Protocol):
    """A row of ``ended_match``."""

    match_region: str
    match_id: str


class ShownRequestRow(Protocol):
    """A row of ``shown_request``."""

    request_id: str
    version: int
    shown: bool
    shown_to: list[str]
    lines: Any


class AskedForRow(Protocol):
    """A row of ``asked_for``."""

    solicitation_id: str
    version: int
    request_id: str
    shown_to: list[str]
    lines: Any


class RosterKnownOfferRow(Protocol):
    """A row of ``known_offer``."""

    offer_id: str
    reference: str
    version: int
    region: str
    roles: list[str]
    shown_to: list[str]
    stands: bool
    proactive: bool


class PackageVersionRow(Protocol):
    """A row of ``package_version``."""

    package_id: str
    content_version: int
    content: Any
    since: datetime


class ExpertPersonRow(Protocol):
    """A row of ``expert_person``."""

    expert_id: str
    number: int
    person: Any
    released_at: datetime


class OrganisationCodeRow(Protocol):
    """A row of ``organisation_code``."""

    code: str
    organisation_id: str


class RosterKnownEngagementRow(Protocol):
    """A row of ``known_engagement``."""

    engagement_id: str
    version: int
    reference: str
    givers: list[str]
    receivers: Any
