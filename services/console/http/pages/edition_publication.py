"""An officer publishes an edition of a report: everybody reads what may be shown of it (WM 21)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.editions import edition_act
from shared.modalities.access.actions import PUBLISH_EDITION


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "publish_edition", {"id": case.item["itemId"]}


PAGE = edition_act(
    "edition_publication", "publication", "title.edition_publication", "act.edition_publication", PUBLISH_EDITION, 3, _said, "publish_edition",
    ("frozen",), kept=False,
)  # fmt: skip
