"""An endpoint that gets webhooks: what it asked for, what it may have, and what became of it (WM 3, 17)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from shared.contracts.classification import Classification

Signing = Literal["v1", "v1a"]
"""Standard Webhooks: ``v1`` is HMAC-SHA256 with a shared secret, ``v1a`` is ed25519 with a key pair."""

RECIPIENT = "webhook:"
"""A webhook as the recipient of a delivery: this and its id."""


@dataclass(frozen=True)
class Interest:
    """What an endpoint asked to hear. An empty collection of regions or areas means all of them."""

    event_types: Collection[str]
    regions: Collection[str] = ()
    functional_areas: Collection[str] = ()
    clearance: Classification = Classification.UNCLASSIFIED


@dataclass(frozen=True)
class Heading:
    """What of an announcement decides who hears of it. ``areas`` are all that the item ever had in public."""

    type: str
    region: str
    areas: Collection[str]
    classification: Classification


_LEVELS = tuple(Classification)


def refusal(interest: Interest, heading: Heading) -> str | None:
    """Why an announcement does not go to an endpoint; None when it does. The fan-out asks the same in SQL (a test).

    An announcement that says no area passes every filter of areas: better one too many than one missed.
    """
    if _LEVELS.index(heading.classification) > _LEVELS.index(interest.clearance):
        return "above_clearance"
    if heading.type not in interest.event_types:
        return "type_not_asked_for"
    if interest.regions and heading.region not in interest.regions:
        return "region_not_asked_for"
    if interest.functional_areas and heading.areas and not set(interest.functional_areas) & set(heading.areas):
        return "area_not_asked_for"
    return None
