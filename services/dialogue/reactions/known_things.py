"""Who may read a request, an offer, a call, a match or a crisis is kept, so that an officer may name one (WM 6)."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from services.dialogue.kinds import call, match, offer, request
from services.dialogue.kinds.kind import ThingKind
from services.dialogue.storage.known_things import KnownThings
from shared.contracts.catalogue import events
from shared.contracts.crises import CrisisEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.modalities.access.crises import of_crisis
from shared.modalities.access.resource import Resource
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.kafka.consumer import Reaction


def _crisis(event: Event, _: Envelope) -> Resource:
    assert isinstance(event, CrisisEvent)
    return of_crisis(event.crisis)


def _as_heard(kind: ThingKind) -> Callable[[Event, Envelope], Resource]:
    return lambda event, envelope: kind.heard(event, envelope).thing


FAMILIES: Mapping[type[Event], tuple[str, Callable[[Event, Envelope], Resource]]] = {
    **{one.KIND.family: (one.KIND.name, _as_heard(one.KIND)) for one in (request, offer, call, match)},
    CrisisEvent: ("crisis", _crisis),
}
"""Family of events -> the kind of thing that it is of, and who may read that. Engagements and meetings are kept elsewhere here."""


async def on_thing(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """It is its sender's, whatever its state says."""
    kind, of = next(found for family, found in FAMILIES.items() if isinstance(event, family))
    thing = replace(of(event, envelope), region=envelope.region)
    await KnownThings(uow.connection).hears_of(kind, event.aggregate_id, event.aggregate_version, thing)


KNOWN: Mapping[type[Event], Reaction] = {event: on_thing for event in events() if issubclass(event, tuple(FAMILIES))}
"""At home and from elsewhere alike: an officer may read what came here by a twin."""
