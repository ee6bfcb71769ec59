"""A party wishes a peer link, or an officer proposes one between parties (WM 1, 20)."""

from typing import Any

from services.console.forms.of_links import LINK, link_body
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.links import wishes
from services.console.http.page import Begins
from services.console.http.practices import countries
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P1

FROM = ("meeting", "practice", "engagement")
"""From whose pages one comes, with its identifier."""


def _check(case: Case) -> None:
    if not wishes(case.visit):
        raise NotPermitted("not_permitted", "States, organisations and officers wish a peer link", P1)


def _parts(_: Case) -> tuple[Part, ...]:
    return LINK


def _begun(case: Case) -> dict[str, Any]:
    """About one's own country, in the language of the page, from the thing one came from."""
    visit = case.visit
    origin = next(({"origin_kind": kind, "origin_id": which} for kind in FROM if (which := visit.query(kind))), {})
    own = [case.party] if case.party.startswith("iso3166:") else []
    return {"language": visit.words.language, "languages": [visit.words.language], "countries": own} | origin


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "wish_link", {"content": link_body(typed)}


PAGE = act_page(
    Act(
        "link_new", "/links/new", "title.link_new", "act.link_new", ("wish_link",), nothing_yet("title.links"), _check, _said,
        "/links", parts=_parts, begun=_begun, choices=countries, fresh=False, leads_to="/links/{link_id}", versioned=False,
    ),
    Begins(("/links",), "title.link_new", wishes),
)  # fmt: skip
