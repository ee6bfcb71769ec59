"""Settings of the roster."""

from shared.runtime.settings import RuntimeSettings


class RosterSettings(RuntimeSettings):
    """Nothing beyond the plumbing's."""

    service: str = "roster"
