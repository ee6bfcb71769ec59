"""A country office stands behind the text of its State's draft (WM 8)."""

from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.preparing import draft_act, is_live, text_read
from shared.modalities.access.actions import ENDORSE_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.READ


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "endorse_draft", {"id": case.item["itemId"], "digest": typed["digest"]}


def _fits(case: Case) -> bool:
    said = case.state["endorsement"]
    return is_live(case) and not (said and said["current"])


PAGE = draft_act(
    "draft_endorsement", "endorsement", "title.draft_endorsement", "act.draft_endorsement", ENDORSE_DRAFT, 2, _said, "endorse_draft", "The country office of the State that leads",
    parts=_parts, begun=text_read, fits=_fits, kept=False,
)  # fmt: skip
