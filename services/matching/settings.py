"""Settings of matching."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class MatchingSettings(RuntimeSettings):
    """Time limits are settings: the document says timely."""

    service: str = "matching"
    answer_due_days: int = Field(21, ge=1, description="Days both sides have to answer a proposal (WM 11)")
    solicitation_due_days: int = Field(30, ge=1, description="Days the parties approached have to offer (WM 17)")
    call_closing_days: int = Field(
        7, ge=0, description="Last days of a call for offers, in which it is closing (WM 17)"
    )
    reservation_timeout_s: float = Field(30, gt=0, description="How long owners of offers may take to hold capacity")
