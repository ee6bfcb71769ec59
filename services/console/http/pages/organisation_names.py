"""An officer says what an organisation goes by from a day on (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import KEEP_ORGANISATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.RENAMING


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "rename_organisation", {
        "id": case.item["itemId"],
        "since": typed["since"] or None,
        "names": forms.names(typed),
    }


PAGE = organisation_act(
    "organisation_names", "names", "title.organisation_names", "act.organisation_names", KEEP_ORGANISATION, 5, _said, "rename_organisation", status="registered", parts=_parts
)  # fmt: skip
