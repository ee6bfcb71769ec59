"""A party takes back its word to publish how all judge an engagement: nothing of it is public any more (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from services.console.http.pages.publication import agrees, text_parts, text_read
from shared.modalities.steps.of_engagements import PUBLISH


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return agrees(state, party) is True


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"party": case.party, "digest": typed["digest"], "answer": "taken_back"}
    return "answer_publication", said | {"id": case.item["itemId"]}


PAGE = engagement_act(
    "publication_back", "publication/withdrawal", "title.publication_back", "act.publication_back", (PUBLISH,), 21, _said,
    ("answer_publication",), ready=_ready, parts=text_parts, begun=text_read, beside=("publication",), kept=False,
)  # fmt: skip
