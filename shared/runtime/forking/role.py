"""What a child is to be: which module with which words, with which settings, and where it writes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

PREFIX = "ACSG_"
SETTLED = {"PYTHONUNBUFFERED": "1", "MALLOC_ARENA_MAX": "2"}
"""What a parent itself is started with: read when an interpreter starts, so no child can have it otherwise."""


class NotSettings(ValueError):
    """A child was to differ from its parent in a variable that libraries read when they are imported; names them."""


@dataclass(frozen=True)
class ForkedRole:
    """A module with the words after it, as ``python -m`` takes them. ``environment``: ACSG_* alone. No log: the parent's."""

    module: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: str | None = None

    def __post_init__(self) -> None:
        foreign = sorted(name for name in self.environment if not name.startswith(PREFIX))
        if foreign:
            raise NotSettings(
                f"{', '.join(foreign)}: only settings ({PREFIX}*) may differ between children of one parent"
            )

    @property
    def name(self) -> str:
        """For people: what the module is called, and its first word."""
        return " ".join((self.module.rpartition(".")[2], *self.command[:1]))

    def said(self) -> dict[str, Any]:
        """As it goes over the line."""
        return asdict(self) | {"environment": dict(self.environment)}

    @classmethod
    def heard(cls, said: Mapping[str, Any]) -> "ForkedRole":
        """The same, read. Raises KeyError, NotSettings."""
        return cls(said["module"], tuple(said["command"]), said["environment"], said["log"])
