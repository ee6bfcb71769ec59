"""What a process reads of the bus, as it declares it: the broker's access rules are made from it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reads:
    """Names of topics of our own (``home``) and of topics that come from other deployments (``foreign``, their bare
    names), and the consumer groups in which they are read. ``watches``: it sees how far integrators' groups are."""

    home: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    watches: bool = False

    def __or__(self, other: "Reads") -> "Reads":
        return Reads(
            self.home | other.home,
            self.foreign | other.foreign,
            self.groups | other.groups,
            self.watches or other.watches,
        )
