"""A party proposes a thematic project, or an officer opens one (WM 18)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_projects import PROJECT
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Act, Case, Named, Said, act_page, nothing_yet
from services.console.http.options import by_name
from services.console.http.page import Begins
from services.console.http.projects import proposes
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import deployments
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P18


def _check(case: Case) -> None:
    if not proposes(case.visit):
        raise NotPermitted("not_permitted", "States, organisations and officers propose a thematic project", P18)


def _parts(_: Case) -> tuple[Part, ...]:
    return PROJECT


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page."""
    return {"wordings": [{"language": case.visit.words.language}]}


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    regions = [(code, words.choice("deployments", code)) for code in deployments()]
    return {"states": by_name(words, (f"iso3166:{code}" for code in states())), "regions": regions}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "propose_project", {"content": pruned(typed) or {}}


PAGE = act_page(
    Act(
        "project_new", "/projects/new", "title.project_new", "act.project_new", ("propose_project",), nothing_yet("title.projects"), _check, _said,
        "/projects", parts=_parts, begun=_begun, choices=_choices, fresh=False, leads_to="/projects/{project_id}",
        versioned=False,
    ),
    Begins(("/projects",), "title.project_new", proposes),
)  # fmt: skip
