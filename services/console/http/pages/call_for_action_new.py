"""An officer asks parties, or all who are interested, for advocacy, resources, steering or communication (WM 5)."""

from typing import Any

from services.console.forms.of_calls_for_action import CALL, call_body
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.calls_for_action import asks
from services.console.http.page import Begins
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P5

FROM = ("meeting", "crisis")
"""From whose pages one comes, with its identifier."""


def _check(case: Case) -> None:
    if not asks(case.visit):
        raise NotPermitted("not_permitted", "Officers of the Secretariat open a call for action", P5)


def _parts(_: Case) -> tuple[Part, ...]:
    return CALL


def _begun(case: Case) -> dict[str, Any]:
    """In the language of the page, about the thing one came from."""
    visit = case.visit
    about = next(({"about_kind": kind, "about_id": which} for kind in FROM if (which := visit.query(kind))), {})
    return {"wordings": [{"language": visit.words.language}]} | about


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "open_call_for_action", {"content": call_body(typed) | {"open_to_all": bool(typed.get("open_to_all"))}}


PAGE = act_page(
    Act(
        "call_for_action_new", "/calls-for-action/new", "title.call_for_action_new", "act.call_for_action_new",
        ("open_call_for_action",), nothing_yet("title.calls_for_action"), _check, _said, "/calls-for-action", parts=_parts,
        begun=_begun, fresh=False, leads_to="/calls-for-action/{call_for_action_id}", versioned=False,
    ),
    Begins(("/calls-for-action",), "title.call_for_action_new", asks),
)  # fmt: skip
