"""What a practice or a peer link came of: a meeting, an engagement, a practice that its proposer may read (WM 1, 4)."""

from typing import Protocol

from services.dialogue.actions.meeting import Dialogue, readable_meeting
from services.dialogue.storage.practices import PracticeRepository
from shared.modalities.access import actions as a
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import of_practice
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import Paragraph
from shared.runtime.identifiers import parsed


class Origin(Protocol):
    """A thing by its kind and identifier."""

    @property
    def kind(self) -> str: ...
    @property
    def item_id(self) -> str: ...


async def known_origin(doing: Dialogue, origin: Origin | None, paragraph: Paragraph) -> None:
    """Raises Invalid for a thing that is not known here, or that who names it may not read: alike."""
    if origin is not None and not await _reads(doing, origin):
        fault = Fault("/origin/item_id", f"names no {origin.kind} that you may read here", "unknown_origin")
        raise Invalid((fault,), paragraph=paragraph)


async def _reads(doing: Dialogue, origin: Origin) -> bool:
    if origin.kind == "meeting":
        return await readable_meeting(doing, origin.item_id) is not None
    item_id, practices = parsed(origin.item_id), PracticeRepository(doing.uow.connection)
    if item_id is None:
        return False
    if origin.kind == "practice":
        found = await practices.find(item_id, lock=False)
        return found is not None and decide(doing.by, a.READ_PRACTICE, of_practice(found[0])).allowed
    thing = await practices.engagement(item_id)
    return thing is not None and decide(doing.by, a.READ_ENGAGEMENT, thing).allowed
