"""Recipients other than States, as the policy reads their word (WM 10, 15.iv)."""

from collections.abc import Iterable
from typing import Protocol


class Recipient(Protocol):
    """A recipient that a request names, with its own word; ``party``: None where it has no registered id."""

    @property
    def name(self) -> str: ...
    @property
    def party(self) -> str | None: ...
    @property
    def answer(self) -> str: ...


def having_said(recipients: Iterable[Recipient], answer: str) -> tuple[str, ...]:
    """Registered ids of the recipients with this answer, in the order they were named."""
    return tuple(one.party for one in recipients if one.party is not None and one.answer == answer)
