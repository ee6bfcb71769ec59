"""A side takes its focal point back: the other may read it no more (WM 19)."""

from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from services.console.http.pages.contact import released
from shared.modalities.steps.of_engagements import RELEASE_CONTACT


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "take_contact_back", {"party": case.party, "id": case.item["itemId"]}


PAGE = engagement_act(
    "contact_back", "contact/withdrawal", "title.contact_back", "act.contact_back", (RELEASE_CONTACT,), 5, _said,
    ("take_contact_back",), ready=released,
)  # fmt: skip
