"""A contact of the Secretariat with a party as the policy sees it: its officers' alone (WM 6)."""

from typing import Protocol

from shared.modalities.access.resource import Resource


class Liaison(Protocol):
    """The state of a contact."""

    @property
    def region(self) -> str: ...


def liaison(region: str | None) -> Resource:
    """A contact (WM 6): no party stands in it, not the one that it was held with."""
    return Resource(region)


def of_liaison(state: Liaison) -> Resource:
    """A contact, from its state."""
    return liaison(state.region)
