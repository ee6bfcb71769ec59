"""A party ties its own proactive offer to a thematic project (WM 18)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.console.forms.of_projects import OFFER
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.lists import Row, to_choose_from
from services.console.http.projects import PARTIES, find, project_act, speaks_for_party
from services.console.http.visit import Visit
from shared.modalities.access.actions import ATTACH_OFFER


async def _find(visit: Visit) -> Case:
    """The project, with the offers on the roster that the reader's party leads, made of its own accord and not tied to it yet."""
    case = await find(visit)
    asked = {"party": case.party, "status": ["live"]}
    tied = {one["offer_id"] for one in case.state["offers"]}

    def fits(one: Row) -> bool:
        return one["itemId"] not in tied and _its_own(one["state"]["content"], case.party)

    if not case.party:
        return Case(visit, case.item, {"offers": []})
    own, further = await to_choose_from(visit, "own_offers", "supportOffers", fits, filter=asked)
    return Case(visit, case.item, {"offers": own, "further": further})


def _its_own(content: Mapping[str, Any], party: str) -> bool:
    return bool(content["offering_parties"][0] == party and not content.get("in_response_to"))


def _parts(_: Case) -> tuple[Part, ...]:
    return OFFER


def _choices(case: Case) -> Mapping[str, Named]:
    return {
        "own_offers": [
            (one["itemId"], f"{one['reference']} {one['title'] or ''}".strip()) for one in case.more["offers"]
        ]
    }


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "attach_offer", {"id": case.item["itemId"], "offer": typed["offer_id"]}


_ACT = project_act(
    "project_offer", "offers", "title.project_offer", "act.project_offer", ATTACH_OFFER, 3, _said, "attach_offer", PARTIES, "open", may=speaks_for_party, find=_find,
    parts=_parts, choices=_choices, versioned=False,
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "own_offers"))
