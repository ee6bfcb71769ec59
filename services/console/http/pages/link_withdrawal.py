"""An officer takes back a peer link that officers proposed, or tells who asked that nobody is known (WM 20)."""

from typing import Any

from services.console.forms.of_links import WITHDRAWAL
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.links import OFFICERS, link_act
from shared.modalities.access.actions import WITHDRAW_LINK


def _parts(_: Case) -> tuple[Part, ...]:
    return WITHDRAWAL


def _fits(case: Case) -> bool:
    return case.state.get("proposed_by") is None or bool(case.state.get("introduction"))


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "withdraw_link", {"id": case.item["itemId"], "reason": typed["reason"], "language": typed["language"]}


PAGE = link_act(
    "link_withdrawal", "withdrawal", "title.link_withdrawal", "act.link_withdrawal", WITHDRAW_LINK, 6, _said, "withdraw_link", OFFICERS,
    when=("wished",), fits=_fits, parts=_parts, begun=in_own_language, kept=False,
)  # fmt: skip
