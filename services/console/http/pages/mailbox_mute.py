"""Nothing is mailed to one of a party's addresses until a day (WM 6)."""

from typing import Any

from services.console.forms import of_mailboxes as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.mailboxes import ALL, anybody, find


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MUTE


def _said(case: Case, typed: dict[str, Any]) -> Said:
    until = forms.muted_until(typed["until"], case.state["time_zone"])
    return "mute_mailbox", {
        "id": case.item["itemId"],
        "scope": "everything",
        "until": until,
        "must_act": typed["must_act"],
    }


PAGE = act_page(
    Act(
        "mailbox_mute", f"{ALL}/{{mailbox_id}}/mute", "title.mailbox_mute", "act.mailbox_mute", ("mailboxes", "mute_mailbox"), find,
        anybody, _said, ALL, parts=_parts, fresh=False, versioned=False, example={"mailbox_id": "mailbox"},
    )
)  # fmt: skip
