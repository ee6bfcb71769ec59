"""What a probe is given: the service as far as it can be put together, and what it is to be started as."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.runtime.checking.told import Told
from shared.runtime.settings import RuntimeSettings

if TYPE_CHECKING:
    from shared.runtime.entry import Service

PURPOSES = ("everything", "api", "worker", "serve", "prepare")


@dataclass(frozen=True)
class CheckAsked:
    """``service`` is None when it could not be put together: the settings say why. ``purpose``: one of ``PURPOSES``."""

    name: str
    told: Told
    service: "Service | None"
    purpose: str = "everything"

    @property
    def settings(self) -> RuntimeSettings:
        """As far as they can be read."""
        return self.told.settings

    def is_for(self, *purposes: str) -> bool:
        """Whether it is asked for one of these alone."""
        return self.purpose in purposes
