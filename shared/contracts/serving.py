"""Which deployment is a party's counter, and tells it: that of its country's bureau; where that has none, Geneva's as a rule
(WM 4, 6, 19).
"""

from collections.abc import Collection
from datetime import date

from shared.contracts.vocabulary import deployment_of_country


def serving(party: str, here: str, known: Collection[str], on: date, counter: str | None = None) -> str | None:
    """The deployment; None for our own. ``known``: deployments that run, as far as this one was told.

    ``counter``: that of States whose bureau has none that runs; None: whose thing it is.
    """
    scheme, _, code = party.partition(":")
    if scheme not in {"iso3166", "unhcr-office"}:
        return None
    home = deployment_of_country(code, on)
    if home == here:
        return None
    if home is not None and home in known:
        return home
    return counter if counter != here else None
