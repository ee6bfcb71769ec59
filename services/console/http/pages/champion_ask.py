"""An officer asks a party to stand beside the project while it lasts (WM 2)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import ASK_CHAMPION


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.CHAMPION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "ask_champion", {"party": typed["party"], "came": typed["came"], "id": case.item["itemId"]}


PAGE = engagement_act(
    "champion_ask", "champions", "title.champion_ask", "act.champion_ask", (ASK_CHAMPION,), 22, _said, ("ask_champion",),
    parts=_parts, fresh=False,
)  # fmt: skip
