"""What pages by which a party says its own word on a request offer to a recipient other than a State (WM 10, 15.iv).

A party that is asked as a supporter and as a recipient has one page: each word there says as what it is given.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from services.console.http.acting import Case, Said
from shared.contracts.shapes.named_party import recipients_awaited_in
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource

AS = "recipient_"
"""How answers of a recipient begin among those of the form."""
COMMAND = "answer_as_recipient"
_SAYS = {"pending": ("agreed", "declined"), "agreed": ("left",)}


def own_row(case: Case) -> Mapping[str, Any] | None:
    """The recipient that the reader speaks for, as the request names it; None where it has no word to say."""
    rows = case.state.get("recipients") or ()
    return next((one for one in rows if one.get("party") == case.party and case.party and one["answer"] in _SAYS), None)


def may_say(case: Case) -> list[str]:
    """The reader's words as a recipient, as answers of the form."""
    mine = own_row(case)
    return [AS + word for word in _SAYS[mine["answer"]]] if mine is not None else []


def recorded_for(case: Case, thing: Resource) -> list[str]:
    """Recipients whose word on paper the reader may record, by their names as answers of the form."""
    actor = case.visit.actor
    may = {
        True: decide(actor, a.RECORD_UNREGISTERED_PAPER, thing).allowed,
        False: decide(actor, a.RECORD_RECIPIENT_PAPER, thing).allowed,
    }
    rows = case.state.get("recipients") or ()
    awaited = recipients_awaited_in({"recipients": rows})
    return [AS + one["name"] for one in awaited if may[one.get("party") is None]]


def said(case: Case, recipient: str, answer: str, more: Mapping[str, Any]) -> Said:
    """The word of one recipient as its mutation takes it."""
    word = {"recipient": recipient, "answer": answer.removeprefix(AS), **more}
    return COMMAND, {"answer": word, "id": case.item["itemId"]}


def labelled(names: Iterable[str]) -> list[tuple[str, str]]:
    """Recipients by name, as choices."""
    return [(one, one.removeprefix(AS)) for one in names]
