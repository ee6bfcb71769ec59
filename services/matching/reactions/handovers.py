"""A country or a request moves between deployments (WM 6)."""

from services.matching.actions.tell_fitting import tell_fitting
from services.matching.storage import moving
from services.matching.storage.repository import BoardRepository
from services.matching.storage.tables import handing
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.intake import CountryHandoverCalledBack, CountryHandoverChanged, RequestHandedOver
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver


async def on_handover(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """From its beginning on nothing is proposed any more for requests of a country that leaves; one called back stays."""
    assert isinstance(event, CountryHandoverChanged | CountryHandoverCalledBack)
    await moving.close_fence(uow.connection)
    await Giver(uow.connection, handing).keep(event.handover)


async def on_handed_over(event: Event, _: Envelope, uow: UnitOfWork) -> None:
    """The request has left: its board follows, and until it is asked for the matches on it stay ours."""
    assert isinstance(event, RequestHandedOver)
    if await BoardRepository(uow.connection).know_request(event.request, event.aggregate_version):
        await moving.let_leave(uow.connection, event.handover_id, event.aggregate_id)
        await tell_fitting(uow, event.request, event.aggregate_version)
