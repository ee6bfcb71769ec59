"""What follows from the declarations of all kinds: which item an event is about, and the lists that are read elsewhere."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from services.notifications.domain.items import Known
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds import KINDS
from services.notifications.kinds.kind import ItemKind
from shared.contracts.catalogue import events
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event

BY_NAME: Mapping[str, ItemKind] = {kind.name: kind for kind in KINDS}
SHOWN: tuple[str, ...] = tuple(kind.name for kind in KINDS if kind.shown)
"""Kinds of items that somebody is told of, in the order of an overview."""
FOLLOWED: tuple[str, ...] = tuple(kind.name for kind in KINDS if kind.followed)
"""Those that a filter can ask for."""
PLANNED: tuple[str, ...] = tuple(kind.name for kind in KINDS if kind.plan_dates)
"""Those with dates in the calendars of their parties beside the steps."""
CONFIDED = frozenset(kind.name for kind in KINDS if any(one.topic.confided for one in kind.told))
"""Those told to nobody but who stands in the thing: no officer reads what was told of them (WM 8)."""
ITEM_EVENTS: tuple[type[Event], ...] = tuple(
    event for event in events() if issubclass(event, tuple(family for kind in KINDS for family in kind.events))
)
"""Events that carry the state of an item."""
SHARED_EVENTS: tuple[type[Event], ...] = tuple(
    event
    for event in ITEM_EVENTS
    if issubclass(event, tuple(family for kind in KINDS if kind.shared_by_regions for family in kind.events))
)
"""Those that a region reads of other regions."""
VOLUNTARY = frozenset(step for kind in KINDS for step in kind.voluntary)
"""What a party may leave undone."""
ASKED_ON_THE_DAY = frozenset(step for kind in KINDS for step in kind.asked_on_the_day)
"""Of these an event of their owner asks when the day has come; no reminder says the same on that day."""
CADENCES: Mapping[str, str] = {step: setting for kind in KINDS for step, setting in kind.cadences.items()}
"""Steps with a cadence of their own -> the setting that says it."""
OF_PLAN: tuple[str, ...] = tuple(what for kind in KINDS for what in kind.plan_dates)
"""Dates of plans, which every side has alike."""
DATED_STEPS = frozenset(step for kind in KINDS for step in kind.dated_steps)
"""Steps whose day stands in a calendar as such a date."""
ASKS: Mapping[str, tuple[str, ...]] = {event.wire_type: steps for kind in KINDS for event, steps in kind.asks.items()}
"""Which steps an event that asks for one asks for: a party may owe several of an item at once."""
TELL_AUDIENCE = frozenset(event.wire_type for kind in KINDS for event in kind.tell_audience)
"""Events that tell their readers to whom an item may be shown."""
CARRY_SITTING = frozenset(event.wire_type for kind in KINDS for event in kind.carry_sitting)
"""Events whose mail brings an entry for calendar programs."""
TOLD_UNSEEN: tuple[type[Event], ...] = tuple(event for kind in KINDS for event in kind.told_unseen)
"""Events that are told although the item may not be shown any more."""
WORDS: Mapping[str, ItemKind] = {name: kind for kind in KINDS if kind.words for name in kind.words.names}
"""Forms of what parties write to each other -> the kind of item that they are written of."""


@cache
def _kind_of(event: type[Event]) -> ItemKind | None:
    return next((kind for kind in KINDS if issubclass(event, kind.events)), None)


def item_of(event: Event, envelope: Envelope) -> Known | None:
    """The item an event is about, as the event left it; None for events about nothing that is followed here."""
    kind = _kind_of(type(event))
    return kind.known(event, envelope) if kind is not None else None


def known_of(document: Mapping[str, Any]) -> Known:
    """An item as it was kept. Raises KeyError for a kind that there is not."""
    body = document["body"]
    return Known.model_validate({**document, "body": BY_NAME[body["kind"]].item.model_validate(body)})


def is_followed(event: Event, seen: Seen) -> bool:
    """Whether a subscription may tell an event of an item that its reader sees so."""
    only = BY_NAME[seen.kind].followed_unshown
    return seen.view == "full" or only is None or isinstance(event, only)


def spoken_in(event: Event, role: str) -> tuple[Spoken, ...]:
    """What an event says to a role in the words of who wrote it, in the order in which it is read."""
    kind = _kind_of(type(event))
    words = kind.words.said(event, role) if kind is not None and kind.words is not None else ()
    return tuple(one for one in words if one.text.strip())


def heard(content: Mapping[str, Any], seen: Seen | None) -> tuple[Spoken, ...]:
    """The words of a kept message that its reader may read, given what it may see of the item now."""
    if seen is None or content.get("erased"):
        return ()
    words = (Spoken.model_validate(one) for one in content.get("spoken") or ())
    return tuple(one for one in words if _may_hear(WORDS[one.kind], seen))


def _may_hear(kind: ItemKind, seen: Seen) -> bool:
    """Words are heard by who sees the item that they are written of, and whom its kind lets hear them."""
    return kind.words is not None and seen.kind == kind.name and kind.words.may_hear(seen)
