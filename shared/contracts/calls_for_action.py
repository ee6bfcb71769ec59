"""What dialogue owns on the bus beside its meetings: calls for action, with each party's own word and report (WM 5)."""

from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.shapes.call_for_action import CallForActionState
from shared.contracts.topic import Topic
from shared.modalities.paragraphs import P5, P6

CALL_FOR_ACTION = Topic(
    "acsg.dialogue.call-for-action", owner="dialogue", key="call_for_action_id", federated=True, for_regions=True
)


class CallForActionEvent(Event):
    """Base of the events of a call for action; carries its state after the event."""

    topic: ClassVar[Topic] = CALL_FOR_ACTION
    paragraph = P5

    call_for_action: CallForActionState


class CallForActionOpened(CallForActionEvent):
    """Officers ask parties, or all who are interested, for advocacy, resources, steering or communication."""

    wire_type = "acsg.dialogue.call-for-action-opened"
    brings_content = True


class CallForActionRevised(CallForActionEvent):
    """Officers worded it anew, moved its day, or asked further parties; no word of a party changed."""

    wire_type = "acsg.dialogue.call-for-action-revised"
    brings_content = True


class CallForActionAnswered(CallForActionEvent):
    """A party said its own word, joined an open call, or said whether others may read that."""

    wire_type = "acsg.dialogue.call-for-action-answered"

    party: str


class ActionDoneReported(CallForActionEvent):
    """A party said what it did, corrected that, or took it back."""

    wire_type = "acsg.dialogue.call-for-action-reported"

    party: str
    number: int


class CallForActionClosed(CallForActionEvent):
    """Officers closed it with words on what came of it."""

    wire_type = "acsg.dialogue.call-for-action-closed"


class CallForActionWithdrawn(CallForActionEvent):
    """Officers took it back with words on why."""

    wire_type = "acsg.dialogue.call-for-action-withdrawn"


class CallForActionRestated(CallForActionEvent):
    """Nothing happened: the state is said again, since its deployment shares less of it than before (WM 6)."""

    wire_type = "acsg.dialogue.call-for-action-restated"
    paragraph = P6
