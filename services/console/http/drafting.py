"""What the pages of one draft share: finding it, its sections and how far they are, what the rules would find."""

from dataclasses import dataclass, field
from typing import Any

from services.console.asking.gateway import CommandProblem, said_faults
from services.console.forms.kinds import KINDS, FormKind
from services.console.forms.questions import anchors, is_empty, nearest, shown, trail
from services.console.http.at_owner import prepared_id, read
from services.console.http.deciding import each_said, faults_of
from services.console.http.visit import Visit
from services.console.keeping.drafts import DraftRow
from shared.modalities.errors import NotFound


@dataclass(frozen=True)
class Checked:
    """``open``: reference of an open request that says the same; ``coming``: what a rule set that comes soon finds differently."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    open: str | None = None
    coming: dict[str, Any] | None = None


async def draft_of(visit: Visit) -> tuple[DraftRow, FormKind]:
    """The draft of the address. Raises NotFound for another party's."""
    draft = await visit.desk.drafts.find(visit.cause, visit.place("draft_id"))
    return draft, KINDS[draft.kind]


async def checked(visit: Visit, draft: DraftRow, kind: FormKind) -> Checked:
    """What the owner's own rules say of the draft as it stands; nothing where the owner has no such check."""
    if kind.check is None:
        return Checked()
    done = await visit.command(kind.check, content=kind.body(draft.content, visit.actor))
    if isinstance(done, CommandProblem):
        one = prepared_id(draft)
        if done.status == 403 and one is not None:
            # Who was invited to edit reads what its owner finds of the draft itself.
            try:
                check = (await read(visit, one, "prepared_checked"))["check"]
            except NotFound:
                # Invited no more: what it typed stays on its sheet, and nothing is found of it.
                return Checked()
            faults = faults_there(visit, check["faults"], draft.content, kind)
            return Checked([finding(each) for each in check["findings"]], faults, coming=coming_there(check["coming"]))
        return Checked(faults=placed(faults_of(done, visit.words), draft.content, kind))
    found = done.state
    return Checked(
        [finding(one) for one in found.get("findings", [])], [], found.get("already_open"), coming_there(found.get("coming"))
    )  # fmt: skip


def coming_there(coming: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a rule set that comes soon finds differently, as the owner's own answer or as the graph says it; None: no such set."""
    if coming is None:
        return None
    day = coming["holdsFrom"] if "holdsFrom" in coming else coming["holds_from"]
    return {
        "day": day, "words": coming["words"], "findings": [finding(one) for one in coming["differing"]],
        "dropped": coming["dropped"],
    }  # fmt: skip


def faults_there(
    visit: Visit, faults: list[dict[str, Any]], content: dict[str, Any], kind: FormKind
) -> list[dict[str, Any]]:
    """Faults of a draft at its owner, in our words where there are any, with the question they stand at."""
    return placed(each_said(said_faults(faults), visit.words), content, kind)


def finding(found: dict[str, Any]) -> dict[str, Any]:
    """A finding in the form that a request's page has it: nothing has moved yet, and no officer has spoken."""
    said = {name: found.get(name) for name in ("paragraph", "outcome", "reason", "reasons")}
    return said | {"movedFrom": None, "officerOutcome": None, "officerComment": None, "links": []}


def placed(faults: list[dict[str, Any]], content: dict[str, Any], kind: FormKind) -> list[dict[str, Any]]:
    """Faults with the section and the question they stand at."""
    found = []
    for fault in faults:
        for section in kind.sections:
            parts = shown(section.parts, content)
            if at := nearest(fault["anchor"], frozenset(anchors(parts))):
                found.append(fault | {"section": section.name, "anchor": at, "trail": trail(parts, at)})
                break
        else:
            found.append(fault | {"section": None, "trail": ()})
    return found


def progress(draft: DraftRow, kind: FormKind, faults: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each section: filled in, with faults, or empty, needed or not; where nobody typed anything there is nothing to mend."""
    wrong = {one["section"] for one in faults}
    states = {(True, True): "faults", (True, False): "filled", (False, True): "needed", (False, False): "empty"}
    return [{"section": one, "state": states[_filled(one.parts, draft), one.name in wrong]} for one in kind.sections]


def _filled(parts: Any, draft: DraftRow) -> bool:
    return any(not is_empty(draft.content.get(part.name)) for part in parts)
