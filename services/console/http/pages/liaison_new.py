"""An officer notes a contact that was held with a party (WM 6)."""

from typing import Any

from services.console.forms.of_liaisons import CONTACT, liaison_body
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.liaisons import ABOUT, choices, may
from services.console.http.page import Begins
from services.console.http.visit import Visit
from shared.modalities.access.actions import RECORD_LIAISON
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6


def _may(visit: Visit) -> bool:
    return may(visit, RECORD_LIAISON, visit.actor.region)


def _check(case: Case) -> None:
    if not _may(case.visit):
        raise NotPermitted("not_permitted", "Officers note the contacts that they held", P6)


def _parts(_: Case) -> tuple[Part, ...]:
    return CONTACT


def _begun(case: Case) -> dict[str, Any]:
    """With the party, and about the thing, from whose page one came; in the language of the page."""
    visit = case.visit
    about = next(({"about_kind": kind, "about_id": which} for kind in ABOUT if (which := visit.query(kind))), {})
    return {"language": visit.words.language, "party": visit.query("party")} | about


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "record_liaison", {"content": liaison_body(typed)}


PAGE = act_page(
    Act(
        "liaison_new", "/contacts/new", "title.liaison_new", "act.liaison_new", ("record_liaison",), nothing_yet("title.liaisons"), _check, _said,
        "/contacts", parts=_parts, begun=_begun, choices=choices, fresh=False, leads_to="/contacts/{liaison_id}", versioned=False,
    ),
    Begins(("/contacts",), "title.liaison_new", _may),
)  # fmt: skip
