"""Why something happens: a person or program did it, an event set it off, or its time had come."""

from dataclasses import dataclass
from typing import ClassVar

from shared.modalities.access.actor import Actor


@dataclass(frozen=True)
class ByActor:
    """Somebody known asked for it. ``causation_id`` is the request."""

    actor: Actor
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True)
class ByEvent:
    """Something that has happened set it off, in nobody's name. ``causation_id`` is the event, or the call."""

    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None
    actor: ClassVar[None] = None


@dataclass(frozen=True)
class ByClock:
    """Its time has come, or a process of ours goes on with its work; ``correlation_id`` names that work."""

    correlation_id: str
    causation_id: ClassVar[None] = None
    traceparent: ClassVar[None] = None
    actor: ClassVar[None] = None


Cause = ByActor | ByEvent | ByClock
