"""An officer says which organisation another one went up in (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import KEEP_ORGANISATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MERGER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "merge_organisation", {"id": case.item["itemId"], "into": typed["into"]}


PAGE = organisation_act(
    "organisation_merger", "merger", "title.organisation_merger", "act.organisation_merger", KEEP_ORGANISATION, 6, _said, "merge_organisation", status="registered", parts=_parts
)  # fmt: skip
