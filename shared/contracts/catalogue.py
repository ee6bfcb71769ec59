"""Every topic and event of the system, gathered from the owners' files; refuses duplicates."""

import inspect
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from shared.contracts import (
    action_reminders,
    assessment_reminders,
    assessments,
    call_for_action_reminders,
    calls_for_action,
    commitment_reminders,
    commitments,
    crises,
    delivery,
    dialogue,
    editions,
    experts,
    fitting,
    initiative_reminders,
    initiatives,
    intake,
    liaison_reminders,
    liaisons,
    matching,
    national_plans,
    notifications,
    operations,
    organisations,
    packages,
    peer_links,
    peer_reminders,
    projects,
    reviews,
    roster,
    roster_reminders,
    warnings,
)
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from shared.contracts.topic import Topic, current_of

OWNERS: tuple[ModuleType, ...] = (
    intake, commitments, assessments, national_plans, crises, warnings, roster, projects, packages, experts, organisations, matching,
    fitting, notifications, roster_reminders, assessment_reminders, commitment_reminders, peer_reminders, initiative_reminders,
    action_reminders, call_for_action_reminders, liaison_reminders, operations, reviews, liaisons,
    editions, peer_links, initiatives, calls_for_action, dialogue, delivery,
)  # fmt: skip


class CatalogueFault(Exception):
    """The catalogue contradicts itself; names every contradiction."""


def collect(modules: Iterable[ModuleType]) -> tuple[type[Event], ...]:
    """Event classes with a wire type, in order of declaration. Raises CatalogueFault naming every duplicate."""
    found: dict[tuple[str, int], type[Event]] = {}
    faults: list[str] = []
    for module in modules:
        for declared in vars(module).values():
            if not (inspect.isclass(declared) and issubclass(declared, Event) and "wire_type" in vars(declared)):
                continue
            if declared.__module__ != module.__name__:
                continue
            identity = (declared.wire_type, declared.version)
            if identity in found:
                faults.append(f"{identity} is declared by {found[identity].__name__} and {declared.__name__}")
            if not hasattr(declared, "topic") or not hasattr(declared, "paragraph"):
                faults.append(f"{declared.__name__} names no topic or no paragraph")
            found[identity] = declared
    if faults:
        raise CatalogueFault("; ".join(faults))
    return tuple(found.values())


@cache
def events() -> tuple[type[Event], ...]:
    """All event classes."""
    return collect(OWNERS)


@cache
def topics() -> tuple[Topic, ...]:
    """All topics, in order of declaration, each followed by its twin when it has one."""
    declared = (value for module in OWNERS for value in vars(module).values() if isinstance(value, Topic))
    return tuple(dict.fromkeys(found for topic in declared for found in (topic, topic.twin) if found is not None))


def topics_of(owner: str) -> tuple[Topic, ...]:
    """The topics a service owns and creates."""
    return tuple(topic for topic in topics() if topic.owner == owner)


def events_on(topic: Topic) -> tuple[type[Event], ...]:
    """The event classes that stand on a topic; those of a twin are those of its original.

    On a compacted one a retraction leaves a tombstone, no event.
    """
    if topic.compacted:
        return tuple(event for event in events() if current_of(event.topic) == topic and not event.retracts)
    return tuple(event for event in events() if topic in (event.topic, event.topic.twin))


@cache
def compacted() -> dict[str, Topic]:
    """Name of a log -> the compacted topic beside it."""
    return {topic.name.removesuffix(".current"): topic for topic in topics() if topic.compacted}


@cache
def public_types() -> tuple[str, ...]:
    """Wire types of the events that may be told to everybody, sorted."""
    return tuple(sorted(event.wire_type for event in events() if event.classification is Classification.UNCLASSIFIED))


@cache
def retractions() -> frozenset[str]:
    """Wire types of the events that take back what was published."""
    return frozenset(event.wire_type for event in events() if event.retracts)


@cache
def _by_identity() -> dict[tuple[str, int], type[Event]]:
    return {(event.wire_type, event.version): event for event in events()}


def event_class(wire_type: str, version: int) -> type[Event] | None:
    """The class of a wire type and version; None when this release does not know it."""
    return _by_identity().get((wire_type, version))
