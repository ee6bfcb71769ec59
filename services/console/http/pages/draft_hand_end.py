"""A party has no hand in a draft any more (WM 3)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_drafts as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.options import by_name
from services.console.http.preparing import draft_act, is_live
from shared.modalities.access.actions import SHARE_DRAFT


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.HAND_END


def _choices(case: Case) -> Mapping[str, Named]:
    return {"hands": by_name(case.visit.words, [one["party"] for one in case.state["hands"]])}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "end_draft_hand", {"id": case.item["itemId"], "party": typed["party"]}


def _fits(case: Case) -> bool:
    return is_live(case) and bool(case.state["hands"])


PAGE = draft_act(
    "draft_hand_end", "hands/end", "title.draft_hand_end", "act.draft_hand_end", SHARE_DRAFT, 6, _said, "end_draft_hand", "The State and its country office alone",
    parts=_parts, choices=_choices, fits=_fits,
)  # fmt: skip
