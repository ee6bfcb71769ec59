"""What kind of party a party is: a State, or what the list of organisations calls it (WM 3, 17, 18).

UNHCR's own offices are of no kind: nobody opens a request to them by a kind.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

STATE = "state"
# Data, not code: the list of organisations has one place, and the modalities stand below the contracts that publish it.
_ORGANISATIONS = Path(__file__).parents[2] / "contracts" / "codelists" / "organisations.csv"


class _Known:
    """Of this process: the released list, and what was registered since."""

    by_party: Mapping[str, str] | None = None
    by_kind: Mapping[str, frozenset[str]] = MappingProxyType({})


@cache
def _released() -> Mapping[str, str]:
    with _ORGANISATIONS.open(encoding="utf-8", newline="") as file:
        return {f"org:{row['code']}": row["type"] for row in csv.DictReader(file)}


def know_kinds(registered: Mapping[str, str] | None) -> None:
    """Kinds of organisations that were registered, by party, beside those that are known; None: of the released list alone."""
    _Known.by_party = None if registered is None else {**kinds_by_party(), **registered, **_released()}
    _Known.by_kind = MappingProxyType({})


def kinds_by_party() -> Mapping[str, str]:
    """Party -> kind of every organisation that is known here."""
    return _released() if _Known.by_party is None else _Known.by_party


def kind_of(party: str) -> str | None:
    """The kind of a party; None for an office of UNHCR, and for what is in no list."""
    return STATE if party.startswith("iso3166:") else kinds_by_party().get(party)


def members(kind: str) -> frozenset[str]:
    """Organisations of a kind. States are not listed here: there are always some."""
    if not _Known.by_kind:
        found: dict[str, set[str]] = {}
        for party, one in kinds_by_party().items():
            found.setdefault(one, set()).add(party)
        _Known.by_kind = {one: frozenset(those) for one, those in found.items()}
    return _Known.by_kind.get(kind, frozenset())
