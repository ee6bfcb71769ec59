"""An engagement as commands meet it, and what every command about one says (WM 11)."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from services.delivery.domain.following import word_due
from services.delivery.domain.publication import asked_anew
from services.delivery.domain.view import as_seen_by
from services.delivery.settings import DeliverySettings
from services.delivery.storage.publishing import publish_engagement
from services.delivery.storage.repository import EngagementRepository
from shared.application.use_case import Change, Doing, Done, Kind, Stored
from shared.contracts.delivery import EngagementEvent
from shared.contracts.incoming import Strict
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.values import PartyId
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_engagement

Delivery = Doing[DeliverySettings]
Engagement = Stored[EngagementState]


class PartyBody(Strict):
    """In whose name it is said: the caller's own party."""

    party: PartyId


Said = TypeVar("Said", bound=PartyBody)


async def view(_: object, reader: Actor, state: EngagementState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return as_seen_by(reader, state)


ENGAGEMENT = Kind(
    "engagement",
    a.READ_ENGAGEMENT,
    of_engagement,
    lambda connection, engagement_id, lock: EngagementRepository(connection).find(engagement_id, lock=lock),
    view,
)


async def changed(doing: Delivery, event: EngagementEvent, audited: Action | None = None) -> Done[EngagementState]:
    """Ends a change: what the event carries is stored and told, with the date of the next word, and the public follows it."""
    state = asked_anew(word_due(event.engagement, doing.context.word_within))
    await EngagementRepository(doing.uow.connection).save(state, event.aggregate_version)
    doing.uow.record(event.model_copy(update={"engagement": state}))
    await publish_engagement(doing.uow, state)
    return Done(state, event.aggregate_version, state.engagement_id, audited)


def after(stored: Engagement, state: EngagementState) -> dict[str, object]:
    """What every event of a changed engagement carries."""
    return {
        "aggregate_id": state.engagement_id, "aggregate_version": stored.version + 1, "engagement": state,
    }  # fmt: skip


def by_party(
    action: Action,
    said: type[Said],
    make: Callable[[Delivery, Engagement, Said], Awaitable[EngagementEvent]],
) -> Change[DeliverySettings, EngagementState, Said]:
    """A command that a party gives in its own name alone: nobody is spoken for."""

    async def handler(doing: Delivery, stored: Engagement, body: Said) -> Done[EngagementState]:
        authorise(doing.by, action, of_engagement(stored.state).only(body.party))
        return await changed(doing, await make(doing, stored, body))

    handler.__name__ = make.__name__
    return Change(ENGAGEMENT, action, said, handler)
