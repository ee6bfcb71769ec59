"""A capacity assessment as the policy sees it (WM 13, 14)."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from shared.modalities.access.resource import PartyRole, Resource, in_roles


class ShownTo(Protocol):
    """A party to which its State shows it, as ``editor`` or ``reader``."""

    @property
    def party(self) -> str: ...
    @property
    def role(self) -> str: ...


class Assessment(Protocol):
    """The state of a capacity assessment."""

    @property
    def region(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def hands(self) -> Sequence[ShownTo]: ...


def assessment(region: str | None, state: str, hands: Iterable[tuple[str, str]] = ()) -> Resource:
    """A capacity assessment: its State's, and those parties' to which the State shows it; ``hands``: with ``editor`` or ``reader``."""
    named: dict[PartyRole, list[str]] = {PartyRole.ITS_STATE: [state]}
    for party, role in hands:
        named.setdefault(PartyRole(role), []).append(party)
    return Resource(region, in_roles(named))


def of_assessment(one: Assessment) -> Resource:
    """A capacity assessment (WM 13, 14)."""
    return assessment(one.region, one.party, ((hand.party, hand.role) for hand in one.hands))
