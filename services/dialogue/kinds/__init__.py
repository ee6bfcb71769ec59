"""Kinds of things that are spoken about: each declares itself in its own file (WM 6, 8, 11)."""

from collections.abc import Mapping

from services.dialogue.kinds import call, engagement, match, meeting, offer, request
from services.dialogue.kinds.kind import ThingKind
from shared.contracts.event import Event

KINDS: tuple[ThingKind, ...] = tuple(one.KIND for one in (request, offer, call, match, engagement, meeting))
BY_NAME: Mapping[str, ThingKind] = {kind.name: kind for kind in KINDS}


def kind_of(event: type[Event]) -> ThingKind | None:
    """The kind whose thing an event tells of; None where nothing is spoken about it."""
    return next((kind for kind in KINDS if issubclass(event, kind.family)), None)
