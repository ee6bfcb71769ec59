"""What one of a party's addresses hears, and when: at once, once a day, once a week; hours and days without mail (WM 6)."""

from typing import Any

from services.console.forms import of_mailboxes as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page
from services.console.http.mailboxes import ALL, anybody, find
from services.console.http.visit import Visit


async def _find(visit: Visit) -> Case:
    return await find(visit, "preferences_version")


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.PREFERENCES


def _begun(case: Case) -> dict[str, Any]:
    return forms.preferences_begun(case.state["preferences"])


def _said(case: Case, typed: dict[str, Any]) -> Said:
    body = forms.preferences_body(typed, case.state["preferences"])
    return "put_preferences", {"id": case.item["itemId"], "preferences": body}


PAGE = act_page(
    Act(
        "preferences", f"{ALL}/{{mailbox_id}}/preferences", "title.preferences", "act.preferences",
        ("mailboxes", "put_preferences"), _find, anybody, _said, ALL, parts=_parts, begun=_begun, fresh=False,
        example={"mailbox_id": "mailbox"}, button="form.save",
    )
)  # fmt: skip
