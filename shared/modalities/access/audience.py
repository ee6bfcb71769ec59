"""Whom a request is shown to (WM 17): everybody, all possible offerers, kinds of party, named parties, all but named.

An audience stands in a row, and in a resource's ``shown_to``, as words: ``public``, ``offerers``, ``kind=ngo``,
``party=iso3166:FRA``, ``but=iso3166:DEU``. ``Reading`` holds the same words from the reader's side, so that SQL and the
policy compare the same lists: a reader is in an audience that has one of its ``open`` words and none of its ``barred``.
What is public is for everybody: nobody is left out of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.modalities.access.kinds import STATE, kind_of, members
from shared.modalities.access.states import Shown

PUBLIC, OFFERERS = "public", "offerers"
_KIND, _PARTY, _BUT = "kind=", "party=", "but="
TO_ALL = frozenset({PUBLIC})
TO_OFFERERS = frozenset({OFFERERS})


@dataclass(frozen=True, slots=True)
class Reading:
    """Words of an audience that open to a reader, and words that shut it out."""

    open: frozenset[str]
    barred: frozenset[str]

    def may(self, shown_to: Iterable[str]) -> bool:
        """Whether an audience has this reader in it."""
        words = frozenset(shown_to)
        return not words.isdisjoint(self.open) and (PUBLIC in words or words.isdisjoint(self.barred))


ANYBODY = Reading(TO_ALL, frozenset())
"""Who is no possible offerer: it reads what is public."""


def reading(party: str | None) -> Reading:
    """A possible offerer that speaks for a party. The office of UNHCR in a country is shut out with its State: who opens a
    request to all but a State does not want it told there.
    """
    if not party:
        return Reading(frozenset({PUBLIC, OFFERERS}), frozenset())
    kind = kind_of(party)
    words = {PUBLIC, OFFERERS, _PARTY + party} | ({_KIND + kind} if kind else set())
    return Reading(frozenset(words), frozenset(_BUT + one for one in _stands_with(party)))


def _stands_with(party: str) -> tuple[str, ...]:
    scheme, _, country = party.partition(":")
    return (party, f"iso3166:{country}") if scheme == "unhcr-office" else (party,)


@dataclass(frozen=True, slots=True)
class Audience:
    """A set of readers. ``but`` are shut out of what ``offerers`` and ``kinds`` open."""

    public: bool = False
    offerers: bool = False
    kinds: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: Shown) -> "Audience":
        """As a shape says it. Parties that are left out where nothing is opened are left out of all possible offerers: so
        a release that does not know of ``but`` shows it to nobody.
        """
        kinds, parties, but = frozenset(said.kinds), frozenset(said.parties), frozenset(said.but)
        opened = set(said.audiences)
        return cls(PUBLIC in opened, OFFERERS in opened or (bool(but) and not kinds | parties), kinds, parties, but)

    @classmethod
    def of_words(cls, words: Iterable[str]) -> "Audience":
        """As it stands in a row."""
        given = list(words)

        def those(head: str) -> frozenset[str]:
            return frozenset(word.removeprefix(head) for word in given if word.startswith(head))

        return cls(PUBLIC in given, OFFERERS in given, those(_KIND), those(_PARTY), those(_BUT))

    @property
    def words(self) -> frozenset[str]:
        """As it stands in a row."""
        opened = {PUBLIC} if self.public else set()
        opened |= {OFFERERS} if self.offerers else set()
        named = ((_KIND, self.kinds), (_PARTY, self.parties), (_BUT, self.but))
        return frozenset(opened | {head + one for head, those in named for one in those})

    @property
    def of_all_offerers(self) -> bool:
        """Whether no possible offerer is outside."""
        return (self.public or self.offerers) and not self.but

    def admits(self, party: str) -> bool:
        """Whether a party that could offer is in it."""
        return self.public or (self._opens(party) and self.but.isdisjoint(_stands_with(party)))

    @property
    def is_empty(self) -> bool:
        """Whether nobody that we know of is in it."""
        opened = self.public or self.offerers or STATE in self.kinds or any(map(self.admits, self.parties))
        return not opened and not any(members(kind) - self.but for kind in self.kinds)

    def __and__(self, other: "Audience") -> "Audience":
        """Who is in both: what States that ask jointly agreed to, and what was shown then and is shown now."""
        if self.public and other.public:
            return Audience(public=True, offerers=self.offerers and other.offerers)
        if self.public or other.public:
            return other if self.public else self
        but = self.but | other.but
        if self.offerers or other.offerers:
            one = other if self.offerers else self
            kinds, parties = one.kinds, one.parties
        else:
            kinds = self.kinds & other.kinds
            either = self.parties | other.parties
            parties = frozenset(one for one in either if self._opens(one) and other._opens(one))
        return Audience(False, self.offerers and other.offerers, kinds, parties, but)._tidy()

    def _opens(self, party: str) -> bool:
        return self.offerers or party in self.parties or kind_of(party) in self.kinds

    def _tidy(self) -> "Audience":
        """The same readers, said with no party too many."""
        parties = frozenset(one for one in self.parties if self.but.isdisjoint(_stands_with(one)))
        but = frozenset(one for one in self.but if self.offerers or kind_of(one) in self.kinds)
        return Audience(self.public, self.offerers, self.kinds, parties, but)
