"""Settings of matching."""

from pydantic import Field

from shared.runtime.due_days_settings import ActiveRoster


class MatchingSettings(ActiveRoster):
    """Time limits are settings: the document says timely."""

    service: str = "matching"
    answer_due_days: int = Field(21, ge=1, description="Days both sides have to answer a proposal (WM 11)")
    solicitation_due_days: int = Field(30, ge=1, description="Days the parties approached have to offer (WM 17)")
    call_closing_days: int = Field(
        7, ge=0, description="Last days of a call for offers, in which it is closing (WM 17)"
    )
    reservation_timeout_s: float = Field(30, gt=0, description="How long owners of offers may take to hold capacity")
    plan_seconds: float = Field(
        60, gt=0, le=3600, description="How long a better plan over all needs is looked for (WM 11)"
    )
    plan_most_s: float = Field(
        300, gt=0, le=7200, description="Seconds after which the process that makes a plan is ended (WM 11)"
    )
    plan_candidates: int = Field(30, ge=1, le=500, description="Offers that a plan considers for each line (WM 11)")
    plan_lease_s: float = Field(
        30,
        gt=0,
        le=600,
        description="Seconds after which a worker that says nothing has given up making a plan (WM 11)",
    )
