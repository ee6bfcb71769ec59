"""An officer says that an organisation is no more (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import KEEP_ORGANISATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.END


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "end_organisation", {"id": case.item["itemId"], "until": typed["until"] or None}


PAGE = organisation_act(
    "organisation_end", "end", "title.organisation_end", "act.organisation_end", KEEP_ORGANISATION, 7, _said, "end_organisation", status="registered", parts=_parts
)  # fmt: skip
