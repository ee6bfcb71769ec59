"""A party signs the terms that stand there, by its own login (WM 11, 19)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Part, Question
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.access.engagement_view import open_terms
from shared.modalities.steps.of_engagements import SIGN

TERMS_READ: tuple[Part, ...] = (Question("terms_version", "hidden"), Question("digest", "hidden"))


def _parts(_: Case) -> tuple[Part, ...]:
    return TERMS_READ


def terms_read(case: Case) -> dict[str, Any]:
    """Which terms were read: the version that waits for signatures, and its digest."""
    waiting = open_terms(case.state)
    return {"terms_version": str(waiting["version"]), "digest": waiting["digest"]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    version = case.visit.number("terms_version")
    return "sign_terms", {"party": case.party, "terms": version, "digest": typed["digest"], "paper": None,
                          "id": case.item["itemId"]}  # fmt: skip


def not_signed(state: Mapping[str, Any], party: str) -> bool:
    """Whether a version of the terms waits for the party's signature."""
    waiting = open_terms(state)
    signed = {one["party"] for one in state["signatures"] if waiting and one["version"] == waiting["version"]}
    return waiting is not None and party not in signed


PAGE = engagement_act(
    "sign_terms", "signature", "title.sign_terms", "act.sign_terms", (SIGN,), 1, _said, ("sign_terms",),
    ready=not_signed, parts=_parts, begun=terms_read, beside=("lines", "terms"), kept=False,
)  # fmt: skip
