"""Which engagements the parties served here give in: an expert is sent to one of these (WM 7)."""

from services.roster.domain.expert import Sent
from services.roster.storage.experts import ExpertRepository
from shared.contracts.delivery import EngagementEvent
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.shapes.expert import Receiver
from shared.runtime.db.unit_of_work import UnitOfWork


async def on_sides(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """Remembers whom an engagement is between, once both sides said so; each receiver with who serves it, where that is another."""
    assert isinstance(event, EngagementEvent)
    here, sides = uow.settings.deployment, event.engagement.sides
    served = [(one, one.region or envelope.region) for one in sides if one.role == "requester"]
    receivers = tuple(Receiver(party=one.party, region=None if by == here else by) for one, by in served)
    givers = [one.party for one in sides if one.role == "offerer"]
    if receivers and givers:
        sent = Sent(event.engagement.engagement_id, event.engagement.reference, receivers)
        await ExpertRepository(uow.connection).hear_of(sent, givers, event.aggregate_version)


async def on_sides_elsewhere(event: Event, envelope: Envelope, uow: UnitOfWork) -> None:
    """The same of another deployment's, as far as a party that this one serves gives in it; of all others nothing is kept."""
    assert isinstance(event, EngagementEvent)
    here, engagement = uow.settings.deployment, event.engagement
    ours = any(one.role == "offerer" and one.region == here for one in engagement.sides)
    if ours or any(one.offer_region == here for one in engagement.lines):
        await on_sides(event, envelope, uow)
