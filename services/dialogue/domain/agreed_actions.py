"""What was agreed at a meeting to be done, and what its party says of it since, by its own word alone (WM 4). Pure."""

from collections.abc import Sequence
from datetime import datetime

from services.dialogue.domain.no_person_named import no_person_named
from shared.contracts.shapes.meeting import ActionState, AgreedAction, FollowedAction, MeetingState
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P4


def followed(recorded: Sequence[AgreedAction], before: Sequence[FollowedAction]) -> tuple[FollowedAction, ...]:
    """Actions of a record, each with a number; one that stood in it before, of the same party in the same words, keeps what its
    party said of it. In other words it is another action: nobody said anything of that.
    """
    stood = {(one.party, one.what): one for one in _numbered(before)}
    named = {one.action_id for one in recorded if one.action_id}
    # A number that an earlier record gave is not given to something else.
    taken = named | {one.action_id for one in stood.values()}
    free = (str(n) for n in range(1, 1000) if str(n) not in taken)
    found: list[FollowedAction] = []
    for one in recorded:
        known = stood.pop((one.party, one.what), None)
        if (
            known is not None
            and one.action_id in (None, known.action_id)
            and known.action_id not in named - {one.action_id}
        ):
            found.append(known.model_copy(update={"due": one.due}))
        else:
            number = one.action_id or next(free)
            found.append(FollowedAction(action_id=number, party=one.party, what=one.what, due=one.due))
    return tuple(found)


def _numbered(actions: Sequence[FollowedAction]) -> list[FollowedAction]:
    """Actions that were recorded before they had numbers get those of their places."""
    return [one if one.action_id else one.model_copy(update={"action_id": str(n)}) for n, one in enumerate(actions, 1)]


def action_in(state: MeetingState, action_id: str) -> FollowedAction:
    """An action of a meeting by its number. Raises Invalid."""
    found = _numbered(state.record.actions) if state.record is not None else []
    for one in found:
        if one.action_id == action_id:
            return one
    raise Invalid(
        (Fault("/action_id", "no such action in the record of this meeting", "unknown_action"),), paragraph=P4
    )


def reported(
    state: MeetingState, action_id: str, now_is: ActionState, words: str | None, language: str | None, now: datetime
) -> MeetingState:
    """The meeting with what a party said of its action; whoever drops one says why. Raises Conflict, Invalid."""
    before = action_in(state, action_id)
    if now_is == "dropped" and words is None:
        raise Invalid((Fault("/words", "say why it is dropped", "words_needed"),), paragraph=P4)
    if faults := tuple(no_person_named("/words", words or "")):
        raise Invalid(faults, paragraph=P4)
    said = {"state": now_is, "words": words, "language": language if words else None, "said_at": now}
    after = before.model_copy(update=said)
    if after.model_copy(update={"said_at": before.said_at}) == before:
        raise Conflict("nothing_changed", "That was said already", P4)
    assert state.record is not None
    actions = tuple(after if one.action_id == action_id else one for one in _numbered(state.record.actions))
    return state.model_copy(update={"record": state.record.model_copy(update={"actions": actions})})
