"""From our words to IATI's and the OECD's codes.

Sectors are purpose codes of the OECD Development Assistance Committee. 15190 names support to strategies for
international protection and the right to asylum; 15136 is for authorities that register aliens and issue papers; 15130 for
courts, legal aid and drafting. Codes 93010 to 93018 are for refugees in donor countries, and never fit here.
Sources: the IATI 2.03 code lists Sector, OrganisationType, OrganisationRole, ActivityStatus, CollaborationType,
ResultType, IndicatorMeasure, TransactionType, RelatedActivityType.
"""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from shared.contracts.reference.states import states
from shared.contracts.vocabulary import organisations

_FOLDER = Path(__file__).parent
ASYLUM = "15190"
"""What the mechanism as a whole is for; stands where the areas are not shown."""
PIPELINE, IMPLEMENTATION, CLOSED, CANCELLED, SUSPENDED = "1", "2", "4", "5", "6"
STATUS: Mapping[str, str] = {
    "live": PIPELINE,
    "awaiting_parties": PIPELINE,
    "reserving": PIPELINE,
    "reserved": PIPELINE,
    "confirmed": IMPLEMENTATION,
    "withdrawn": CANCELLED,
    "refused": CANCELLED,
    "declined": CANCELLED,
    "timed_out": CANCELLED,
    "agreed": PIPELINE,
    "planning": PIPELINE,
    "in_progress": IMPLEMENTATION,
    "paused": SUSPENDED,
    "fulfilled": CLOSED,
    "ended_early": CLOSED,
    "closed_unfulfilled": CANCELLED,
}
"""Status of an offer, a match or an engagement that was signed -> ActivityStatus."""
RESULT: Mapping[str, str] = {"output": "1", "outcome": "2", "impact": "3", "other": "9"}
"""Kind of result -> ResultType."""
MEASURE: Mapping[str, str] = {"unit": "1", "percentage": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"}
"""How a milestone is measured -> IndicatorMeasure."""
PARENT, SIBLING = "1", "3"
"""RelatedActivityType."""
COLLABORATION: Mapping[str, str] = {"bilateral": "1", "triangular": "8"}
"""Channel -> CollaborationType, where one fits."""
FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
OTHER_ORGANISATION = "90"
UNHCR = "XM-DAC-41121"
"""Identifier of UNHCR among the channels of the OECD."""
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
OUTGOING_COMMITMENT, DISBURSEMENT, EXPENDITURE = "2", "3", "4"
UNSPECIFIED_COUNTRIES = "998"
"""Recipient region of what may go anywhere: developing countries, unspecified."""
HUMANITARIAN = frozenset({"emergency_preparedness"})
"""Areas that are part of a response to an emergency; the rest builds systems."""


@cache
def _table(name: str) -> Mapping[str, str]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row[0]: row[1] for row in csv.reader(file)}


def sectors(areas: Iterable[str]) -> list[str]:
    """Purpose codes of areas, each once."""
    found = [_table("dac_sectors").get(area, ASYLUM) for area in areas]
    return list(dict.fromkeys(found)) or [ASYLUM]


def organisation_type(party: str) -> str:
    """OrganisationType of a party."""
    scheme, _, code = party.partition(":")
    if scheme == "iso3166":
        return _table("organisation_types")["state"]
    if scheme.startswith("unhcr"):
        return _table("organisation_types")["un_agency"]
    kind = organisations()[code].kind if code in organisations() else ""
    return _table("organisation_types").get(kind, OTHER_ORGANISATION)


@cache
def country(party: str) -> str | None:
    """ISO 3166-1 alpha-2, the form IATI takes (XK for Kosovo), of a State; None for any other party."""
    scheme, _, code = party.partition(":")
    found = states().get(code) if scheme == "iso3166" else None
    return None if found is None else found.alpha2


def shares(count: int) -> list[str]:
    """Percentages that are as equal as two decimals allow, and make exactly 100."""
    each = 10_000 // count
    parts = [each + (1 if n < 10_000 - each * count else 0) for n in range(count)]
    return [f"{part / 100:.2f}" for part in parts]
