"""What kind of party a party is: a State, or what the list of organisations calls it (WM 3, 17, 18).

UNHCR's own offices are of no kind: nobody opens a request to them by a kind.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

STATE = "state"
# Data, not code: the list of organisations has one place, and the modalities stand below the contracts that publish it.
_ORGANISATIONS = Path(__file__).parents[2] / "contracts" / "codelists" / "organisations.csv"


@cache
def _organisations() -> Mapping[str, str]:
    with _ORGANISATIONS.open(encoding="utf-8", newline="") as file:
        return {f"org:{row['code']}": row["type"] for row in csv.DictReader(file)}


def kind_of(party: str) -> str | None:
    """The kind of a party; None for an office of UNHCR, and for what is in no list."""
    return STATE if party.startswith("iso3166:") else _organisations().get(party)


def members(kind: str) -> frozenset[str]:
    """Organisations of a kind. States are not listed here: there are always some."""
    return frozenset(party for party, one in _organisations().items() if one == kind)
