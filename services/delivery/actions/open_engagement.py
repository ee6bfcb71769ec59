"""A confirmed match opens its engagement, once, without anybody's help (WM 11, 19)."""

from services.delivery.domain import opening
from services.delivery.domain.following import word_due
from services.delivery.settings import DeliverySettings
from services.delivery.storage.known import KnownRepository
from services.delivery.storage.repository import EngagementRepository
from shared.contracts.delivery import EngagementOpened
from shared.contracts.shapes.match import MatchState
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id


async def open_engagement(uow: UnitOfWork, match: MatchState, settings: DeliverySettings) -> bool:
    """False while its request or an offer of it has not come by the bus; then the match waits for them."""
    engagements, known = EngagementRepository(uow.connection), KnownRepository(uow.connection)
    if await engagements.of_match(match.match_id) is not None:
        return True
    requests = {one: await known.request(one) for one in sorted({line.request_id for line in match.lines})}
    offers = {one: await known.offer(one) for one in sorted({line.offer_id for line in match.lines})}
    if None in requests.values() or None in offers.values():
        await known.wait(match)
        return False
    now = uow.now()
    reference = await engagements.next_reference(match.region, now.year)
    state = opening.by_match(
        match,
        {name: one for name, one in requests.items() if one is not None},
        {name: one for name, one in offers.items() if one is not None},
        new_id(uow.clock),
        reference,
        now,
    )
    state = word_due(state, settings.word_within)
    await engagements.add(state)
    await known.no_more_waiting(match.match_id)
    uow.record(EngagementOpened(aggregate_id=state.engagement_id, aggregate_version=1, engagement=state))
    return True
