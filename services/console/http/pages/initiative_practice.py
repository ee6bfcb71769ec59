"""A State says which good practice its initiative led to (WM 11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.console.forms.of_initiatives import PRACTICE
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.initiatives import ITS_STATE, find, initiative_act
from services.console.http.lists import to_choose_from
from services.console.http.visit import Visit
from shared.modalities.access.actions import NAME_PRACTICE


async def _find(visit: Visit) -> Case:
    """The initiative, with good practices of its State."""
    case = await find(visit)
    if case.party != case.state["content"]["country"]:
        return Case(visit, case.item, {"practices": []})
    found, further = await to_choose_from(visit, "practices", "practices", filter={"party": case.party})
    return Case(visit, case.item, {"practices": found, "further": further})


def _parts(_: Case) -> tuple[Part, ...]:
    return PRACTICE


def _choices(case: Case) -> Mapping[str, Named]:
    return {"own_practices": [(one["itemId"], one["title"] or one["reference"]) for one in case.more["practices"]]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "name_practice_of_initiative", {"id": case.item["itemId"], "practice": typed["practice_id"]}


_ACT = initiative_act(
    "initiative_practice", "practice", "title.initiative_practice", "act.initiative_practice", NAME_PRACTICE, 9, _said, "name_practice_of_initiative", ITS_STATE,
    when=("running", "closed"), fits=lambda case: bool(case.state.get("agreed_at")), find=_find, parts=_parts, choices=_choices,
)  # fmt: skip
PAGE = replace(_ACT, documents=(*_ACT.documents, "practices"))
