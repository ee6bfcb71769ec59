"""A party lists an expert whom it can send (WM 7)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_experts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Named, Said, act_page, nothing_yet
from services.console.http.experts import OWN, lists, shown_to
from services.console.http.page import Begins
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P7


def _check(case: Case) -> None:
    if not lists(case.visit):
        raise NotPermitted("not_permitted", OWN, P7)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.EXPERT


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page; shown to whoever may ask for support."""
    return {"language": case.visit.words.language, "visibility": "mechanism"}


def _choices(case: Case) -> Mapping[str, Named]:
    return {"visibility": shown_to(case.visit.words)}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "list_expert", {"content": forms.body(typed)}


PAGE = act_page(
    Act(
        "expert_new", "/experts/new", "title.expert_new", "act.expert_new", ("list_expert",), nothing_yet("title.experts"), _check,
        _said, "/experts", parts=_parts, begun=_begun, choices=_choices, fresh=False, leads_to="/experts/{expert_id}", versioned=False,
    ),
    Begins(("/experts",), "title.expert_new", lists),
)  # fmt: skip
