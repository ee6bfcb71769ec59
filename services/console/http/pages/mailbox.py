"""A party changes one of its addresses: where, what it is, in which language and zone (WM 6)."""

from typing import Any

from services.console.forms import of_mailboxes as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, as_it_is
from services.console.http.mailboxes import ALL, anybody, find, zones_of


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MAILBOX


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "change_mailbox", forms.mailbox_variables(typed) | {"id": case.item["itemId"]}


PAGE = act_page(
    Act(
        "mailbox", f"{ALL}/{{mailbox_id}}", "title.mailbox", "act.mailbox", ("mailboxes", "change_mailbox"), find, anybody, _said,
        ALL, parts=_parts, begun=as_it_is, choices=zones_of, fresh=False, example={"mailbox_id": "mailbox"},
    )
)  # fmt: skip
