"""From an event to the row of its item: pure; what a kind says of it stands in ``kinds/``.

The state is kept as the owner wrote it, fields that this release does not know included, so that owner and reader can
compare digests of it whatever their releases are.
"""

from collections.abc import Mapping

import orjson

from services.gateway.domain.adds import adds
from services.gateway.kinds import KINDS
from services.gateway.kinds.kind import Row, RowKind
from services.gateway.projections.searched import shown_words_of, words_of
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.call_for_action import CallForActionState
from shared.contracts.shapes.handover import HANDED_OVER
from shared.contracts.shapes.initiative import InitiativeState
from shared.contracts.shapes.liaison import LiaisonState
from shared.contracts.shapes.meeting import MeetingState
from shared.contracts.shapes.peer_link import PeerLinkState
from shared.contracts.shapes.practice import PracticeState
from shared.contracts.shapes.thematic_project import ThematicProjectState

KIND_OF: Mapping[type[Event], RowKind] = {kind.family: kind for kind in KINDS}


def kind_of(event: type[Event]) -> str | None:
    """The kind of item an event class is about; None for one that is only told in the history."""
    return next((KIND_OF[base].name for base in event.__mro__ if base in KIND_OF), None)


def row_of(event: Event, envelope: Envelope, body: bytes) -> Row | None:
    """The row of an event's item, with the event's data as it came; None for an event that is only told in the history.

    The item belongs to the deployment that sent the event, whatever its state says.
    """
    kind = next((KIND_OF[base] for base in type(event).__mro__ if base in KIND_OF), None)
    if kind is None:
        return None
    row = kind.row(event, envelope)
    row |= {"region": envelope.region, "id": event.aggregate_id, "epoch": envelope.epoch, "at": envelope.time}
    row |= {"version": event.aggregate_version, "body": orjson.Fragment(body)}
    state = getattr(event, row["field"], None) if row["field"] else None
    row |= _words(row, state)
    # What was handed over adds to the roll-ups of its new owner's region.
    row["figures"] = adds(row["kind"], row["status"], event) if row["status"] != HANDED_OVER else []
    row["withheld"] = withheld_of(envelope.withheld, row["field"])
    return row


def _words(row: Row, state: object) -> Row:
    """What it is found by. A good practice, a thematic project and a call for action by its texts, and by its areas in every language (WM 11, 18). A call for offers by what it shows alone: who else is asked is not for who is."""
    if isinstance(state, Solicitation):
        found = words_of(None, state.shown.get("title"), state.shown.get("summary"), [])
        return {"words": found, "shown_words": []}
    if isinstance(state, PracticeState | ThematicProjectState | CallForActionState):
        texts = [text for one in state.content.wordings for text in (one.title, one.text, getattr(one, "effect", None))]
        found = words_of(row["reference"], None, None, row["parties"], texts, state.content.functional_areas)
        return {"words": found, "shown_words": []}
    if isinstance(state, MeetingState):
        # Resources, practices and synergies of its record, which all who read the meeting read (WM 4).
        about = state.content
        found = words_of(row["reference"], about.title, None, row["parties"], state.texts(), about.functional_areas)
        return {"words": found, "shown_words": []}
    if isinstance(state, LiaisonState):
        # Who reads one reads all of it.
        said, owed = state.content, state.owed.text if state.owed is not None else None
        held = (said.said, said.agreed, *said.posts, owed)
        return {"words": words_of(row["reference"], said.title, None, row["parties"], held), "shown_words": []}
    if isinstance(state, PeerLinkState | InitiativeState):
        # What everybody may read of it once it is public, or who is shown it, and no more: a word that is found tells that it stands there.
        found = words_of(
            row["reference"], state.content.title, None, row["parties"], (), state.content.functional_areas
        )
        return {"words": found, "shown_words": []}
    content, shown = getattr(state, "content", None), getattr(state, "shown", None)
    title, summary = getattr(content, "title", None), getattr(content, "summary", None)
    return {
        "words": words_of(row["reference"], title, summary, row["parties"]),
        "shown_words": shown_words_of(shown.fields) if shown is not None else [],
    }


def withheld_of(said: str | None, field: str | None) -> list[str]:
    """Pointers into the state, from those into the event's data."""
    pointers = sorted(filter(None, (said or "").split(",")))
    if field is None:
        return pointers
    return [pointer.removeprefix(f"/{field}") for pointer in pointers if pointer.startswith(f"/{field}/")]
