"""Check the answers and what the rules would find, then send: once, whatever the line does (WM 8, 13, 15)."""

from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.forms.again import AWAITED, begun_again, taken_back
from services.console.forms.kinds import FormKind
from services.console.forms.questions import shown
from services.console.forms.support_request import OF_WORKBOOK, PREPARED
from services.console.http.at_owner import AtOwner, joined, prepared_id, share
from services.console.http.deciding import STALE, faults_of
from services.console.http.drafting import checked, draft_of, placed
from services.console.http.page import Moved, Page, Shown, View
from services.console.http.signing import post_of, signed_and_sent
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow, Overtaken
from shared.modalities.errors import NotPermitted, Retryable


def _view(draft: DraftRow, kind: FormKind, more: dict[str, Any], status: int = 200) -> View:
    sections = [(one, shown(one.parts, draft.content)) for one in kind.sections]
    data = {
        "draft": draft,
        "kind": kind,
        "sections": sections,
        "stale": None,
        "open": None,
        "coming": None,
        "findings": [],
        "faults": [],
        "post": post_of(draft.content),
    }
    return View("title.submit", {**data, **more}, status, faulty=bool(more.get("faults") or more.get("stale")))


async def show(visit: Visit) -> Shown:
    """The answers, with the findings of the owner's own rules."""
    draft, kind = await draft_of(visit)
    if draft.sent_id is not None:
        return Moved(f"{kind.list}/{draft.sent_id}")
    draft = (await joined(visit, draft)).row
    found = await checked(visit, draft, kind)
    more = {"findings": found.findings, "faults": found.faults, "open": found.open, "coming": found.coming}
    return _view(draft, kind, more)


async def take(visit: Visit) -> Shown:
    """Sends with the draft's own key: who sends it again gets the same answer. A second one is never made."""
    draft, kind = await draft_of(visit)
    if draft.sent_id is not None:
        return Moved(f"{kind.list}/{draft.sent_id}")
    if not kind.may(visit.actor):
        raise NotPermitted("not_permitted", "Your role may not send this")
    if visit.field("do") == "rebase":
        return await _rebased(visit, draft, kind)
    if visit.number("rev") != draft.rev:
        # What was looked at is not what stands there now: it is shown before it is sent.
        return _view(draft, kind, {"stale": {"kind": "draft"}}, 409)
    at = await share(visit, draft, kind)
    if at.how != "alone":
        return await _at_owner(visit, draft, kind, at)
    content = kind.body(draft.content, visit.actor)
    if visit.field("distinct"):
        content["distinct_from"] = [visit.field("distinct")]
    if draft.item_id is not None and kind.revise is not None:
        content["taken_back"] = taken_back(draft.content, content)
        done = await visit.command(
            kind.revise, id=draft.item_id, content=content, version=draft.base_version, key=draft.send_key
        )
    else:
        done = await visit.command(kind.send, content=content, key=draft.send_key)
    if isinstance(done, CommandDone):
        sent = str(done.state.get(kind.id_name, draft.item_id))
        await _remember(visit, draft, sent)
        return Moved(f"{kind.list}/{sent}?written={done.version or 1}")
    if draft.item_id is not None and (done.status == 412 or done.code in STALE):
        now = await visit.item("versions", draft.item_id, kind.name)
        return _view(draft, kind, {"stale": await _difference(draft, now)}, 409)
    faults = placed(faults_of(done, visit.words), draft.content, kind)
    return _view(draft, kind, {"faults": faults}, 422)


async def _at_owner(visit: Visit, draft: DraftRow, kind: FormKind, at: AtOwner) -> Shown:
    """By way of the draft at its owner: it is signed there, and becomes a request once every State has signed (WM 15.v)."""
    draft_id = prepared_id(at.row)
    if at.how == "away" or draft_id is None:
        raise Retryable("owner_away", "The draft cannot be reached just now; the same may be sent again", 5)
    if at.how == "over":
        return Moved(f"/preparing/{draft_id}")
    if at.contested or kind.body(at.row.content, visit.actor) != kind.body(draft.content, visit.actor):
        # Somebody else wrote in it: that is looked at before it is signed.
        return _view(at.row, kind, {"stale": {"kind": "draft"}}, 409)
    if at.waits:
        faults = (await checked(visit, at.row, kind)).faults
        return _view(at.row, kind, {"faults": faults}, 422)
    visit.freshly()
    came = await signed_and_sent(visit, at.row, draft_id)
    if isinstance(came, CommandProblem):
        if came.status == 412 or came.code in STALE:
            return _view(at.row, kind, {"stale": {"kind": "draft"}}, 409)
        return _view(at.row, kind, {"faults": placed(faults_of(came, visit.words), at.row.content, kind)}, 422)
    if came is None:
        return Moved(f"/preparing/{draft_id}")
    await _remember(visit, at.row, came)
    return Moved(f"{kind.list}/{came}?written=1")


async def _remember(visit: Visit, draft: DraftRow, sent: str) -> None:
    try:
        await visit.desk.drafts.sent(visit.cause, draft, sent)
    except Overtaken as overtaken:
        # A colleague saved in the very moment: their draft has a key of its own and is theirs to send or to drop.
        visit.request.state.overtaken = overtaken.now.rev


async def _difference(draft: DraftRow, now: dict[str, Any]) -> dict[str, Any]:
    """Field by field: what it is now, and what the draft has."""
    present = begun_again(now["state"])
    names = sorted({*present, *draft.content} - {OF_WORKBOOK, AWAITED, PREPARED})
    rows = [(name, present.get(name), draft.content.get(name)) for name in names
            if (present.get(name) or None) != (draft.content.get(name) or None)]  # fmt: skip
    return {"kind": "item", "version": now["version"], "rows": rows}


async def _rebased(visit: Visit, draft: DraftRow, kind: FormKind) -> Shown:
    """The person has seen what changed, and chose of each field which is to stand."""
    now = await visit.item("versions", draft.item_id or "", kind.name)
    if now["version"] == visit.number("version"):
        present = begun_again(now["state"])
        chosen = {name for name in present if visit.field(f"take-{name}") == "now"}
        content = draft.content | {name: present[name] for name in chosen} | {AWAITED: present[AWAITED]}
        await visit.desk.drafts.save(visit.cause, draft, draft.rev, content)
        fresh = await visit.desk.drafts.find(visit.cause, draft.draft_id)
        await visit.desk.drafts.rebase(visit.cause, fresh, now["version"])
    return Moved(f"/drafts/{draft.draft_id}/submit")


PAGE = Page("submit", "/drafts/{draft_id}/submit", "submit",
            ("check_request", "submit_request", "revise_request", "make_offer", "revise_offer", "versions", "prepared",
             "prepared_checked", "open_draft", "edit_draft", "ask_signatures", "sign_draft", "submit_draft"), show, take,
            example={"draft_id": "draft"})  # fmt: skip
