"""An officer convenes a meeting, and invites to it (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.meetings import zones_for
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P4


async def _find(visit: Visit) -> Case:
    """There is nothing yet."""
    return Case(visit, {"itemId": "", "version": 0, "title": visit.words.say("title.meetings"), "state": {}})


def _check(case: Case) -> None:
    if not case.visit.is_officer:
        raise NotPermitted("not_permitted", "Officers alone convene meetings", P4)


def _parts(_: Case) -> tuple[Part, ...]:
    return (*forms.MEETING, forms.ANOTHER)


def _begun(case: Case) -> dict[str, Any]:
    return {"language": case.visit.words.language, "time_zone": "UTC"}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "convene_meeting", {"content": forms.meeting_body(typed)}


PAGE = act_page(
    Act(
        "convene", "/meetings/new", "title.convene", "act.convene", ("convene_meeting",), _find, _check, _said, "/meetings",
        parts=_parts, begun=_begun, choices=zones_for, fresh=False, leads_to="/meetings/{meeting_id}", versioned=False,
    )
)  # fmt: skip
