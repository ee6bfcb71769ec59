"""Somebody asks that an organisation be registered (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, in_own_language, nothing_yet
from services.console.http.organisations import applies, kinds
from services.console.http.page import Begins
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P3


def _check(case: Case) -> None:
    if not applies(case.visit):
        raise NotPermitted("not_permitted", "Who logged in to apply for an organisation", P3)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ORGANISATION


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "apply_as_organisation", {"content": forms.body(typed)}


PAGE = act_page(
    Act(
        "organisation_new", "/organisations/new", "title.organisation_new", "act.organisation_new", ("apply_as_organisation",),
        nothing_yet("title.organisations"), _check, _said, "/organisations", parts=_parts, begun=in_own_language, choices=kinds,
        fresh=False, leads_to="/organisations/{organisation_id}", versioned=False,
    ),
    Begins(("/organisations",), "title.organisation_new", applies),
)  # fmt: skip
