"""A party that is asked says whether it enters the peer link (WM 1)."""

from typing import Any

from services.console.forms.of_links import ANSWER
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.links import PARTIES, link_act, mine
from shared.modalities.access.actions import ANSWER_LINK


def _parts(_: Case) -> tuple[Part, ...]:
    return ANSWER


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_link", {"id": case.item["itemId"], "accepts": typed["answer"] == "accepts"}


PAGE = link_act(
    "link_answer", "answer", "title.link_answer", "act.link_answer", ANSWER_LINK, 1, _said, "answer_link", PARTIES, when=("wished",),
    fits=lambda case: mine(case).get("answer") == "pending", parts=_parts, kept=False, template="link_act", beside=("link",),
)  # fmt: skip
