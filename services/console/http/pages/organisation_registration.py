"""An officer registers an organisation and gives it its id (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import DECIDE_ORGANISATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REGISTRATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "register_organisation", {"id": case.item["itemId"], "code": typed["code"], "since": typed["since"] or None}


PAGE = organisation_act(
    "organisation_registration", "registration", "title.organisation_registration", "act.organisation_registration", DECIDE_ORGANISATION, 3, _said, "register_organisation", status="applied", parts=_parts
)  # fmt: skip
