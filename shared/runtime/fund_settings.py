"""Whether there is a fund: one switch for every service that has a part in it (WM 7)."""

from pydantic import Field

from shared.runtime.settings import RuntimeSettings


class FundSwitch(RuntimeSettings):
    """Off by default: then no interface has a word of it."""

    fund: bool = Field(False, description="Whether a fund is kept: on or off (WM 7)")
