"""What pages share that change one item by a form: the version it was read at, the key, and what is said on a refusal."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from services.console.asking.gateway import Done, Problem
from services.console.forms.questions import anchor_of
from services.console.http.page import Moved, Shown, View
from services.console.http.visit import Visit
from shared.modalities.errors import NotPermitted
from shared.modalities.paragraphs import Paragraph

STALE = {"changed_meanwhile", "version_needed"}


async def for_officers(visit: Visit, alone: str, paragraph: Paragraph) -> dict[str, Any]:
    """The request of an officer's page. Raises NotPermitted, with ``alone`` and the paragraph, for anybody else."""
    item = await visit.item("request", visit.place("request_id"), "request")
    if not visit.is_officer:
        raise NotPermitted("not_permitted", alone, paragraph)
    return item


def new_key() -> str:
    """A key for what is sent once."""
    return f"page-{uuid4().hex}"


SAYS_ALL = frozenset(
    {"missing", "string_too_short", "too_short", "date_from_datetime_parsing", "string_pattern_mismatch"}
)
"""Faults of form, of which our words say all there is to say; a library's English beside them tells a person nothing."""


def faults_of(problem: Problem, words: Any) -> list[dict[str, Any]]:
    """Every fault with its anchor and words; the owner's own words stand beside, in English, where they say more."""
    found: list[dict[str, Any]] = [
        {
            "anchor": anchor_of(one.pointer),
            "said": _said(words, one.code),
            "detail": "" if one.code in SAYS_ALL else one.message,
        }
        for one in problem.faults
    ]
    return found or [{"anchor": "", "said": _said(words, problem.code), "detail": problem.detail}]


def _said(words: Any, code: str) -> str:
    key = f"fault.{code}"
    return str(words.say(key if words.has(key) else "fault.other"))


async def outcome(
    visit: Visit, done: Done | Problem, title: str, to: str, item: Mapping[str, Any], data: Mapping[str, Any]
) -> Shown:
    """After a command: on to the thing at its new version, or the form again with what was typed and why it was refused.

    Who decided on an older version reads what stands there now and says it again: nothing was written over.
    """
    if isinstance(done, Done):
        return Moved(f"{to}?written={done.version or 0}")
    stale = done.status == 412 or done.code in STALE
    faults = [] if stale else faults_of(done, visit.words)
    typed = [(name, value) for name, value in visit.typed if name not in {"token", "send_key", "version"} and value]
    more = {"faults": faults, "stale": stale, "typed": typed, "send_key": new_key()}
    return View(title, {"item": item, **data, **more}, 409 if stale else 422, faulty=True)


FIRST: Mapping[str, Any] = {"faults": [], "stale": False, "typed": []}
"""What a form's template needs when nothing was refused yet."""
