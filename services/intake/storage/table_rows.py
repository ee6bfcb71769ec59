"""Rows of ``tables.py``. Made from its tables by ``make contracts``; not written by hand."""

from datetime import datetime
from typing import Any, Protocol


class SupportRequestRow(Protocol):
    """A row of ``support_request``."""

    request_id: str
    reference: str
    version: int
    public_version: int
    status: str
    requesting_states: list[str]
    state: Any
    updated_at: datetime
    shown_to: list[str]


class IntakeRequestVersionRow(Protocol):
    """A row of ``request_version``."""

    request_id: str
    content_version: int
    content: Any
    findings: Any
    rule_set: str
    submitted_at: datetime


class IntakeReferenceCounterRow(Protocol):
    """A row of ``reference_counter``."""

    year: int
    country: str
    last: int
    closed: bool


class MovedCountryRow(Protocol):
    """A row of ``moved_country``."""

    country: str
    deployment: str
    away: bool
    handover_id: str
    since: datetime


class OwnCommitmentRow(Protocol):
    """A row of ``own_commitment``."""

    commitment_id: str
    party: str
    state: Any
    version: int


class IntakeDraftRow(Protocol):
    """A row of ``draft``."""

    draft_id: str
    version: int
    status: str
    parties: list[str]
    state: Any
    updated_at: datetime


class AssessmentVersionRow(Protocol):
    """A row of ``assessment_version``."""

    assessment_id: str
    content_version: int
    content: Any
    since: datetime


class NationalPlanVersionRow(Protocol):
    """A row of ``national_plan_version``."""

    national_plan_id: str
    content_version: int
    content: Any
    since: datetime
