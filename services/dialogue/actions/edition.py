"""An edition of a report as commands meet it (WM 21)."""

from collections.abc import Mapping

from services.dialogue.actions.meeting import Dialogue
from services.dialogue.storage.editions import EditionRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.editions import EditionEvent
from shared.contracts.shapes.edition import EditionState
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.editions import of_edition, seen

Edition = Stored[EditionState]


async def view(_: object, by: Actor, state: EditionState) -> Mapping[str, object]:
    """Whole for its officers; for others what is shown of a published one."""
    return seen(by, of_edition(state), state.model_dump(mode="json")) or {}


EDITION = Kind(
    "edition",
    a.READ_EDITION,
    of_edition,
    lambda connection, edition_id, lock: EditionRepository(connection).find(edition_id, lock=lock),
    view,
)
after = EDITION.after


async def made(doing: Dialogue, event: EditionEvent) -> Done[EditionState]:
    """Ends the making of one."""
    await EditionRepository(doing.uow.connection).add(event.edition)
    doing.uow.record(event)
    return Done(event.edition, 1, event.edition.edition_id)


async def changed(doing: Dialogue, event: EditionEvent) -> Done[EditionState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, EditionRepository(doing.uow.connection), event.edition, event)
