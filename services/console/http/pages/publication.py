"""A party agrees to what could be published of how all judge an engagement, as it stands there, or takes that back (WM 15.vii)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Part, Question
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import PUBLISH

TEXT_READ: tuple[Part, ...] = (Question("digest", "hidden"),)


def text_parts(_: Case) -> tuple[Part, ...]:
    """Which text was read is named by its digest."""
    return TEXT_READ


def text_read(case: Case) -> dict[str, Any]:
    """The digest of the text that stands there."""
    return {"digest": case.state["publication"]["digest"]}


def agrees(state: Mapping[str, Any], party: str) -> bool | None:
    """Whether the party agreed to the text that stands there; None where there is none."""
    standing = state.get("publication")
    return None if standing is None else party in {one["party"] for one in standing["agreed"]}


def _ready(state: Mapping[str, Any], party: str) -> bool:
    return agrees(state, party) is False


def _said(case: Case, typed: dict[str, Any]) -> Said:
    said = {"party": case.party, "digest": typed["digest"], "answer": "agreed"}
    return "answer_publication", said | {"id": case.item["itemId"]}


PAGE = engagement_act(
    "publication", "publication", "title.publication", "act.publication", (PUBLISH,), 20, _said, ("answer_publication",),
    ready=_ready, parts=text_parts, begun=text_read, beside=("sides", "publication"), kept=False,
)  # fmt: skip
