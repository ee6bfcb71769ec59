"""An officer convenes a meeting, and invites to it (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.meetings import zones_for
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.access.actions import CONVENE_MEETING
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P4


def _may(visit: Visit) -> bool:
    return decide(visit.actor, CONVENE_MEETING, of_deployment(visit.actor.region)).allowed


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "Officers alone convene meetings", P4)


def _parts(_: Case) -> tuple[Part, ...]:
    return (*forms.MEETING, forms.ANOTHER)


def _begun(case: Case) -> dict[str, Any]:
    return {"language": case.visit.words.language, "time_zone": "UTC"}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "convene_meeting", {"content": forms.meeting_body(typed)}


PAGE = act_page(
    Act(
        "convene", "/meetings/new", "title.convene", "act.convene", ("convene_meeting",), nothing_yet("title.meetings"), _check, _said, "/meetings",
        parts=_parts, begun=_begun, choices=zones_for, fresh=False, leads_to="/meetings/{meeting_id}", versioned=False,
    ),
    Begins(("/meetings",), "title.convene", _may),
)  # fmt: skip
