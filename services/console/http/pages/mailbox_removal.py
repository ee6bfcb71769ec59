"""A party forgets one of its addresses; the main one goes last (WM 6)."""

from typing import Any

from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.mailboxes import ALL, anybody, find


def _said(case: Case, _: dict[str, Any]) -> Said:
    return "remove_mailbox", {"id": case.item["itemId"]}


PAGE = act_page(
    Act(
        "mailbox_removal", f"{ALL}/{{mailbox_id}}/removal", "title.mailbox_removal", "act.mailbox_removal",
        ("mailboxes", "remove_mailbox"), find, anybody, _said, ALL, fresh=False, example={"mailbox_id": "mailbox"},
    )
)  # fmt: skip
