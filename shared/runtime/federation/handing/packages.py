"""What goes from giver to receiver: an item whole, with a digest over it. Nothing of it is reduced: it changes its owner."""

import hashlib
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.incoming import MOST_SMALL, Strict
from shared.contracts.shapes.handover import HandoverState
from shared.contracts.shapes.values import Id
from shared.runtime.federation.answers import OwnersAnswer

AT_ONCE = 20
"""Items in one answer."""


class Package(BaseModel):
    """An item as its giver sealed it. ``version`` is that of the sealing; the receiver goes on from it."""

    kind: str
    id: str
    version: int
    content: dict[str, Any]
    digest: str

    def is_whole(self) -> bool:
        """Whether what arrived is what was sealed."""
        return digest_of(self.content) == self.digest


class Receipt(Strict):
    """The receiver's word that it has an item whole and owns it."""

    kind: Id
    id: Id
    digest: Annotated[str, StringConstraints(max_length=128)]


class TakeBody(Strict):
    """What the receiver has, and what must not move yet."""

    received: tuple[Receipt, ...] = Field(default=(), max_length=500)
    held_back: tuple[Id, ...] = Field(default=(), max_length=100_000, description="Items that wait, as for a saga")
    epoch: int = Field(
        1, ge=1, le=MOST_SMALL, description="Of the receiver; what it had received in an earlier one it may have lost"
    )
    wanted: tuple[Id, ...] = Field((), max_length=500, description="What follows these, and did not come, is asked for")


class TakeAnswer(OwnersAnswer):
    """Items sealed and not yet received, the same as long as they are not; ``left`` are still to be sealed."""

    handover: HandoverState
    packages: tuple[Package, ...]
    left: int


class OrdersAnswer(OwnersAnswer):
    """Handovers of this owner; ``due`` are those whose date has come by its clock."""

    handovers: tuple[HandoverState, ...]
    due: tuple[str, ...]


class HeldBackAnswer(OwnersAnswer):
    """Items that may not move yet, each with why as a code."""

    held_back: dict[str, str]


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 over the content as JSON with its names in order."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


class TakenItem(BaseModel):
    """An item that was taken from another deployment, and the version it was sealed as."""

    handover_id: str
    kind: str
    id: str
    version: int

    @property
    def place(self) -> str:
        """Where it stands in the list."""
        return f"{self.handover_id}/{self.kind}/{self.id}"


class TakenAnswer(OwnersAnswer):
    """What was taken here from one deployment, for its owner who may have forgotten; ``more`` follows the last one."""

    handovers: tuple[HandoverState, ...]
    items: tuple[TakenItem, ...]
    more: bool
