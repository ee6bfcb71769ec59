"""The giver's interface in a handover, the same for every owner: what was ordered, and items sealed for the receiver (WM 6)."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.shapes.handover import HandoverState
from shared.modalities.access import actions as a
from shared.modalities.access.resource import ANYTHING, Resource
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.answers import head
from shared.runtime.federation.handing.giver import Giver
from shared.runtime.federation.handing.packages import AT_ONCE, OrdersAnswer, TakeAnswer, TakeBody
from shared.runtime.federation.handing.tables import HandoverTables
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.authorisation import authorise
from shared.runtime.http.described import text
from shared.runtime.http.routes import body_of, cause_of, json, route

ONE = "/handovers/{handover_id}"
RECEIVING = text("receiving", "Only handovers to this deployment")

Numbers = Callable[[AsyncConnection, HandoverState], Awaitable[dict[str, int]]]
Seal = Callable[[UnitOfWork, Giver, HandoverState, int], Awaitable[None]]
Left = Callable[[AsyncConnection, HandoverState], Awaitable[int]]


def orders_route(
    router: APIRouter,
    database: Database,
    tables: HandoverTables,
    summary: str,
    *,
    shown: Callable[[HandoverState], bool],
    due: Callable[[HandoverState], bool],
) -> None:
    """``GET /handovers``: of those given here the ``shown`` ones, and which of these are ``due``."""
    here = database.settings.deployment

    @route(router, "GET", "/handovers", a.READ_HANDOVER, summary=summary, answer=OrdersAnswer, parameters=(RECEIVING,))
    async def read_handovers(request: Request) -> Response:
        authorise(await actor_of(request), a.READ_HANDOVER, ANYTHING)
        asked = Asked(request)
        receiving = asked.text("receiving", "")
        asked.check()
        async with database.reading() as connection:
            found = await Giver(connection, tables).listed(receiving or None)
        given = tuple(one for one in found if one.giving == here and shown(one))
        return json(OrdersAnswer(**head(database.settings, database.clock.now()), handovers=given,
                                 due=tuple(one.handover_id for one in given if due(one))))  # fmt: skip


def items_route(
    router: APIRouter,
    database: Database,
    tables: HandoverTables,
    summary: str,
    *,
    numbers: Numbers,
    seal: Seal,
    left: Left,
) -> None:
    """``POST .../items``: takes receipts, seals the next items, gives what is sealed and not received.

    ``numbers``: the last ones of the country's references, given first; ``seal`` fixes at most so many more items;
    ``left``: how many are still to be sealed.
    """

    @route(
        router, "POST", ONE + "/items", a.TAKE_HANDOVER, summary=summary, body=TakeBody, answer=TakeAnswer, key=False
    )
    async def take_items(request: Request) -> Response:
        async with database.unit_of_work(await cause_of(request)) as uow:
            giver, actor = Giver(uow.connection, tables), await actor_of(request)
            authorise(actor, a.READ_HANDOVER, ANYTHING)
            handover, _ = await giver.find(request.path_params["handover_id"], lock=True)
            authorise(actor, a.TAKE_HANDOVER, Resource(handover.receiving))
            body = await body_of(request, TakeBody)
            await giver.receipts(uow, handover.handover_id, body.received)
            if not await giver.has_sealed(handover.handover_id, "counters"):
                content = {"last": await numbers(uow.connection, handover), "audit": []}
                await giver.seal(uow, handover.handover_id, "counters", handover.country, 1, content)
            await seal(uow, giver, handover, AT_ONCE - len(await giver.waiting(handover.handover_id)))
            packages = tuple(await giver.waiting(handover.handover_id))
            count = await left(uow.connection, handover)
        failpoints.hit("handover_sealed")
        said = head(database.settings, database.clock.now())
        return json(TakeAnswer(**said, handover=handover, packages=packages, left=count))
