"""What dialogue owns on the bus of periodic reports: their editions (WM 6, 21)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.edition import EditionState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P21

EDITION = Topic("acsg.dialogue.edition", owner="dialogue", key="edition_id", federated=True)


class EditionEvent(Event):
    """Base of the events of an edition of a report; carries its state after the event."""

    topic: ClassVar[Topic] = EDITION
    paragraph = P21

    edition: EditionState


class EditionDue(EditionEvent):
    """A year has ended, and no report of it was begun: the Secretariat makes one."""

    wire_type = "acsg.dialogue.edition-due"


class EditionOpened(EditionEvent):
    """An officer opened a report over a period, or the next edition of one."""

    wire_type = "acsg.dialogue.edition-opened"


class EditionFrozen(EditionEvent):
    """An officer froze the figures of an edition: nothing changes them any more."""

    wire_type = "acsg.dialogue.edition-frozen"
    brings_content = True


class EditionWorded(EditionEvent):
    """An officer wrote what stands beside the figures, in one language."""

    wire_type = "acsg.dialogue.edition-worded"
    brings_content = True


class EditionPublished(EditionEvent):
    """An officer published an edition: everybody reads it."""

    wire_type = "acsg.dialogue.edition-published"


class EditionRestated(EditionEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.edition-restated"
    paragraph = P6
