"""A country moves from one deployment to another on a date (WM 6): the order, and who an item belonged to before."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from shared.contracts.event import Shape
from shared.contracts.shapes.values import PartyId, Text
from shared.modalities.access.states import awaited

HandoverStatus = Literal["ordered", "begun", "completed"]


HANDED_OVER = "handed_over"
"""How readers call the status of what stands at a former owner: the status it had is no longer this deployment's word."""


AWAITING_PARTIES = "awaiting_parties"
"""How readers call a live offer that names parties which have not all answered: it is not on the roster yet (WM 18)."""


def standing(state: Any) -> str:
    """The status of a request, match or offer where it stands: its own, that it was handed over, or that it waits."""
    if state.handed_over_to is not None:
        return HANDED_OVER
    return AWAITING_PARTIES if state.status == "live" and awaited(state.named) else str(state.status)


class Belonged(Shape):
    """A deployment that an item belonged to before; ``until_version`` is the last version that is its word."""

    region: str
    until: datetime
    until_version: int
    handover_id: str


class CalledBack(Shape):
    """A person took an order back before anything had moved: the country stays with the deployment that has it."""

    at: datetime
    by: str
    reason: Text


class HandoverState(Shape):
    """An order and how far it is. Membership by dates: ``country`` is served by ``giving`` before, by ``receiving`` from
    ``begun_at`` on, which is never before ``on``. It begins or is called back, never both.
    """

    handover_id: str
    country: PartyId = Field(description="The State whose requests and offers move")
    giving: str
    receiving: str
    on: date
    reason: Text
    ordered_by: str
    ordered_at: datetime
    status: HandoverStatus = "ordered"
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    # Beside the status, which an older release knows: to it the order waits, and never becomes due.
    called_back: CalledBack | None = None

    def belonged(self, until_version: int, until: datetime) -> Belonged:
        """That an item was the giver's, up to the version of its sealing."""
        return Belonged(region=self.giving, until=until, until_version=until_version, handover_id=self.handover_id)


def has_begun(handover: HandoverState) -> bool:
    """Whether the receiver was there: from then on the country is its own."""
    return handover.status != "ordered"
