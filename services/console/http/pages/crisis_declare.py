"""An officer declares a crisis of States that the deployment serves, in the Secretariat's own name, upon a warning or none (WM 12)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_crises as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Named, Said, act_page, in_own_language
from services.console.http.crises import countries
from services.console.http.lists import Row, to_choose_from
from services.console.http.page import Begins
from services.console.http.visit import Visit
from services.console.http.warnings import reads_warnings
from shared.contracts.shapes.warning import WAITING
from shared.modalities.access.actions import DECLARE_CRISIS
from shared.modalities.access.crises import crisis
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound, NotPermitted
from shared.modalities.paragraphs import P12


async def _find(visit: Visit) -> Case:
    """There is nothing yet but warnings that wait, for who may read of them; the one that one came from is among them."""
    waiting: list[Row] = []
    further = None
    if reads_warnings(visit):
        waiting, further = await to_choose_from(visit, "warnings", "warnings", filter={"status": list(WAITING)})
        named = visit.query("warning")
        if named and all(one["itemId"] != named for one in waiting):
            waiting += await _named(visit, named)
    item = {"itemId": "", "version": 0, "title": visit.words.say("title.crises"), "state": {}, "warnings": waiting}
    return Case(visit, item, {"further": further})


async def _named(visit: Visit, key: str) -> list[Row]:
    """The warning that the address names, if it waits and the person may know of it."""
    try:
        one = await visit.item("warning", key, "warning")
    except NotFound:
        return []
    return [one] if one["status"] in WAITING else []


def _begun(case: Case) -> dict[str, Any]:
    """Of the State of the warning that the address names, if that waits."""
    named = case.visit.query("warning")
    one = next((each for each in case.item["warnings"] if each["itemId"] == named), None)
    return in_own_language(case) | ({"warning": named, "states": one["parties"]} if one is not None else {})


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    waiting = [(one["itemId"], f"{one['reference']} {words.party(one['parties'][0])}") for one in case.item["warnings"]]
    return {**countries(case), "crisis_warnings": waiting}


def _may(visit: Visit) -> bool:
    return decide(visit.actor, DECLARE_CRISIS, crisis(visit.actor.region)).allowed


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "Officers alone declare a crisis", P12)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.DECLARATION


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "declare_crisis", forms.declaration(typed)


PAGE = act_page(
    Act(
        "crisis_declare", "/crises/new", "title.crisis_declare", "act.crisis_declare", ("declare_crisis", "warnings", "warning"), _find, _check, _said,
        "/crises", parts=_parts, begun=_begun, choices=_choices, inside="content", fresh=False,
        leads_to="/crises/{crisis_id}", versioned=False,
    ),
    Begins(("/crises",), "title.crisis_declare", _may),
)  # fmt: skip
