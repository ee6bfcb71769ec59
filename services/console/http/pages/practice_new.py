"""A party, or an officer, proposes a good practice of a country (WM 1, 4, 11)."""

from typing import Any

from services.console.forms.of_practices import PRACTICE, practice_body
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.page import Begins
from services.console.http.practices import countries
from services.console.http.visit import Visit
from shared.modalities.access.actions import PROPOSE_PRACTICE
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import practice
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P11

FROM = ("meeting", "engagement")
"""From whose pages one comes, with its identifier."""


def _may(visit: Visit) -> bool:
    party = visit.actor.party
    return bool(party) and decide(visit.actor, PROPOSE_PRACTICE, practice(None, "", party or "")).allowed


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "Who speaks for a party proposes a practice", P11)


def _parts(_: Case) -> tuple[Part, ...]:
    return PRACTICE


def _begun(case: Case) -> dict[str, Any]:
    """Of one's own country, in the language of the page, from the thing one came from."""
    visit = case.visit
    begun = {"wordings": [{"language": visit.words.language, "worded_by": "official"}]}
    country = case.party if case.party.startswith("iso3166:") else ""
    origin = next(({"origin_kind": kind, "origin_id": which} for kind in FROM if (which := visit.query(kind))), {})
    return begun | {"country": country} | origin


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "propose_practice", {"content": practice_body(typed)}


PAGE = act_page(
    Act(
        "practice_new", "/practices/new", "title.practice_new", "act.practice_new", ("propose_practice",), nothing_yet("title.practices"), _check, _said,
        "/practices", parts=_parts, begun=_begun, choices=countries, fresh=False, leads_to="/practices/{practice_id}",
        versioned=False,
    ),
    Begins(("/practices",), "title.practice_new", _may),
)  # fmt: skip
