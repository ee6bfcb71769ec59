"""What is typed in the form of a request goes to its draft at intake, where those who have a hand in it read it (WM 3, 8).

The console keeps what was typed as it was typed; the owner gets what it takes, as soon as it can be reached. What others
wrote there meanwhile comes back, part by part, and what both wrote is said: nothing of either is lost.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from services.console.asking.gateway import CommandDone, CommandProblem
from services.console.forms.kinds import REQUEST, FormKind
from services.console.forms.support_request import PREPARED, lead_for
from services.console.http.deciding import new_key
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow, Overtaken
from services.console.keeping.rejoined import rejoined
from shared.modalities.errors import NotFound, Retryable

OVER = ("submitted", "dropped")
ROUNDS = 3
"""How often a text is joined with what others wrote in the very moment, before the person is asked to save again."""


@dataclass(frozen=True)
class AtOwner:
    """A draft here and at its owner. ``how``: alone, for what intake has no draft of; shared; away, while it does not answer;
    over, once it was submitted, dropped, or is not the reader's any more.

    ``draft`` is the owner's as the reader sees it; ``contested`` what both wrote, as it stands there; ``waits``: parts that it
    does not take yet.
    """

    row: DraftRow
    how: str
    draft: dict[str, Any] | None = None
    contested: dict[str, Any] = field(default_factory=dict)
    waits: tuple[str, ...] = ()


def prepared_id(row: DraftRow) -> str | None:
    """The draft at its owner, once it is there."""
    held = row.content.get(PREPARED)
    return held["id"] if held else None


def contested(row: DraftRow) -> dict[str, Any]:
    """What others wrote at the owner where the person wrote too: it stands there until the person has seen it and saved."""
    return dict((row.content.get(PREPARED) or {}).get("contested") or {})


def settled(content: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """A form's content in which these parts were seen beside what others wrote, and saved."""
    if (held := content.get(PREPARED)) is None:
        return content
    left = {name: value for name, value in held["contested"].items() if name not in names}
    return content | {PREPARED: held | {"contested": left}}


def waiting(visit: Visit, row: DraftRow) -> list[str]:
    """Parts that the owner has not got as they stand here."""
    if (held := row.content.get(PREPARED)) is None:
        return []
    mine = REQUEST.body(row.content, visit.actor)
    return sorted(
        one for one in {*mine, *held["sent"]} if mine.get(one) != held["sent"].get(one) and one not in held["contested"]
    )


async def read(visit: Visit, draft_id: str, name: str = "prepared") -> dict[str, Any]:
    """The owner's draft. Raises NotFound, also for who has no hand in it, and Retryable while it is away."""
    found: dict[str, Any] = (await visit.ask(name, id=draft_id))["requestDraft"]
    return found


async def joined(visit: Visit, row: DraftRow) -> AtOwner:
    """The draft with what others wrote at its owner meanwhile."""
    draft_id = prepared_id(row)
    if draft_id is None:
        return AtOwner(row, "alone")
    try:
        draft = await read(visit, draft_id)
    except Retryable:
        return AtOwner(row, "away")
    except NotFound:
        return AtOwner(row, "over")
    if draft["requestId"] is not None:
        await _ended(visit, row, draft["requestId"])
    if draft["status"] in OVER:
        return AtOwner(row, "over", draft)
    return await _rejoined(visit, row, draft)


async def _rejoined(visit: Visit, row: DraftRow, draft: dict[str, Any]) -> AtOwner:
    held = row.content[PREPARED]
    if held["version"] == draft["version"]:
        return AtOwner(row, "shared", draft)
    mine, theirs = REQUEST.body(row.content, visit.actor), draft["content"]
    found = rejoined(held["sent"], mine, held["text"], theirs)
    content = {name: value for name, value in row.content.items() if found.taken.get(name, "") is not None}
    content |= {name: value for name, value in found.taken.items() if value is not None}
    now = REQUEST.body(content, visit.actor)
    # What is contested is the person's to decide: saved once more, their words stand.
    sent = {name: now.get(name) if name in found.taken or now.get(name) == theirs.get(name) else held["sent"].get(name)
            for name in {*now, *held["sent"]}}  # fmt: skip
    both = held["contested"] | found.contested
    both = {name: theirs.get(name) for name in both if now.get(name) != theirs.get(name)}
    content[PREPARED] = {"id": held["id"], "version": draft["version"], "sent": sent, "text": theirs, "contested": both}
    return AtOwner(await _kept(visit, row, content), "shared", draft, found.contested)


async def _ended(visit: Visit, row: DraftRow, request_id: str) -> None:
    """It became a request elsewhere than on this sheet: the sheet is done."""
    try:
        await visit.desk.drafts.sent(visit.cause, row, request_id)
    except Overtaken:
        return


async def _kept(visit: Visit, row: DraftRow, content: dict[str, Any]) -> DraftRow:
    try:
        await visit.desk.drafts.save(visit.cause, row, row.rev, content)
    except Overtaken as overtaken:
        # A colleague saved in the very moment: theirs is joined when it is looked at.
        return overtaken.now
    return await visit.desk.drafts.find(visit.cause, row.draft_id)


async def share(visit: Visit, row: DraftRow, kind: FormKind) -> AtOwner:
    """After a saving: what was typed goes to the owner as far as it takes it."""
    if kind is not REQUEST or row.item_id is not None or row.sent_id is not None:
        return AtOwner(row, "alone")
    try:
        if prepared_id(row) is None:
            row = await _opened(visit, row)
            if prepared_id(row) is None:
                return AtOwner(row, "alone")
        both: dict[str, Any] = {}
        for _ in range(ROUNDS):
            at = await joined(visit, row)
            row, both = at.row, both | at.contested
            if at.how != "shared":
                return at
            if (done := await _sent(visit, row)) is not None:
                return replace(done, contested=both)
        return AtOwner(row, "away")
    except Retryable:
        return AtOwner(row, "away")


async def _opened(visit: Visit, row: DraftRow) -> DraftRow:
    """Begun at the owner, empty, by a key of the draft itself: however often it is tried, there is one."""
    done = await visit.command("open_draft", lead=lead_for(visit.actor), key=f"open-{row.draft_id}")
    if isinstance(done, CommandProblem) or "draft_id" not in done.state:
        # Another deployment receives this State's requests: the form goes there when it is sent.
        return row
    held = {
        "id": done.state["draft_id"],
        "version": done.version,
        "sent": {},
        "text": done.state["content"],
        "contested": {},
    }
    return await _kept(visit, row, row.content | {PREPARED: held})


async def _sent(visit: Visit, row: DraftRow) -> AtOwner | None:
    """The text as far as it is taken; None when somebody wrote in the very moment."""
    held, text = row.content[PREPARED], REQUEST.body(row.content, visit.actor)
    waits = tuple(held["contested"])
    text = {name: value for name, value in (text | held["contested"]).items() if value is not None}
    while True:
        done = await visit.command("edit_draft", id=held["id"], content=text, version=held["version"], key=new_key())
        if isinstance(done, CommandDone):
            break
        named = {one.pointer.split("/")[1] for one in done.faults if one.pointer.count("/")} & set(text)
        if done.status == 412:
            return None
        if done.status != 422 or not named:
            return AtOwner(row, "over" if done.status in {403, 404, 409} else "shared", waits=(*waits, *text))
        # What has a fault waits here until it is mended; what stood there before stays there.
        waits = (*waits, *sorted(named))
        text = {name: value for name, value in text.items() if name not in named}
        text |= {
            name: held["text"][name] for name in named if name in held["text"] and name not in waits[: -len(named)]
        }
    kept = {name: held["sent"].get(name) for name in waits}
    now = held | {"version": done.version, "sent": text | kept, "text": done.state["content"]}
    if now != held:
        row = await _kept(visit, row, row.content | {PREPARED: now})
    return AtOwner(row, "shared", waits=waits)
