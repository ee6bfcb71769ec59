"""A party signs the terms that stand there, by its own login (WM 11, 19)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.questions import Part, Question
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import SIGN

TERMS_READ: tuple[Part, ...] = (Question("terms_version", "hidden"), Question("digest", "hidden"))


def _parts(_: Case) -> tuple[Part, ...]:
    return TERMS_READ


def terms_read(case: Case) -> dict[str, Any]:
    """Which terms were read: the version that stands there, and its digest."""
    latest = case.state["terms"][-1]
    return {"terms_version": str(latest["version"]), "digest": latest["digest"]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    version = case.visit.number("terms_version")
    return "sign_terms", {"party": case.party, "terms": version, "digest": typed["digest"], "paper": None,
                          "id": case.item["itemId"]}  # fmt: skip


def not_signed(state: Mapping[str, Any], party: str) -> bool:
    """Whether the party has yet to sign the terms that stand there."""
    latest = state["terms"][-1]["version"] if state["terms"] else 0
    return not any(one["party"] == party and one["version"] == latest for one in state["signatures"])


PAGE = engagement_act(
    "sign_terms", "signature", "title.sign_terms", "act.sign_terms", (SIGN,), 1, _said, ("sign_terms",),
    ready=not_signed, parts=_parts, begun=terms_read, beside=("lines", "terms"), kept=False,
)  # fmt: skip
