"""Where requests of a country belong on a date (WM 6): the fault of one that belongs elsewhere."""

from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P6


def other_region(country: str, home: str | None, here: str = "") -> Invalid:
    """The fault of a request that belongs elsewhere; names where."""
    where = f"'{home}'" if home else "Geneva"
    words = f"requests of {country} are received by the deployment {where}" + (
        f", this one is '{here}'" if here else ""
    )
    return Invalid((Fault("/requesting_states/0", words, "other_region"),), "other_region", P6)
