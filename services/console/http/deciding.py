"""What pages share that change one item by a form: the version it was read at, the key, and what is said on a refusal."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from services.console.asking.gateway import CommandDone, CommandProblem, SaidFault
from services.console.forms.questions import Part, anchor_of, missing, odd_dates
from services.console.http.page import Moved, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import Fault, NotPermitted
from shared.modalities.paragraphs import Paragraph
from shared.modalities.steps.pages import address_of
from shared.runtime.http.problems import ENGLISH, fault_in_language
from shared.wording.problems import problem_words, row_of, said_whole

STALE = {"changed_meanwhile", "version_needed"}


async def for_officers(visit: Visit, alone: str, paragraph: Paragraph) -> dict[str, Any]:
    """The request of an officer's page. Raises NotPermitted, with ``alone`` and the paragraph, for anybody else."""
    item = await visit.item("request", visit.place("request_id"), "request")
    if not visit.is_officer:
        raise NotPermitted("not_permitted", alone, paragraph)
    return item


async def there_is(visit: Visit, item: Mapping[str, Any]) -> dict[str, Any]:
    """What there is already beside a request, each with its page: the officer looks for duplication (WM 15.vi)."""
    rows = (await visit.ask("support_beside", requestId=item["itemId"]))["supportBeside"]
    return {"already": [one | {"to": address_of(one["kind"], one["itemId"])} for one in rows]}


def new_key() -> str:
    """A key for what is sent once."""
    return f"page-{uuid4().hex}"


SAYS_MORE = frozenset({"unknown_code", "unknown_unit", "value_error"})
"""Faults of form beside which their owner's words say more: what comes near, what it does not agree with. Of the others a
library's English tells a person nothing.
"""


def faults_of(problem: CommandProblem, words: Any) -> list[dict[str, Any]]:
    """Every fault with its anchor and words; the owner's own words stand beside, in English, where they say more."""
    found = each_said(problem.faults, words)
    return found or [said(words, problem.code, problem.detail, problem.english, "")]


def each_said(faults: Iterable[SaidFault], words: Any) -> list[dict[str, Any]]:
    """Faults with their anchors and words."""
    return [said(words, one.code, one.message, one.english, anchor_of(one.pointer)) for one in faults]


def shaped(anchor: str, text: str, detail: str = "") -> dict[str, Any]:
    """A fault as templates take it; ``trail``: names of the questions it stands in, where the form says them."""
    return {"anchor": anchor, "said": text, "detail": detail, "trail": ()}


def lacking(words: Any, anchors: Iterable[str]) -> list[dict[str, Any]]:
    """Questions without the answer that they need, as faults beside them."""
    return [shaped(at, words.say("fault.missing")) for at in anchors]


def told_at_once(visit: Visit, parts: Sequence[Part], typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every fault of a form that the page knows of itself: answers that lack, and dates that are none or lie on the wrong side
    of today, so that they are not told one round after the other. The owner has the last word.
    """
    today = visit.desk.clock.now().date()
    dates = [said(visit.words, code, "", None, at) for at, code in odd_dates(parts, typed, today)]
    return lacking(visit.words, missing(parts, typed)) + dates


def said(words: Any, code: str, message: str, english: str | None, anchor: str) -> dict[str, Any]:
    """A fault beside its question: words in the reader's language once, and what its owner says in English where that is more.

    ``message``: as the gateway says it, in the reader's language where somebody wrote that.
    """
    key, row = f"fault.{code}", row_of(code)
    if words.has(key):
        of_form, more = words.say(key), (english or message) if code in SAYS_MORE else ""
        return shaped(anchor, of_form, more)
    if row is None:
        return shaped(anchor, words.say("fault.other"), english or message)
    plain = problem_words(code, words.language, {})
    if plain and code in said_whole():
        return shaped(anchor, plain)
    more = english or (message if words.language == ENGLISH else "")
    return shaped(anchor, plain or message, more if more != (plain or message) else "")


def own_fault(words: Any, fault: Fault, anchor: str) -> dict[str, Any]:
    """A fault that its owner said in English, or that a page found itself."""
    one = fault_in_language(fault, words.language)
    return said(words, fault.code, one["message"], one.get("english"), anchor)


async def outcome(
    visit: Visit,
    done: CommandDone | CommandProblem,
    title: str,
    to: str,
    item: Mapping[str, Any],
    data: Mapping[str, Any],
) -> Shown:
    """After a command: on to the thing at its new version, or the form again with what was typed and why it was refused.

    Who decided on an older version reads what stands there now and says it again: nothing was written over.
    """
    if isinstance(done, CommandDone):
        return Moved(f"{to}?written={done.version or 0}")
    stale = done.status == 412 or done.code in STALE
    faults = [] if stale else faults_of(done, visit.words)
    typed = [(name, value) for name, value in visit.typed if name not in {"token", "send_key", "version"} and value]
    more = {"faults": faults, "stale": stale, "typed": typed, "send_key": new_key()}
    return View(title, {"item": item, **data, **more}, 409 if stale else 422, faulty=True)


FIRST: Mapping[str, Any] = {"faults": [], "stale": False, "typed": []}
"""What a form's template needs when nothing was refused yet."""
