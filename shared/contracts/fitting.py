"""What matching owns on the bus beside needs, calls and matches: requests that proactive offers may answer (WM 18)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.fitting import FittingRequestState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P6, P17, P18

FITTING = Topic("acsg.matching.fitting-request", owner="matching", key="fitting_id", federated=True, for_regions=True)


class FittingEvent(Event):
    """Base of these events; carries the state after the event."""

    topic: ClassVar[Topic] = FITTING
    paragraph = P18

    fitting: FittingRequestState


class FittingRequestFound(FittingEvent):
    """A request is shown that proactive offers may answer. A machine worked that out; it decides nothing and asks nobody.

    ``offers``: identifiers of those whose parties have not heard of this version before; none where only what is shown changed.
    """

    wire_type = "acsg.matching.fitting-request-found"

    offers: tuple[str, ...]


class FittingRequestRecalled(FittingEvent):
    """The request is shown no more: nothing of it stands here."""

    wire_type = "acsg.matching.fitting-request-recalled"
    paragraph = P17


class FittingRequestRestated(FittingEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.matching.fitting-request-restated"
    paragraph = P6
