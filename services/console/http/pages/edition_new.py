"""An officer opens a report over a period (WM 21)."""

from typing import Any

from services.console.forms import of_editions as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.editions import OFFICERS
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.access.actions import OPEN_EDITION
from shared.modalities.access.editions import edition
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P21


def _may(visit: Visit) -> bool:
    return decide(visit.actor, OPEN_EDITION, edition(visit.actor.region)).allowed


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", OFFICERS, P21)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.OPENING


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "open_report", forms.opening(typed)


PAGE = act_page(
    Act(
        "edition_new", "/reports/new", "title.edition_new", "act.edition_new", ("open_report",), nothing_yet("title.editions"), _check, _said, "/reports",
        parts=_parts, fresh=False, leads_to="/reports/{edition_id}", versioned=False,
    ),
    Begins(("/reports",), "title.edition_new", _may),
)  # fmt: skip
