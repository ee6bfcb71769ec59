"""Pages by which somebody does one thing with one item: who may, what is asked, what is sent, what is said on a refusal.

Each is declared in a file of ``pages``; here is what all of them share. What one may not do is refused with who may.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.console.asking.gateway import Done
from services.console.forms.questions import DASH, Part, anchors, missing, nearest, read, shown
from services.console.http.deciding import FIRST, STALE, faults_of, new_key
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit

Said = tuple[str, Mapping[str, Any]]
"""A document and its variables, beside the item, its version and the key."""
Named = Iterable[tuple[str, str]]
"""Answers of a question that are this item's own: code and label."""


@dataclass
class Case:
    """One item before one person; ``more``: what was asked of the gateway beside it."""

    visit: Visit
    item: dict[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, Any]:
        """The item's state as the person sees it."""
        found: dict[str, Any] = self.item["state"]
        return found

    @property
    def party(self) -> str:
        """In whose name the person speaks."""
        return self.visit.actor.party or ""


def nothing_asked(_: Case) -> tuple[Part, ...]:
    """A form of one button."""
    return ()


def nothing_typed(_: Case) -> dict[str, Any]:
    """A form that begins empty."""
    return {}


def as_it_is(case: Case) -> dict[str, Any]:
    """All of the item."""
    return case.state


def no_choices(_: Case) -> Mapping[str, Named]:
    """No answers of the item's own."""
    return {}


@dataclass(frozen=True)
class Act:
    """``title``: key of what it is called, on its button too; ``words``: of what it means. ``check`` raises who may not.

    ``inside``: the entry of the body in which the form's answers stand. ``kept``: whether what was typed stays in the form
    when the item changed meanwhile; a decision is said again. ``beside``: what of the item is shown above the form, as ``shows`` gives it.
    ``back``: the page of the item; ``leads_to``: where one goes after it, if that is another.
    ``versioned``: whether it changes the item that was read, so that its version is named. ``template``: of a form that needs its own.
    ``button``: what sends it is called, where the title says what the page is about and not what is done.
    """

    name: str
    path: str
    title: str
    words: str
    documents: tuple[str, ...]
    find: Callable[[Visit], Awaitable[Case]]
    check: Callable[[Case], None]
    said: Callable[[Case, dict[str, Any]], Said]
    back: str
    parts: Callable[[Case], tuple[Part, ...]] = nothing_asked
    begun: Callable[[Case], dict[str, Any]] = nothing_typed
    choices: Callable[[Case], Mapping[str, Named]] = no_choices
    inside: str = ""
    beside: tuple[str, ...] = ()
    shows: Callable[[Case], dict[str, Any]] = as_it_is
    fresh: bool = True
    kept: bool = True
    example: Mapping[str, str] = field(default_factory=dict)
    leads_to: str = ""
    versioned: bool = True
    template: str = "act"
    button: str = ""


def act_page(act: Act) -> Page:
    """The page of an act."""

    async def show(visit: Visit) -> Shown:
        case = await act.find(visit)
        act.check(case)
        return _view(act, case, act.begun(case), {**FIRST, "send_key": new_key()})

    async def take(visit: Visit) -> Shown:
        more = visit.field("do") == "more"
        if act.fresh and not more:
            visit.freshly()
        case = await act.find(visit)
        act.check(case)
        typed = read(act.parts(case), visit.fields())
        if more:
            return _view(act, case, typed, {**FIRST, "send_key": visit.send_key()})
        lacks = [{"anchor": at, "said": visit.words.say("fault.missing"), "detail": ""}
                 for at in missing(act.parts(case), typed)]  # fmt: skip
        if lacks:
            return _view(act, case, typed, {**FIRST, "faults": lacks, "send_key": visit.send_key()}, 422)
        return await _sent(act, case, typed)

    return Page(act.name, act.path, act.template, act.documents, show, take, example=act.example, act=act)


async def _sent(act: Act, case: Case, typed: dict[str, Any]) -> Shown:
    visit = case.visit
    document, variables = act.said(case, typed)
    if act.versioned:
        variables = {**variables, "version": visit.number("version")}
    done = await visit.command(document, **variables, key=visit.send_key())
    if isinstance(done, Done):
        made = {name: done.state.get(name, "") for name in MADE}
        to = (act.leads_to or act.back).format(id=case.item["itemId"], **made)
        return Moved(f"{to}?written={done.version or 0}")
    if done.status == 412 or done.code in STALE:
        content = typed if act.kept else act.begun(case)
        said = [] if act.kept else [(name, value) for name, value in visit.typed if name not in OURS and value]
        return _view(act, case, content, {"faults": [], "stale": True, "typed": said, "send_key": new_key()}, 409)
    parts = shown(act.parts(case), typed)
    known = frozenset(anchors(parts))
    faults = [one | {"anchor": _place(act, one["anchor"], known)} for one in faults_of(done, visit.words)]
    return _view(act, case, typed, {**FIRST, "faults": faults, "send_key": new_key()}, 422)


MADE = ("match_id", "engagement_id", "solicitation_id", "meeting_id", "request_id")
"""Identifiers of what an act may make: where one goes after it."""
OURS = frozenset({"token", "send_key", "version", "do"})
"""Fields that nobody types."""


def _place(act: Act, anchor: str, known: frozenset[str]) -> str:
    """The question of a fault, wherever in the body its owner says it stands."""
    inner = anchor.removeprefix(act.inside + DASH) if act.inside else anchor
    return nearest(inner, known) or ""


def _view(act: Act, case: Case, content: dict[str, Any], more: Mapping[str, Any], status: int = 200) -> View:
    data = {
        "item": case.item, "state": act.shows(case), "act": act, "about": act.back.format(id=case.item["itemId"]),
        "shown": shown(act.parts(case), content), "given": dict(act.choices(case)), "beside": act.beside, **more,
    }  # fmt: skip
    return View(act.title, data, status, faulty=status >= 400)
