"""Which deployment tells a party: that of its country's bureau, where there is one; else the thing's own (WM 4, 6, 19)."""

from collections.abc import Collection
from datetime import date

from shared.contracts.vocabulary import bureau_of, deployment_of_bureau


def serving(party: str, here: str, known: Collection[str], on: date) -> str | None:
    """The deployment; None for our own. ``known``: deployments that run, as far as this one was told."""
    scheme, _, code = party.partition(":")
    if scheme not in {"iso3166", "unhcr-office"}:
        return None
    home = deployment_of_bureau(bureau_of(code, on) or "")
    return home if home is not None and home != here and home in known else None
