"""A silence of one of a party's addresses ends before its time; what came meanwhile is told (WM 6)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms import of_mailboxes as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Named, Said, act_page
from services.console.http.mailboxes import ALL, find
from shared.modalities.errors import Conflict


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MUTE_END


def _choices(case: Case) -> Mapping[str, Named]:
    words = case.visit.words
    said = {
        one["mute_id"]: f"{words.choice('mute_scope', one['scope'])} – {words.moment(one['until'])}"
        for one in case.state["mutes"]
    }
    return {"mutes": list(said.items())}


def _check(case: Case) -> None:
    """Raises Conflict where there is none."""
    if not case.state["mutes"]:
        raise Conflict("not_muted", "Nothing of it is silent")


def _said(case: Case, typed: dict[str, Any]) -> Said:
    return "end_mute", {"id": case.item["itemId"], "mute": typed["mute"]}


PAGE = act_page(
    Act(
        "mailbox_mute_end", f"{ALL}/{{mailbox_id}}/mute/end", "title.mailbox_mute_end", "act.mailbox_mute_end", ("mailboxes", "end_mute"),
        find, _check, _said, ALL, parts=_parts, choices=_choices, fresh=False, versioned=False, example={"mailbox_id": "mailbox"},
    )
)  # fmt: skip
