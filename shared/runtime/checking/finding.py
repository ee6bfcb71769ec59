"""What a probe found: one line for a person, one object for a program; no secret stands in either."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

HIDDEN = "***"
LEAST = 4
"""Shorter texts are no secrets: hiding them would hide the words around them."""
_IN_ADDRESS = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True)
class CheckFinding:
    """``what`` was looked at, whether it is in order, what was found, and what to do about it."""

    what: str
    ok: bool
    said: str
    do: str = ""

    def without(self, secrets: Iterable[str]) -> "CheckFinding":
        """The same with every secret hidden, and whoever stands before the host of an address."""
        said, do = _IN_ADDRESS.sub(f"{HIDDEN}@", self.said), self.do
        # The longest first: one secret may be a part of another.
        for one in sorted({one for one in secrets if len(one) >= LEAST}, key=len, reverse=True):
            said, do = said.replace(one, HIDDEN), do.replace(one, HIDDEN)
        return replace(self, said=said, do=do)


def good(what: str, said: str, do: str = "") -> CheckFinding:
    """In order."""
    return CheckFinding(what, True, said, do)


def fault(what: str, said: str, do: str) -> CheckFinding:
    """Not in order."""
    return CheckFinding(what, False, said, do)
