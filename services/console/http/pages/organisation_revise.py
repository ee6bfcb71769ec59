"""An applicant changes its application while it waits (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.organisations import kinds, organisation_act
from shared.modalities.access.actions import AMEND_APPLICATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.ORGANISATION


def _begun(case: Case) -> dict[str, Any]:
    content: dict[str, Any] = case.state["content"]
    return content


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "amend_application", {"id": case.item["itemId"], "content": forms.body(typed)}


PAGE = organisation_act(
    "organisation_revise", "revise", "title.organisation_revise", "act.organisation_revise", AMEND_APPLICATION, 1, _said, "amend_application", status="applied", parts=_parts, begun=_begun,
    choices=kinds, fresh=False,
)  # fmt: skip
