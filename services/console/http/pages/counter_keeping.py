"""An officer keeps a proposal as it is although a side countered it (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_counters as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.counters import open_counters, waiting
from services.console.http.matches import match_act
from shared.modalities.access.actions import KEEP_PROPOSAL


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.KEEPING


def _begun(case: Case) -> dict[str, Any]:
    found = open_counters(case.state)
    return {"counter_id": found[0]["counter_id"]} if len(found) == 1 else {}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    asked = {"id": case.item["itemId"], "counter": typed["counter_id"], "reason": typed["reason"]}
    return "keep_proposal", asked


def _ready(state: Mapping[str, Any]) -> bool:
    return state["status"] == "reserved" and bool(open_counters(state))


PAGE = match_act(
    "counter_keeping", "title.counter_keeping", "act.counter_keeping", KEEP_PROPOSAL, 6, _said, "keep_proposal",
    tail="counter/keeping", ready=_ready, parts=_parts, begun=_begun, choices=waiting, kept=False,
)  # fmt: skip
