"""A party says a further address at which it is reached; the first one is the main one (WM 6)."""

from typing import Any

from services.console.forms import of_mailboxes as forms
from services.console.forms.questions import Part
from services.console.http.acting import Act, Case, Said, act_page, nothing_yet
from services.console.http.mailboxes import ALL, anybody, keeps, zones_of
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import P6


async def _find(visit: Visit) -> Case:
    """There is nothing yet. Raises NotPermitted."""
    if not keeps(visit):
        raise NotPermitted("not_permitted", "A party keeps its own addresses", P6)
    return await nothing_yet("title.mailboxes")(visit)


def _parts(_: Case) -> tuple[Part, ...]:
    return forms.MAILBOX


def _begun(case: Case) -> dict[str, Any]:
    return {"language": case.visit.words.language, "kind": "functional"}


def _said(_: Case, typed: dict[str, Any]) -> Said:
    return "add_mailbox", forms.mailbox_variables(typed)


PAGE = act_page(
    Act(
        "mailbox_new", f"{ALL}/new", "title.mailbox_new", "act.mailbox", ("add_mailbox",), _find, anybody, _said, ALL,
        parts=_parts, begun=_begun, choices=zones_of, fresh=False, versioned=False,
    )
)  # fmt: skip
