"""Settings of the roster."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class RosterSettings(RuntimeSettings):
    """Time limits are settings (WM 8)."""

    service: str = "roster"
    party_answer_days: int = Field(14, ge=1, description="Days in which a party named in a joint offer answers (WM 18)")
