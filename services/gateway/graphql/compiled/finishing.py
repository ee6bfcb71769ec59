"""Finished parts of answers: what a selection gave of a row is kept as bytes, for as long as the row is as it was."""

from collections import OrderedDict
from collections.abc import Hashable

from services.gateway.graphql.compiled.selected import Plans

BESIDE = 600
"""Bytes that a key, its texts and its place take: 430 measured over a hundred thousand parts of one letter that share the names
of region and kind, and rows do not share them.
"""


class FinishedParts:
    """Bytes by key, at most so many of them together; what was not asked for longest goes first.

    A key says all that a part follows from: the row as it lies in the database, who reads it, and what is selected. So
    nothing has to be taken back: a row that changed is another one, and whoever may not read it any more has no row.
    ``beside``: what a part takes besides itself, its key above all; small parts are many.
    """

    def __init__(self, most: int, beside: int = 0) -> None:
        self._most, self._beside, self.bytes = most, beside, 0
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def get(self, key: Hashable) -> bytes | None:
        """A part, if it is kept."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, part: bytes) -> None:
        """Keeps a part that was made; one that is larger than all of them together may be is not kept."""
        if self._size(part) > self._most:
            return
        self.bytes += self._size(part) - self._size(self._kept.get(key))
        self._kept[key] = part
        self._kept.move_to_end(key)
        while self.bytes > self._most:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= self._size(gone)

    def _size(self, part: bytes | None) -> int:
        return 0 if part is None else len(part) + self._beside


class Finishing:
    """What a process keeps to finish lists with: plans of selections, and the parts that they made."""

    def __init__(self, most: int) -> None:
        self.plans, self.parts = Plans(), FinishedParts(most, BESIDE)
