"""A call for action as commands meet it (WM 5)."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ConfigDict, Field

from services.dialogue.actions.meeting import Dialogue, serves
from services.dialogue.domain.call_for_action import AskedHere
from services.dialogue.storage.calls_for_action import CallForActionRepository
from services.dialogue.storage.known_things import KnownThings
from services.dialogue.storage.repository import MeetingRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.calls_for_action import CallForActionEvent
from shared.contracts.shapes.call_for_action import (
    MOST_ASKED,
    ActionAbout,
    CallForActionContent,
    CallForActionState,
)
from shared.contracts.shapes.values import Day, Offerer
from shared.modalities.access import actions as a
from shared.modalities.access import calls_for_action as access
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.audience import OFFERERS, PUBLIC
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_meeting
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P5
from shared.runtime.identifiers import parsed

CalledForAction = Stored[CallForActionState]
_READ = {"meeting": a.READ_MEETING, "crisis": a.READ_CRISIS}
EXAMPLE: dict[str, Any] = {
    "kind": "advocacy",
    "wordings": [
        {"language": "en", "title": "Speak for asylum at the regional forum", "text": "Name the roster in your statement."}
    ],
    "functional_areas": ["registration"],
    "due_on": "2030-05-01",
    "asked": ["iso3166:FRA", "org:euaa"],
}  # fmt: skip


class CallForActionBody(CallForActionContent):
    """What is asked for and until when. ``asked``: parties that are asked; of a call that stands already, further ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    due_on: Day
    asked: tuple[Offerer, ...] = Field(default=(), max_length=MOST_ASKED)

    def content(self) -> CallForActionContent:
        """The call itself, as it is kept."""
        return CallForActionContent.model_validate(self.model_dump(include=set(CallForActionContent.model_fields)))


class NewCallForActionBody(CallForActionBody):
    """The same of a new one. ``open_to_all``: every stakeholder reads it and may join."""

    open_to_all: bool = False


async def view(_: object, reader: Actor, state: CallForActionState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_call_for_action(state), state.model_dump(mode="json")) or {}


CALL_FOR_ACTION = Kind(
    "call_for_action",
    a.READ_CALL_FOR_ACTION,
    access.of_call_for_action,
    lambda connection, call_id, lock: CallForActionRepository(connection).find(call_id, lock=lock),
    view,
)
after = CALL_FOR_ACTION.after


def asked_here(doing: Dialogue, parties: Iterable[str]) -> list[AskedHere]:
    """Parties with the deployment that serves each today, where that is another."""
    return [AskedHere(one, serves(doing, one)) for one in parties]


async def read_by_all(doing: Dialogue, about: ActionAbout | None, asked: Iterable[str], open_to_all: bool) -> None:
    """Raises Invalid for a thing that is not known here, that the officer may not read, or that somebody asked may not: alike."""
    if about is None:
        return
    thing, reading = await _thing(doing, about), _READ[about.kind]
    fits = thing is not None and decide(doing.by, reading, thing).allowed
    if thing is not None and fits:
        fits = all(decide(_speaks_for(one), reading, thing).allowed for one in asked)
        fits = fits and (not open_to_all or not thing.shown_to.isdisjoint({PUBLIC, OFFERERS}))
    if not fits:
        fault = Fault("/about/item_id", f"names no {about.kind} that everybody asked may read", "unknown_thing")
        raise Invalid((fault,), paragraph=P5)


async def changed(doing: Dialogue, event: CallForActionEvent) -> Done[CallForActionState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, CallForActionRepository(doing.uow.connection), event.call_for_action, event)


async def _thing(doing: Dialogue, about: ActionAbout) -> Resource | None:
    item_id, connection = parsed(about.item_id), doing.uow.connection
    if item_id is None:
        return None
    if about.kind == "crisis":
        return await KnownThings(connection).find("crisis", item_id)
    found = await MeetingRepository(connection).find(item_id, lock=False)
    return of_meeting(found[0]) if found is not None else None


def _speaks_for(party: str) -> Actor:
    state = party.startswith("iso3166:")
    return Actor("asked", Role.STATE_AUTHORITY if state else Role.STAKEHOLDER, party)
