"""From a pledge a draft of a request is begun, also by an officer for the State, which alone submits it (WM 8, 13)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.commitments import commitment_act
from shared.modalities.access.actions import DRAFT_FROM_COMMITMENT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "draft_from_commitment", {"id": case.item["itemId"]}


def _fits(case: Case) -> bool:
    """A request is a State's."""
    return str(case.state["content"]["party"]).startswith("iso3166:")


PAGE = commitment_act(
    "commitment_draft",
    "draft",
    "title.commitment_draft",
    "act.commitment_draft",
    DRAFT_FROM_COMMITMENT,
    3,
    _said,
    "draft_from_commitment",
    _fits,
    fresh=False,
)
