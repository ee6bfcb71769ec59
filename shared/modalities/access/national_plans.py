"""A national plan of action as the policy sees it (WM 13)."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from shared.modalities.access.resource import PartyRole, Resource, in_roles


class ShownPlanTo(Protocol):
    """A party to which its State shows it."""

    @property
    def party(self) -> str: ...


class PlanOfState(Protocol):
    """The state of a national plan."""

    @property
    def region(self) -> str: ...
    @property
    def party(self) -> str: ...
    @property
    def readers(self) -> Sequence[ShownPlanTo]: ...


def national_plan(region: str | None, state: str, readers: Iterable[str] = ()) -> Resource:
    """A national plan: its State's, and those parties' to which the State shows it."""
    return Resource(region, in_roles({PartyRole.ITS_STATE: [state], PartyRole.READER: list(readers)}))


def of_national_plan(one: PlanOfState) -> Resource:
    """A national plan (WM 13)."""
    return national_plan(one.region, one.party, (each.party for each in one.readers))
