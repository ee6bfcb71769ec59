"""What a meeting carries on from earlier ones of its series, as it stands there now (WM 4)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

if TYPE_CHECKING:
    from services.gateway.graphql.types import Item

Key = tuple[str, str, str]


@strawberry.type(
    name="CarriedAction",
    description="An action that was agreed at an earlier meeting of the series and was open when this one was convened",
)
class CarriedOn:
    """With the meeting where it was agreed, and where its party says what became of it."""

    action_id: str
    party: str
    what: str
    due: str | None
    state: str
    words: str | None
    language: str | None
    meeting: Annotated["Item", strawberry.lazy("services.gateway.graphql.types")]


def keys_of(region: str, state: Mapping[str, Any]) -> list[Key]:
    """The meetings from which it carries something, each once, in the order of the series."""
    named = (one["meeting_id"] for one in state.get("carried") or ())
    return [(region, "meeting", one) for one in dict.fromkeys(named)]


def carried(state: Mapping[str, Any], meetings: Mapping[str, "Item"]) -> list[CarriedOn]:
    """What it carries, of the meetings that the reader may read."""
    found = []
    for one in state.get("carried") or ():
        meeting = meetings.get(one["meeting_id"])
        known: Any = meeting.state if meeting is not None else {}
        actions = (known.get("record") or {}).get("actions") or ()
        agreed = next((it for it in actions if it.get("action_id") == one["action_id"]), None)
        if meeting is not None and agreed is not None:
            said = {name: agreed.get(name) for name in ("due", "words", "language")}
            found.append(CarriedOn(
                action_id=one["action_id"], party=agreed["party"], what=agreed["what"], state=agreed.get("state", "open"),
                meeting=meeting, **said,
            ))  # fmt: skip
    return found
