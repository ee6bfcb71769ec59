"""The text of a draft stands: every State that asks is asked to sign it (WM 15.v)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act
from shared.modalities.access.actions import ASK_SIGNATURES


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "ask_signatures", {"id": case.item["itemId"]}


def _fits(case: Case) -> bool:
    return bool(case.state["status"] == "open")


PAGE = draft_act(
    "draft_signing", "signing", "title.draft_signing", "act.draft_signing", ASK_SIGNATURES, 1, _said, "ask_signatures", "The State and its country office alone",
    fits=_fits,
)  # fmt: skip
