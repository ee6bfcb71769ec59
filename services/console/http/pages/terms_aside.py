"""A party declines terms that are proposed beside those in force, or takes its own proposal back, with words (WM 9)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Said
from services.console.http.engagements import engagement_act
from services.console.http.pages.sign_terms import TERMS_READ, terms_read
from shared.modalities.access.engagement_view import open_terms
from shared.modalities.steps.of_engagements import SET_TERMS_ASIDE


def _parts(_: Case) -> tuple[Part, ...]:
    return (*TERMS_READ, *forms.WORDS)


def _ready(state: Mapping[str, Any], _: str) -> bool:
    return open_terms(state) is not None


def _said(case: Case, typed: dict[str, Any]) -> Said:
    version = case.visit.number("terms_version")
    return "set_terms_aside", {
        "party": case.party,
        "terms": version,
        "words": typed["words"],
        "id": case.item["itemId"],
    }


PAGE = engagement_act(
    "terms_aside", "terms/refusal", "title.terms_aside", "act.terms_aside", (SET_TERMS_ASIDE,), 2, _said,
    ("set_terms_aside",), ready=_ready, parts=_parts, begun=terms_read, beside=("lines", "terms"),
)  # fmt: skip
