"""A State opens a pilot or the quality-assurance initiative, or an officer proposes one to a State (WM 7, 11)."""

from typing import Any

from services.console.forms.of_initiatives import OPEN, PROPOSE
from services.console.forms.questions import Part, pruned
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.initiatives import opens
from services.console.http.page import Begins
from shared.modalities.access.actor import OFFICERS
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P11


def _check(case: Case) -> None:
    if not opens(case.visit):
        raise NotPermitted("not_permitted", "A State opens one for itself, an officer proposes one", P11)


def _parts(case: Case) -> tuple[Part, ...]:
    return PROPOSE if case.visit.actor.role in OFFICERS else OPEN


def _begun(case: Case) -> dict[str, Any]:
    """Of one's own State, in the language of the page."""
    own = {} if case.visit.actor.role in OFFICERS else {"country": case.party}
    return {"language": case.visit.words.language} | own


def _said(case: Case, typed: dict[str, Any]) -> Said:
    body = pruned(typed) or {}
    return "open_initiative", {"content": {"period": {}, **body}}


PAGE = act_page(
    Act(
        "initiative_new", "/initiatives/new", "title.initiative_new", "act.initiative_new", ("open_initiative",),
        nothing_yet("title.initiatives"), _check, _said, "/initiatives", parts=_parts, begun=_begun, fresh=False,
        leads_to="/initiatives/{initiative_id}", versioned=False,
    ),
    Begins(("/initiatives",), "title.initiative_new", opens),
)  # fmt: skip
