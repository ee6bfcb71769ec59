"""A party tells of support that needs no match: bilateral, or to carry out a pledge (WM 19)."""

from typing import Any

from services.console.forms import of_engagements as forms
from services.console.forms.engagement_bodies import notice_body
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.engagements import may_give_notice
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P19


def _may(visit: Visit) -> bool:
    return may_give_notice(visit.actor)


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "A party gives notice in its own name", P19)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.NOTICE


def _begun(case: Case) -> dict[str, Any]:
    """Led to from an engagement, it goes on from that one (WM 9)."""
    return {"renews": case.visit.query("renews")}


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "give_notice", {"notice": {"party": case.party} | notice_body(typed)}


PAGE = act_page(
    Act(
        "notice", "/engagements/new", "title.notice", "act.notice", ("give_notice",), nothing_yet("title.engagements"), _check, _said, "/engagements",
        parts=_parts, begun=_begun, leads_to="/engagements/{engagement_id}", versioned=False,
    ),
    Begins(("/engagements",), "title.notice", _may, button=False),
)  # fmt: skip
