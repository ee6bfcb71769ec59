"""Where requests of a country belong on a date (WM 6): the dated code list, and what a handover has moved since."""

from datetime import date

from shared.contracts.vocabulary import bureau_of, deployment_of_bureau
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P6


def home_by_code_list(country: str, on: date) -> str | None:
    """The deployment of a country's bureau (ISO 3166-1 alpha-3); None when Geneva alone has one for it."""
    bureau = bureau_of(country, on)
    return deployment_of_bureau(bureau) if bureau else None


def other_region(country: str, home: str | None, here: str = "") -> Invalid:
    """The fault of a request that belongs elsewhere; names where."""
    where = f"'{home}'" if home else "Geneva"
    words = f"requests of {country} are received by the deployment {where}" + (
        f", this one is '{here}'" if here else ""
    )
    return Invalid((Fault("/requesting_states/0", words, "other_region"),), "other_region", P6)
