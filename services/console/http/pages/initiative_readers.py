"""A State says to which parties its initiative is shown, and whether with the figures of its rounds (WM 11)."""

from typing import Any

from services.console.forms.of_initiatives import READERS
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.initiatives import ITS_STATE, initiative_act
from shared.modalities.access.actions import SHOW_INITIATIVE


def _parts(_: Case) -> tuple[Part, ...]:
    return READERS


def _begun(case: Case) -> dict[str, Any]:
    """To whom it is shown now."""
    shown = [one["party"] for one in case.state["readers"] if one["shown"]]
    return {"readers": shown, "with_figures": case.state.get("with_figures")}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "show_initiative", {
        "id": case.item["itemId"], "readers": typed.get("readers") or [], "figures": bool(typed.get("with_figures")),
    }  # fmt: skip


PAGE = initiative_act(
    "initiative_readers", "readers", "title.initiative_readers", "act.initiative_readers", SHOW_INITIATIVE, 8, _said, "show_initiative", ITS_STATE,
    when=("proposed", "agreed", "running", "closed"), fits=lambda case: bool(case.state["answer"] == "accepted"), parts=_parts,
    begun=_begun, kept=False,
)  # fmt: skip
