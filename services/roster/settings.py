"""Settings of the roster."""

from datetime import timedelta
from decimal import Decimal

from pydantic import Field

from shared.runtime.due_days_settings import AnswersOfParties
from shared.runtime.fund_settings import FundSwitch


class RosterSettings(AnswersOfParties, FundSwitch):
    """Time limits are settings (WM 8)."""

    service: str = "roster"
    import_batch_rows: int = Field(
        200, ge=1, le=2000, description="Rows of an existing roster that are taken in one transaction (WM 7)"
    )
    import_lease_s: float = Field(
        30.0,
        gt=0,
        le=600,
        description="Seconds after which a worker that says nothing has given up taking a roster in (WM 7)",
    )

    fund_ceilings: dict[str, Decimal] = Field(
        {"USD": Decimal(50_000)},
        description="Most that one allotment of the fund may be, by currency; of another currency nothing is allotted (WM 7)",
    )
    fund_period_ceilings: dict[str, Decimal] = Field(
        {"USD": Decimal(250_000)}, description="Most that all allotments of a period may come to, by currency (WM 7)"
    )
    fund_period_days: int = Field(365, ge=1, description="Days of such a period, up to the moment (WM 7)")

    @property
    def import_lease(self) -> timedelta:
        """How long one worker alone takes a roster in without a word."""
        return timedelta(seconds=self.import_lease_s)
