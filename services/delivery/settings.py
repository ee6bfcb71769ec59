"""Settings of delivery."""

from datetime import timedelta

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class DeliverySettings(RuntimeSettings):
    """How long both sides may be silent, and when it is asked whether results last."""

    service: str = "delivery"
    word_days: int = Field(
        90, ge=1, le=730, description="After how many days without a word a side owes one (WM 15.vii)"
    )
    look_back_days: int = Field(
        182, ge=1, le=1830, description="How many days after the end it is asked whether results last (WM 15.iii)"
    )

    @property
    def word_within(self) -> timedelta:
        """How long both sides may be silent."""
        return timedelta(days=self.word_days)

    @property
    def look_back(self) -> timedelta:
        """How long after the end it is looked back on."""
        return timedelta(days=self.look_back_days)
