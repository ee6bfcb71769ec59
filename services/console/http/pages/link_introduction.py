"""An officer asks parties into a peer link that is wished (WM 20)."""

from typing import Any

from services.console.forms.of_links import INTRODUCTION
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.links import OFFICERS, link_act
from shared.modalities.access.actions import INTRODUCE_PEERS


def _parts(_: Case) -> tuple[Part, ...]:
    return INTRODUCTION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "introduce_peers", {"id": case.item["itemId"], "parties": typed.get("parties") or []}


PAGE = link_act(
    "link_introduction", "introduction", "title.link_introduction", "act.link_introduction", INTRODUCE_PEERS, 2, _said, "introduce_peers",
    OFFICERS, when=("wished",), parts=_parts, template="link_act", beside=("link",),
)  # fmt: skip
