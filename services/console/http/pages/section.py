"""One section of a draft: saved as it was typed, faults included; only sending refuses (WM 8)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.kinds import FormKind
from services.console.forms.questions import Section, read, shown
from services.console.http.acting import Named
from services.console.http.at_owner import contested, joined, settled, share
from services.console.http.drafting import checked, draft_of
from services.console.http.experts import own_experts
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow, Overtaken, merged
from shared.modalities.errors import NotFound


def _section(visit: Visit, kind: FormKind) -> Section:
    found = kind.section(visit.place("section"))
    if found is None:
        raise NotFound("not_found", "There is no such section")
    return found


def _view(
    draft: DraftRow,
    kind: FormKind,
    section: Section,
    content: dict[str, Any],
    faults: list[Any],
    theirs: Any = None,
    *,
    how: str = "",
    given: Mapping[str, Named] | None = None,
) -> View:
    mine = [one for one in faults if one["section"] == section.name]
    number = kind.sections.index(section)
    data = {"draft": draft, "kind": kind, "section": section, "shown": shown(section.parts, content), "faults": mine,
            "theirs": theirs, "how": how, "elsewhere": _elsewhere(draft, section), "number": number + 1, "count": len(kind.sections),
            "back": kind.sections[number - 1].name if number else None, "given": given or {}}  # fmt: skip
    clash = bool(theirs) or how == "contested"
    return View(f"section.{kind.name}.{section.name}", data, 409 if clash else 200, faulty=bool(mine or clash))


def _elsewhere(draft: DraftRow, section: Section) -> Any:
    """What somebody else wrote at the owner where the person wrote too, in this section."""
    theirs = contested(draft)
    return shown([one for one in section.parts if one.name in theirs], theirs)


async def _given(visit: Visit, section: Section) -> Mapping[str, Named]:
    """Answers that are one's own: the experts that a line of an offer may name."""
    return {"own_experts": await own_experts(visit)} if section.name == "offered" else {}


async def show(visit: Visit) -> Shown:
    """The questions with what was typed; their faults when the draft was checked (``?faults=1``)."""
    draft, kind = await draft_of(visit)
    at = await joined(visit, draft)
    draft = at.row
    faults = (await checked(visit, draft, kind)).faults if visit.query("faults") else []
    section = _section(visit, kind)
    return _view(draft, kind, section, draft.content, faults, how=at.how, given=await _given(visit, section))


async def take(visit: Visit) -> Shown:
    """Saves. What a colleague saved meanwhile is shown beside what was typed, and nothing of either is lost."""
    draft, kind = await draft_of(visit)
    section = _section(visit, kind)
    typed = read(section.parts, visit.fields())
    if section.name in {"who", "offered"} and not typed.get("language"):
        typed["language"] = visit.words.language
    content = settled(merged(draft.content, typed), {one.name for one in section.parts})
    try:
        await visit.desk.drafts.save(visit.cause, draft, visit.number("rev"), content)
    except Overtaken as overtaken:
        theirs = shown(section.parts, overtaken.now.content)
        return _view(
            overtaken.now,
            kind,
            section,
            merged(overtaken.now.content, typed),
            [],
            theirs,
            given=await _given(visit, section),
        )
    owner = await share(visit, await visit.desk.drafts.find(visit.cause, draft.draft_id), kind)
    if {one.name for one in section.parts}.intersection(owner.contested):
        return _view(
            owner.row, kind, section, owner.row.content, [], how="contested", given=await _given(visit, section)
        )
    at = kind.sections.index(section) + 1
    if visit.field("do") == "next" and at < len(kind.sections):
        return Moved(f"/drafts/{draft.draft_id}/{kind.sections[at].name}")
    if visit.field("do") == "more":
        return Moved(f"/drafts/{draft.draft_id}/{section.name}#more")
    return Moved(f"/drafts/{draft.draft_id}" + ("/submit" if visit.field("do") == "next" else ""))


PAGE = Page("section", "/drafts/{draft_id}/{section}", "section", ("check_request", "prepared", "prepared_checked", "open_draft", "edit_draft", "own_experts"), show, take,
            example={"draft_id": "draft", "section": "who"})  # fmt: skip
