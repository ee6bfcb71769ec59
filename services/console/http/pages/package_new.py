"""A party prepares a package of support (WM 18)."""

from typing import Any

from services.console.forms import of_packages as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.experts import own_experts
from services.console.http.packages import WHO, choices, prepares
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P18


def _check(case: Case) -> None:
    if not prepares(case.visit):
        raise NotPermitted("not_permitted", WHO, P18)


async def _find(visit: Visit) -> Case:
    """Nothing yet, with the experts that it may name."""
    case = await nothing_yet("title.packages")(visit)
    return Case(visit, case.item, {"experts": await own_experts(visit)})


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PACKAGE


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page."""
    return {"wordings": [{"language": case.visit.words.language}]}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "prepare_package", {"content": forms.body(typed)}


PAGE = act_page(
    Act(
        "package_new", "/packages/new", "title.package_new", "act.package_new", ("prepare_package", "own_experts"),
        _find, _check, _said, "/packages", parts=_parts, begun=_begun, choices=choices, fresh=False,
        leads_to="/packages/{package_id}", versioned=False,
    ),
    Begins(("/packages",), "title.package_new", prepares),
)  # fmt: skip
