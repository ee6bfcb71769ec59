"""A side proposes other terms, with words: part of it, other dates, another way (WM 11)."""

from typing import Any

from services.console.forms import engagement_bodies as bodies
from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part, without
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from shared.modalities.steps.of_engagements import PROPOSE_TERMS


def _parts(case: Case) -> tuple[Part, ...]:
    rows, *others = forms.TERMS
    left_out = set() if bodies.units_differ(case.state["lines"]) else {"covers"}
    return (without(rows, left_out), *others)


def _begun(case: Case) -> dict[str, Any]:
    return bodies.terms_begun(case.state)


def _said(case: Case, typed: dict[str, Any]) -> Said:
    body = bodies.terms_body(typed)
    return "propose_terms", {"party": case.party, "terms": body, "words": typed["words"], "id": case.item["itemId"]}


PAGE = engagement_act(
    "terms_other", "terms", "title.terms_other", "act.terms_other", (PROPOSE_TERMS,), 2, _said, ("propose_terms",),
    parts=_parts, begun=_begun, inside="terms", beside=("lines", "terms"),
)  # fmt: skip
