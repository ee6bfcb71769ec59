"""A draft that every State signed is submitted: it becomes a request (WM 8, 15.v)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act
from shared.modalities.access.actions import SUBMIT_DRAFT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "submit_draft", {"id": case.item["itemId"], "distinct": []}


def _fits(case: Case) -> bool:
    return case.state["status"] == "to_be_signed" and not case.state["missing"]


PAGE = draft_act(
    "draft_submission", "submission", "title.draft_submission", "act.draft_submission", SUBMIT_DRAFT, 1, _said, "submit_draft", "The State that leads, and its country office",
    fits=_fits, leads_to="/requests/{request_id}",
)  # fmt: skip
