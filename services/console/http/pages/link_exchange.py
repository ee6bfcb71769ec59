"""A party of a peer link records an exchange that was held, and what was learnt (WM 20)."""

from typing import Any

from services.console.forms.of_links import EXCHANGE
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Case, Said, in_own_language
from services.console.http.links import PARTIES, link_act
from shared.modalities.access.actions import RECORD_EXCHANGE


def _parts(_: Case) -> tuple[Part, ...]:
    return EXCHANGE


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "record_exchange", {"id": case.item["itemId"], "exchange": pruned(typed) or {}}


PAGE = link_act(
    "link_exchange", "exchanges", "title.link_exchange", "act.link_exchange", RECORD_EXCHANGE, 3, _said, "record_exchange", PARTIES,
    when=("agreed", "active"), parts=_parts, begun=in_own_language,
)  # fmt: skip
