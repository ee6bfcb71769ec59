"""What an owner says of how its items are given to the deployment a country was handed over to (WM 6)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.shapes.handover import HandoverState
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, Still
from shared.runtime.federation.handing.tables import HandoverTables

Numbers = Callable[[AsyncConnection, HandoverState], Awaitable[dict[str, int]]]
Seal = Callable[[UnitOfWork, Giver, HandoverState, int], Awaitable[None]]
Left = Callable[[AsyncConnection, HandoverState], Awaitable[int]]
Want = Callable[[AsyncConnection, HandoverState, Sequence[str]], Awaitable[None]]


@dataclass(frozen=True)
class Offering:
    """How an owner gives its items to a receiver.

    ``numbers``: the last ones of the country's references, given first; ``seal`` fixes at most so many more items;
    ``left``: how many are still to be sealed; ``still``: whether one stands here as it was sealed; ``want``: what
    follows these items is to go, though nobody here remembers that it should.
    """

    tables: HandoverTables
    numbers: Numbers
    seal: Seal
    left: Left
    still: Still
    want: Want | None = None
