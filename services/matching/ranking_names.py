"""Names in a file to be ranked: a State, an organisation or a bureau by whatever it is called there (docs/ranking.md).

A name that is nobody's is never another's: it is said, and two of them are two parties.
"""

import hashlib
from dataclasses import dataclass, field

from shared.contracts.reference.spellings import nearest_states, state_of
from shared.contracts.reference.states import states
from shared.contracts.reference.suggest import cut, nearest
from shared.contracts.shapes.lookups import is_party
from shared.contracts.vocabulary import bureaux, deployments, organisations
from shared.wording.folded import key


@dataclass
class Names:
    """Looks names up, and keeps what is to be said: ``faults`` stop the ranking, ``notes`` do not. Each is (place, name, words)."""

    faults: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def party(self, name: str, at: str) -> str:
        """A party id from an id, a code, a State's or an organisation's name. An unknown one is a party of its own, and said."""
        if (found := known_party(name)) is not None:
            return found
        self.notes.append((at, name, f"{_unknown(name)}: ranked as an organisation of its own"))
        return of_nobody(name)

    def country(self, name: str, at: str) -> str:
        """A State; what is none is a fault, since it would shut offers out in silence."""
        found = known_party(name)
        if found is None or not found.startswith("iso3166:"):
            self.faults.append((at, name, _unknown(name) if found is None else f"'{cut(name)}' is no State"))
            return "iso3166:ZZZ"
        return found

    def bureau(self, name: str, at: str) -> str:
        """A bureau by its code in any case, or by its name."""
        compared = key(name)
        for code in bureaux(None):
            if compared in {code, key(deployments().get(code, code))}:
                return code
        self.faults.append((at, name, f"'{cut(name)}' is no bureau; there are {', '.join(bureaux(None))}"))
        return name


def known_party(name: str) -> str | None:
    """The party that a name, a code or an id means; None for nobody's."""
    if is_party(name.strip()):
        return name.strip()
    scheme, separator, code = name.strip().partition(":")
    if separator and scheme.casefold() == "iso3166" and code.upper() in states():
        return f"iso3166:{code.upper()}"
    if code_found := state_of(name):
        return f"iso3166:{code_found}"
    compared = key(name)
    for code, one in organisations().items():
        if compared in {key(code), *(key(dated.label) for dated in one.names)}:
            return f"org:{code}"
    return None


def of_nobody(name: str) -> str:
    """A party id for a name that is in no list: as many as there are names."""
    compared = key(name) or name
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in compared)[:40].strip("-") or "party"
    return f"org:{slug}-{hashlib.sha256(compared.encode()).hexdigest()[:10]}"


def _unknown(name: str) -> str:
    meant = nearest_states(name) or nearest(name, {code: one.names[-1].label for code, one in organisations().items()})
    return f"'{cut(name)}' is no State or organisation that is known" + (
        f"; did you mean {' or '.join(meant)}?" if meant else ""
    )
