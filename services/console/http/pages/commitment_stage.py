"""A party says how far its pledge is (WM 13)."""

from typing import Any

from services.console.forms import of_commitments as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.commitments import commitment_act
from shared.modalities.access.actions import STAGE_COMMITMENT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.STAGE


def _begun(case: Case) -> dict[str, Any]:
    """As it stands."""
    return {"stage": case.state.get("stage") or "", "note": case.state.get("stage_note") or ""}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "stage_commitment", {"id": case.item["itemId"], "stage": typed["stage"], "note": typed["note"] or None}


PAGE = commitment_act(
    "commitment_stage",
    "stage",
    "title.commitment_stage",
    "act.commitment_stage",
    STAGE_COMMITMENT,
    1,
    _said,
    "stage_commitment",
    parts=_parts,
    begun=_begun,
)
