"""In which form a reader sees an item: whole, without what is its parties' alone, or as a State agreed to show it (WM 17).

Who stands in an item, or works on it, sees it whole. Who sees it only because it was shown to many sees no contact.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from services.gateway.kinds import BY_NAME
from services.gateway.read_model.beside import seen_match
from services.gateway.read_model.reader import may_read, resource
from services.gateway.read_model.rows import ItemRow, PublishedRow
from shared.contracts.matching import CounterAnswered, MatchCountered
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.meetings import reads_volunteer
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import shown_to_all


class ItemView(Enum):
    """Whole, as far as the reader's role goes; or only the fields that were agreed to."""

    FULL = "full"
    SHOWN = "shown"


def shown_fields(row: ItemRow) -> dict[str, Any]:
    """What a State agreed to show of a request; at a date only what it still shows now (WM 17)."""
    found: dict[str, Any] = row.state["shown"]["fields"] if row.state.get("shown") else {}
    if not hasattr(row, "shown_now"):
        return found
    still = (row.shown_now or {}).get("fields", {})
    return {name: value for name, value in found.items() if name in still}


def region_shown(row: ItemRow, shown: Mapping[str, Any]) -> str | None:
    """The deployment of a shown request: it tells which State asks, so it is said where that one may be named."""
    return str(row.region) if "requesting_states" in shown else None


def is_shown(actor: Actor, row: ItemRow) -> bool:
    """Whether a request is shown to the actor by its State's agreement."""
    return decide(actor, a.READ_SHOWN_REQUEST, resource(row)).allowed


def is_published(actor: Actor, row: PublishedRow) -> bool:
    """Whether a match is read because its parties agreed to show it to the public; its owner said so by an event."""
    return row.published is not None and decide(actor, a.READ_MATCH, shown_to_all()).allowed


_SHOWN: Mapping[str, Callable[[Actor, Any], bool]] = {"request": is_shown, "match": is_published}


def view_of(actor: Actor, row: ItemRow) -> ItemView | None:
    """The form in which the actor may see an item; None: it is not there for them."""
    if may_read(actor, row):
        return ItemView.FULL
    shown = _SHOWN.get(row.kind)
    return ItemView.SHOWN if shown is not None and shown(actor, row) else None


def state_for(actor: Actor, row: ItemRow) -> dict[str, Any]:
    """The state of an item the actor may read, as ``shared.modalities.access`` says that it is seen."""
    state: dict[str, Any] = row.state
    if row.kind == "meeting":
        comes = all(takes_part(actor, one) for one in (state, getattr(row, "meeting_now", state)))
        way_in = {} if comes else {"content": state["content"] | {"join_link": None}}
        volunteers = [one for one in state.get("volunteers") or () if reads_volunteer(actor, one["party"])]
        return state | way_in | {"volunteers": volunteers}
    if row.kind == "match":
        return seen_match(actor, resource(row), row) or {}
    cut = BY_NAME[row.kind].seen
    return cut(actor, resource(row), state) or {} if cut is not None else state


def title_in(state: Any) -> str | None:
    """The title of a thing in its state as the reader sees it: its party's words, or of an engagement what may be read of them."""
    content = state.get("content", state.get("shown") if "solicitation_id" in state else None)
    title = content.get("title") if isinstance(content, dict) else state.get("title")
    if title is None and isinstance(content, dict) and content.get("wordings"):
        worded = content["wordings"]
        title = next((one for one in worded if one.get("worded_by") == "official"), worded[0])["title"]
    return str(title) if title is not None else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside an item's state, as far as its reader may know it; a filter tells of nothing else (WM 17)."""

    reference: str | None
    region: str | None
    parties: tuple[str, ...]
    areas: tuple[str, ...]

    def holds(self, given: Mapping[str, Any]) -> bool:
        """Whether what is asked of these holds."""
        asked: dict[str, Callable[[Any], bool]] = {
            "region": lambda value: self.region == value,
            "regions": lambda value: self.region in value,
            "functional_area": lambda value: value in self.areas,
            "party": lambda value: value in self.parties,
        }
        return all(check(given[name]) for name, check in asked.items() if given.get(name) is not None)


def facts(row: ItemRow, seen: Mapping[str, Any]) -> Facts:
    """The same of a row, given its state as its reader sees it: of what others are in no more than that state says."""
    if row.kind == "engagement":
        areas = {one["functional_area"] for one in seen.get("lines", ()) if "functional_area" in one}
        return Facts(row.reference, row.region, tuple(row.parties), tuple(sorted(areas)))
    if row.kind == "solicitation":
        asked = [one["party"] for one in seen.get("asked", ()) if one.get("party") is not None]
        known = tuple(dict.fromkeys((*seen.get("requesting_states", ()), *asked)))
        return Facts(None, row.region if seen.get("region") is not None else None, known, tuple(row.areas))
    if row.kind != "match":
        # Of a thread apart its party is not told where the thing is from (WM 17).
        region = None if "region" in seen and seen["region"] is None else row.region
        return Facts(row.reference, region, tuple(row.parties), tuple(row.areas))
    # The item belongs to the deployment that sent it, whatever its state says.
    region = row.region if seen.get("region") is not None else None
    parties = tuple(dict.fromkeys(side["party"] for side in seen.get("sides", ())))
    return Facts(seen.get("reference"), region, parties, tuple(seen.get("functional_areas", ())))


def takes_part(actor: Actor, state: Mapping[str, Any]) -> bool:
    """Whether the way into a meeting is for the actor: an officer, or one who registered or moderates (WM 4).

    At a date it is for those whom it was for then and is for now.
    """
    if actor.role in OFFICERS:
        return True
    registered = {one["party"] for one in state["invitations"] if one["answer"] == "registered"}
    return actor.party in registered | {one["party"] for one in state["moderators"]}


OF_COUNTERS = frozenset({MatchCountered.wire_type, CounterAnswered.wire_type})
"""Types of events that tell of counters to a match."""


def knows_counters(actor: Actor, row: ItemRow) -> bool:
    """Whether all counters to a match are the reader's to know: officers', of each its own party beside them (WM 11)."""
    return decide(actor, a.READ_MATCH_WHOLE, resource(row)).allowed


def told_history(actor: Actor, thing: Resource, rows: Iterable[Any]) -> list[Any]:
    """Of what happened to an item what its reader may know of: who is no officer hears of no counter by this."""
    whole = decide(actor, a.READ_MATCH_WHOLE, thing).allowed
    return [row for row in rows if whole or row.type not in OF_COUNTERS]


def is_offer_of_others(actor: Actor, row: ItemRow) -> bool:
    """Whether a row is an offer that its reader sees only because it is shown to many."""
    if row.kind != "offer":
        return False
    return not decide(actor, a.READ_OFFER_WHOLE, resource(row)).allowed
