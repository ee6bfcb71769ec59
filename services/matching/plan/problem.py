"""The problem format ``plan-problem/1`` (WM 11): what is asked, what is offered, which pairs are possible.

All numbers are whole: amounts in the smallest unit that one counts in, values in points. docs/plan.md explains each field.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MOST = 10**6
Key = Annotated[str, Field(min_length=1, max_length=200)]
Amount = Annotated[int, Field(strict=True, ge=1, le=MOST)]
Room = Annotated[int, Field(strict=True, ge=0, le=10**12)]
Points = Annotated[int, Field(strict=True, ge=-MOST, le=MOST)]
Weight = Annotated[int, Field(strict=True, ge=-1000, le=1000)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NeededLine(_Strict):
    """A line of a request: an amount that is asked for in a region."""

    id: Key
    region: Key
    amount: Amount = 1
    indivisible: bool = Field(False, description="One offer gives all of it, or nobody gives anything")
    least: Amount = Field(1, description="The smallest part that one offer may give")


class Earmark(_Strict):
    """A part of a fund's capacity that may only be used for some lines, by region or by line."""

    id: Key
    capacity: Key
    amount: Room
    regions: tuple[Key, ...] = ()
    lines: tuple[Key, ...] = ()


class PlannedOffer(_Strict):
    """What an offer, or a fund, has of each capacity (money, people, seats)."""

    id: Key
    party: Key | None = None
    capacities: dict[Key, Room] = Field(min_length=1)
    least: Amount = Field(1, description="The smallest part that it gives to one line")
    earmarks: tuple[Earmark, ...] = Field((), max_length=6)


class PossiblePair(_Strict):
    """An offer that could serve a line: what a unit of the line uses of it, and what a unit is worth."""

    line: Key
    offer: Key
    value: Points = Field(0, description="Points of each unit given")
    signals: dict[Key, Points] = Field(default_factory=dict, description="Points by signal, weighed by ``weights``")
    uses: dict[Key, Room] = Field(default_factory=dict, description="Of each capacity, for one unit of the line")
    least: Amount = 1
    most: Amount | None = None


class PlanCap(_Strict):
    """An upper bound over several pairs. An empty selection means all."""

    id: Key
    of: Key = Field(description="``lines`` counts pairs that give something; else the name of a capacity")
    most: Room
    offers: tuple[Key, ...] = ()
    parties: tuple[Key, ...] = ()
    lines: tuple[Key, ...] = ()
    regions: tuple[Key, ...] = ()


class GivenPart(_Strict):
    """An amount that an offer gives to a line."""

    line: Key
    offer: Key
    amount: Amount


class Exclusion(_Strict):
    """A pair, a line or an offer that shall not be planned."""

    line: Key | None = None
    offer: Key | None = None


class PlanProblem(_Strict):
    """Everything that a plan is made from."""

    format: Literal["plan-problem/1"]
    lines: tuple[NeededLine, ...]
    offers: tuple[PlannedOffer, ...]
    pairs: tuple[PossiblePair, ...]
    weights: dict[Key, Weight] = Field(default_factory=dict)
    caps: tuple[PlanCap, ...] = ()
    locks: tuple[GivenPart, ...] = Field((), description="Pairs with the exact amount that they keep")
    exclusions: tuple[Exclusion, ...] = ()
    present: tuple[GivenPart, ...] = Field((), description="The plan that is followed now")


class WhatIf(_Strict):
    """What is otherwise in a second plan."""

    format: Literal["plan-what-if/1"]
    withdraw_offers: tuple[Key, ...] = ()
    withdraw_lines: tuple[Key, ...] = ()
    add_lines: tuple[NeededLine, ...] = ()
    add_offers: tuple[PlannedOffer, ...] = ()
    add_pairs: tuple[PossiblePair, ...] = ()
    locks: tuple[GivenPart, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    weights: dict[Key, Weight] | None = None
