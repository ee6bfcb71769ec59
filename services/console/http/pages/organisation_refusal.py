"""An officer refuses an application, with a reason and in words (WM 3)."""

from typing import Any

from services.console.forms import of_organisations as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.organisations import organisation_act
from shared.modalities.access.actions import DECIDE_ORGANISATION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.REFUSAL


def _said(case: Case, typed: dict[str, Any]) -> Said:
    given = {"reason": str(typed["reason"]).upper(), "words": typed["words"], "language": typed["language"]}
    return "refuse_organisation", {"id": case.item["itemId"], **given}


PAGE = organisation_act(
    "organisation_refusal", "refusal", "title.organisation_refusal", "act.organisation_refusal", DECIDE_ORGANISATION, 4, _said, "refuse_organisation", status="applied", parts=_parts,
    begun=in_own_language,
)  # fmt: skip
