"""Pages by which somebody does one thing with one item: who may, what is asked, what is sent, what is said on a refusal.

Each is declared in a file of ``pages``; here is what all of them share. What one may not do is refused with who may.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from services.console.asking.gateway import CommandDone
from services.console.forms.questions import DASH, Part, anchors, nearest, read, shown, trail
from services.console.http.deciding import FIRST, STALE, faults_of, new_key, told_at_once
from services.console.http.page import Begins, Moved, Page, Shown, View
from services.console.http.visit import Visit

Said = tuple[str, Mapping[str, Any]]
"""A document and its variables, beside the item, its version and the key."""
Named = Iterable[tuple[str, str]]
"""Answers of a question that are this item's own: code and label."""


@dataclass
class Case:
    """One item before one person; ``more``: what was asked of the gateway beside it, with ``further`` where the choices end."""

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


def nothing_yet(title: str) -> Callable[[Visit], Awaitable[Case]]:
    """Finds what an act is on where there is nothing yet; ``title``: key of the list that it will stand in."""

    async def find(visit: Visit) -> Case:
        return Case(visit, {"itemId": "", "version": 0, "title": visit.words.say(title), "state": {}})

    return find


def nothing_asked(_: Case) -> tuple[Part, ...]:
    """A form of one button."""
    return ()


def nothing_typed(_: Case) -> dict[str, Any]:
    """A form that begins empty."""
    return {}


def in_own_language(case: Case) -> dict[str, Any]:
    """One writes in the language of the page, unless one says otherwise."""
    return {"language": case.visit.words.language}


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
    ``otherwise``: title and place below the item of the page for who would rather do that.
    ``button``: what sends it is called, where the title says what the page is about and not what is done.
    ``once``: entry of the answer that is shown on the answer alone, as nothing of ours keeps it.
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
    otherwise: tuple[str, str] | None = None
    once: str = ""


def act_page(act: Act, begins: Begins | None = None) -> Page:
    """The page of an act; ``begins``: what it makes, where there is nothing yet, and who may."""

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
        if lacks := told_at_once(visit, act.parts(case), typed):
            return _view(act, case, typed, {**FIRST, "faults": lacks, "send_key": visit.send_key()}, 422)
        return await _sent(act, case, typed)

    return Page(
        act.name, act.path, act.template, act.documents, show, take, example=act.example, act=act, begins=begins
    )


async def _sent(act: Act, case: Case, typed: dict[str, Any]) -> Shown:
    visit = case.visit
    document, variables = act.said(case, typed)
    if act.versioned:
        variables = {**variables, "version": visit.number("version")}
    done = await visit.command(document, **variables, key=visit.send_key())
    if isinstance(done, CommandDone):
        made = {name: done.state.get(name, "") for name in MADE}
        to = _address(act.leads_to or act.back, case, made)
        if act.once and (kept := done.state.get(act.once)):
            return View(act.title, {"item": case.item, "made": kept, "to": to}, template="made_once")
        return Moved(f"{to}{'&' if '?' in to else '?'}written={done.version or 0}")
    if done.status == 412 or done.code in STALE:
        content = typed if act.kept else act.begun(case)
        said = [] if act.kept else [(name, value) for name, value in visit.typed if name not in OURS and value]
        return _view(act, case, content, {"faults": [], "stale": True, "typed": said, "send_key": new_key()}, 409)
    parts = shown(act.parts(case), typed)
    known = frozenset(anchors(parts))
    faults = [one | {"anchor": _place(act, one["anchor"], known)} for one in faults_of(done, visit.words)]
    return _view(act, case, typed, {**FIRST, "faults": faults, "send_key": new_key()}, 422)


MADE = (
    "match_id",
    "engagement_id",
    "solicitation_id",
    "meeting_id",
    "request_id",
    "practice_id",
    "link_id",
    "initiative_id",
    "call_for_action_id",
    "liaison_id",
    "plan_id",
    "review_id",
    "edition_id",
    "crisis_id",
    "warning_id",
    "project_id",
    "package_id",
    "expert_id",
    "organisation_id",
    "assessment_id",
    "national_plan_id",
    "draft_id",
    "offer_id",
    "commitment_id",
    "webhook_id",
)
"""Identifiers of what an act may make: where one goes after it."""
OURS = frozenset({"token", "send_key", "version", "do"})
"""Fields that nobody types."""


def _place(act: Act, anchor: str, known: frozenset[str]) -> str:
    """The question of a fault, wherever in the body its owner says it stands."""
    inner = anchor.removeprefix(act.inside + DASH) if act.inside else anchor
    return nearest(inner, known) or ""


def _address(form: str, case: Case, made: Mapping[str, Any] | None = None) -> str:
    """Where one goes; ``after``: the page of a long thing on which one was; ``about``: the thing that it is about."""
    return form.format(
        id=case.item["itemId"], after=case.more.get("after", 0), about=case.more.get("about", ""), **made or {}
    )


def _further(case: Case) -> dict[str, str]:
    """Addresses of the same form with other choices: those that are left, and the first ones; what it came with stays."""
    said = {name: value for name, value in case.visit.request.query_params.items() if name not in ("after", "written")}
    after = case.more.get("further")
    found = {"on": "?" + urlencode({**said, "after": after})} if after else {}
    return found | ({"first": "?" + urlencode(said)} if "further" in case.more and case.visit.query("after") else {})


def _view(act: Act, case: Case, content: dict[str, Any], more: Mapping[str, Any], status: int = 200) -> View:
    parts = shown(act.parts(case), content)
    # Which question a fault stands at is said in the list above the form too.
    named = [{**one, "trail": trail(parts, one["anchor"])} for one in more["faults"]]
    data = {
        "item": case.item, "state": act.shows(case), "act": act, "about": _address(act.back, case), "shown": parts,
        "given": dict(act.choices(case)), "beside": act.beside, **more, "faults": named, "further": _further(case),
    }  # fmt: skip
    return View(act.title, data, status, faulty=status >= 400)
