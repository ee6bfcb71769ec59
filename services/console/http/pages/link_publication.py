"""A party says whether title, parties, areas and countries of a peer link are public (WM 1)."""

from typing import Any

from services.console.forms.of_links import PUBLICATION
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.links import PARTIES, link_act
from shared.modalities.access.actions import ANSWER_LINK_PUBLICATION


def _parts(_: Case) -> tuple[Part, ...]:
    return PUBLICATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "answer_link_publication", {"id": case.item["itemId"], "publishes": typed["publishes"] == "publishes"}


PAGE = link_act(
    "link_publication", "publication", "title.link_publication", "act.link_publication", ANSWER_LINK_PUBLICATION, 4, _said,
    "answer_link_publication", PARTIES, when=("agreed", "active", "ended"), fits=lambda case: bool(case.state.get("agreed_at")),
    parts=_parts, kept=False,
)  # fmt: skip
