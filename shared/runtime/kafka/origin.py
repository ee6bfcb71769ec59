"""Whose word a record is: the way by which it came, held against what it says of itself (WM 6).

A replicator puts the name of the broker it read before a topic's, so the name of a topic says who wrote to it. Within
the record a deployment may write whatever it likes; what it says is taken only when both agree.
"""

import re
from typing import Any

from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.topic import current_of
from shared.runtime.settings import RuntimeSettings

DIRECT, PULLED = "direct", "pulled"
"""Before the topics of a broker that is read directly, and of records that were asked of their owner over HTTP."""

_NAME = re.compile(r"((?:[a-z0-9-]+\.)*?)(acsg\..+)")
_STATES = (
    "request",
    "offer",
    "match",
    "solicitation",
    "meeting",
    "engagement",
    "draft",
    "thread",
    "practice",
    "link",
    "initiative",
    "call_for_action",
    "liaison",
    "review",
    "edition",
    "crisis",
    "warning",
    "project",
    "package",
    "expert",
    "organisation",
    "assessment",
    "national_plan",
    "fitting",
)


class WrongOrigin(Exception):
    """An event speaks for a deployment that did not send it. It stays wrong, so it is never tried again."""


def way_of(topic: str) -> tuple[tuple[str, ...], str]:
    """The brokers a record came through, the last one first, and the topic's own name. Empty for a topic of ours."""
    found = _NAME.fullmatch(topic)
    return (tuple(found.group(1).split(".")[:-1]), found.group(2)) if found else ((), topic)


def is_foreign(topic: str) -> bool:
    """Whether a record came from elsewhere: by a replicator, from another broker, or as an answer."""
    return bool(way_of(topic)[0])


def origin_of(topic: str, settings: RuntimeSettings) -> str:
    """The deployment whose broker or interface a record is from. Raises WrongOrigin for a way that leads nowhere.

    A replicator brings the broker it reads; the hub alone passes on what others brought it.
    """
    way, _ = way_of(topic)
    if not way:
        return settings.deployment
    if way[0] == PULLED and len(way) == 3:
        return way[1]
    if way[0] == DIRECT and len(way) == 2:
        return way[1]
    if len(way) == 1:
        return way[0]
    if len(way) == 2 and way[0] == settings.hub != settings.deployment:
        return way[1]
    raise WrongOrigin(f"wrong origin: nothing comes by the way {'.'.join(way)}")


def state_of(event: Event) -> Any:
    """The state in an event that says whose it is; the event itself where it carries none."""
    return next((found for name in _STATES if (found := getattr(event, name, None)) is not None), event)


def hold_to_origin(topic: str, partition: int, envelope: Envelope, event: Event, settings: RuntimeSettings) -> None:
    """Raises WrongOrigin naming all that does not agree with the topic by which an event came."""
    origin, (way, bare) = origin_of(topic, settings), way_of(topic)
    home = type(event).topic
    faults = []
    if envelope.region != origin:
        faults.append(f"region {envelope.region}")
    if envelope.source != f"/acsg/{origin}/{home.owner}":
        faults.append(f"source {envelope.source}")
    if bare not in {home.name, current_of(home).name, home.twin.name if home.twin else home.name}:
        faults.append(f"type {envelope.type} on {bare}")
    if way and envelope.stream != f"{home.name}/{partition}":
        faults.append(f"stream {envelope.stream}")
    if (envelope.subject, envelope.aggregate_version) != (event.aggregate_id, event.aggregate_version):
        faults.append(f"subject {envelope.subject} version {envelope.aggregate_version}")
    said = getattr(state_of(event), "region", None)
    # A call for offers of before calls had a life names no deployment.
    if isinstance(said, str) and said and said != origin:
        faults.append(f"state of {said}")
    if (handover := getattr(event, "handover", None)) is not None:
        # Both sides say how far it is; that it was called back its giver alone.
        sides = {handover.giving} | ({handover.receiving} if handover.called_back is None else set())
        if origin not in sides:
            faults.append(f"handover of {handover.giving}")
    if faults:
        raise WrongOrigin(f"wrong origin: came from {origin}, says {', '.join(faults)}")
