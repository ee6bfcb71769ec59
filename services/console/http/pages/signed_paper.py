"""A country office or bureau records a paper on which a party signed the terms (WM 19)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.questions import Part
from services.console.http.acting import Case, Named, Said
from services.console.http.engagements import engagement_act, thing_of
from services.console.http.pages.sign_terms import TERMS_READ, not_signed, terms_read
from shared.modalities.access.policy import decide
from shared.modalities.steps.of_engagements import RECORD_PAPER


def _parts(_: Case) -> tuple[Part, ...]:
    return (*TERMS_READ, *forms.PAPER)


def _choices(case: Case) -> Mapping[str, Named]:
    action, thing = RECORD_PAPER.action, thing_of(case.state)
    assert action is not None
    open_ = [one["party"] for one in case.state["sides"] if not_signed(case.state, one["party"])]
    theirs = [one for one in open_ if decide(case.visit.actor, action, thing.only(one)).allowed]
    return {"unsigned": [(one, case.visit.words.party(one)) for one in theirs]}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    version = case.visit.number("terms_version")
    return "sign_terms", {"party": typed["party"], "terms": version, "digest": typed["digest"],
                          "paper": typed["on_paper"], "id": case.item["itemId"]}  # fmt: skip


PAGE = engagement_act(
    "signed_paper", "paper", "title.signed_paper", "act.signed_paper", (RECORD_PAPER,), 3, _said, ("sign_terms",),
    parts=_parts, begun=terms_read, choices=_choices, beside=("lines", "terms"), kept=False,
    open_to=lambda case: bool(_choices(case)["unsigned"]),
)  # fmt: skip
