"""A party that is invited to a meeting says whether it takes part; it may say so anew until the meeting begins (WM 4)."""

from typing import Any

from services.console.forms import of_meetings as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.meetings import find, invitation_of
from shared.modalities.errors import Conflict, NotPermitted
from shared.modalities.paragraphs import P4


def _check(case: Case) -> None:
    if not any(one["party"] == case.party for one in case.state.get("invitations", ())):
        raise NotPermitted("not_permitted", "Invited parties answer for themselves", P4)
    if invitation_of(case.state, case.party) is None:
        raise Conflict(f"meeting_{case.state['status']}", "The meeting does not stand any more", P4)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.INVITATION


def _said(case: Case, typed: dict[str, Any]) -> Said:
    delegates = str(typed.get("delegates") or "")
    body = {
        "id": case.item["itemId"],
        "party": case.party,
        "answer": typed["answer"],
        "language": typed.get("language") or None,
    }
    return "answer_invitation", body | {
        "delegates": int(delegates) if delegates.isascii() and delegates.isdigit() else None
    }


PAGE = act_page(
    Act(
        "invitation", "/meetings/{meeting_id}/answer", "title.invitation", "act.invitation", ("item", "answer_invitation"),
        find, _check, _said, "/meetings/{id}", parts=_parts, fresh=False, kept=False, example={"meeting_id": "meeting"},
    )
)  # fmt: skip
