"""An officer freezes the figures of an edition, as they are counted now (WM 21)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.editions import edition_act
from shared.modalities.access.actions import FREEZE_EDITION


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "freeze_edition", {"id": case.item["itemId"]}


PAGE = edition_act(
    "edition_figures", "figures", "title.edition_figures", "act.edition_figures", FREEZE_EDITION, 1, _said, "freeze_edition", ("due", "opened"),
)  # fmt: skip
