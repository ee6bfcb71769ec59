"""What is to happen to each thing of the world: who asks, who is named and says what, what is agreed to, how it ends."""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.support.audiences import audience

ASKING = ("iso3166:TCD", "iso3166:CMR")
HELPING = ("iso3166:FRA", "iso3166:DEU", "iso3166:POL", "org:ecre", "org:euaa")
CONSENTABLE = ("title", "summary", "gap", "lines", "requesting_states", "reference", "national_plan")
AREAS = ("registration", "legislation")


@dataclass
class RequestPlan:
    """``words``: what each named party says, none meaning nothing yet. ``agree``: how many of its States agree to show."""

    asking: tuple[str, ...]
    supporters: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    area: str = "registration"
    comments: bool = False
    revised: bool = False
    in_line: bool | None = True
    fields: tuple[str, ...] = ()
    to: dict[str, Any] = field(default_factory=lambda: {"audiences": ("offerers",)})
    agree: int = 2
    taken_back: bool = False
    withdrawn: bool = False


@dataclass
class OfferPlan:
    """An offer; ``words`` as above."""

    offering: tuple[str, ...]
    visibility: str = "mechanism"
    words: dict[str, str] = field(default_factory=dict)
    withdrawn: bool = False


@dataclass
class MatchPlan:
    """A match of a request and an offer by their places; ``end`` is how far it goes."""

    request: int
    offer: int
    end: str


def actor_of(party: str) -> str:
    """The name under which a party logs in."""
    scheme, _, code = party.partition(":")
    return f"{code.lower()}-authority" if scheme == "iso3166" else code


ALL = CONSENTABLE
SOME = ("title", "lines", "reference")
TO_ALL = {"audiences": ("public",)}


def requests(seed: int) -> list[RequestPlan]:
    """Every way in which a request is shown, and some by chance; the first ones stand in matches."""
    chance, both = random.Random(seed), ASKING
    made = [
        RequestPlan(ASKING[:1], fields=ALL, comments=True),
        RequestPlan(ASKING[:1], fields=("title",)),
        RequestPlan(both, words={both[1]: "agreed"}, fields=("lines",), supporters=("org:ecre",)),
        RequestPlan(ASKING[:1], fields=("title", "summary", "gap", "lines"), comments=True),
        RequestPlan(ASKING[1:], fields=ALL, to=TO_ALL, area="legislation"),
        RequestPlan(ASKING[:1], fields=("requesting_states", "reference"), to={"audiences": ("offerers", "public")}),
        RequestPlan(ASKING[:1], fields=ALL, taken_back=True),
        # Not in a match from here.
        RequestPlan(ASKING[:1], in_line=None, comments=True, revised=True),
        RequestPlan(both, supporters=("iso3166:FRA", "org:euaa"), words={"org:euaa": "agreed"}, in_line=None),
        RequestPlan(both, words={both[1]: "declined"}, in_line=False, comments=True),
        RequestPlan(both, words={both[1]: "agreed"}, fields=ALL, agree=1),
        RequestPlan(ASKING[1:], supporters=("iso3166:POL",), words={"iso3166:POL": "agreed"}, withdrawn=True, fields=SOME),
        RequestPlan(ASKING[:1], supporters=("iso3166:DEU",), words={"iso3166:DEU": "declined"}, to=TO_ALL, fields=SOME),
    ]  # fmt: skip
    made += [
        RequestPlan(ASKING[:1], fields=ALL, to={"audiences": (), "kinds": ("regional_organisation",)}),
        RequestPlan(ASKING[:1], fields=ALL, to={"audiences": (), "parties": ("iso3166:FRA", "org:ecre")}),
        RequestPlan(ASKING[1:], fields=ALL, to={"audiences": ("offerers",), "but": ("iso3166:DEU",)}),
        RequestPlan(ASKING[:1], fields=ALL, to={"audiences": (), "kinds": ("state",), "but": ("iso3166:FRA",)}),
    ]
    for _ in range(4):
        helpers = tuple(chance.sample(HELPING, chance.choice((0, 1, 2))))
        words = {one: chance.choice(("agreed", "declined", "")) for one in helpers}
        shown = tuple(chance.sample(CONSENTABLE, chance.randint(1, len(CONSENTABLE))))
        asking = (chance.choice(ASKING),)
        pending = "" in words.values()
        made.append(
            RequestPlan(
                asking, helpers, words, chance.choice(AREAS), comments=chance.random() < 0.5,
                revised=chance.random() < 0.5, in_line=None if pending else True, fields=shown, to=_opened(chance, {*asking, *helpers}),
                taken_back=chance.random() < 0.25,
            )
        )  # fmt: skip
    return made


def _opened(chance: random.Random, inside: set[str]) -> dict[str, Any]:
    """An audience by chance with somebody in it; who stands in the request cannot be left out of it."""
    while True:
        to = audience(chance)
        said = to["audiences"] or to.get("kinds") or to.get("parties")
        if said and inside.isdisjoint(to.get("but", ())):
            return to


def offers() -> list[OfferPlan]:
    """Every visibility; joint ones whose second party agreed, declined, or said nothing; one taken back."""
    france, germany, poland, ecre, euaa = HELPING
    return [
        OfferPlan((france,)),
        OfferPlan((germany,), "public"),
        OfferPlan((poland,), "secretariat"),
        OfferPlan((euaa,), "public"),
        OfferPlan((france, germany), "mechanism", {germany: "agreed"}),
        OfferPlan((germany, ecre), "public", {ecre: ""}),
        OfferPlan((france, poland), "public", {poland: "declined"}),
        OfferPlan((ecre,), "secretariat"),
        OfferPlan((germany,), "public", withdrawn=True),
    ]


def matches() -> list[MatchPlan]:
    """A match at each of its ends, over requests that are shown in every degree."""
    return [
        MatchPlan(0, 0, "confirmed"), MatchPlan(1, 1, "accepted"), MatchPlan(2, 2, "confirmed"), MatchPlan(3, 4, "declined"),
        MatchPlan(4, 3, "confirmed"), MatchPlan(5, 6, "withdrawn"), MatchPlan(6, 1, "reserved"),
    ]  # fmt: skip
