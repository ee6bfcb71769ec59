"""The giver's interface in a handover, the same for every owner: what was ordered, and items sealed for the receiver (WM 6)."""

from collections.abc import Callable

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime import failpoints
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.federation.answers import head
from shared.runtime.federation.handing.giver import Giver, concerns
from shared.runtime.federation.handing.offering import Offering
from shared.runtime.federation.handing.packages import (
    AT_ONCE,
    OrdersAnswer,
    TakeAnswer,
    TakeBody,
    TakenAnswer,
    TakenItem,
)
from shared.runtime.federation.handing.tables import HandoverTables
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import text
from shared.runtime.http.routes import body_of, cause_of, json, route

ONE = "/handovers/{handover_id}"
RECEIVING = text("receiving", "Only handovers to this deployment", "region")
GIVING = text("giving", "What was taken from this deployment", "region")
AFTER = text("after", "Behind this place of the list: handover, kind and id of an item", "cursor")
MOST_TAKEN = 500


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
        actor = await actor_of(request)
        authorise(actor, a.READ_HANDOVER, ANYTHING)
        asked = Asked(request)
        receiving = asked.text("receiving", "")
        asked.check()
        async with database.reading(Work("handover")) as connection:
            found = await Giver(connection, tables).listed(receiving or None)
        given = tuple(one for one in found if one.giving == here and shown(one) and concerns(actor, one))
        return json(OrdersAnswer(**head(database.settings, database.clock.now()), handovers=given,
                                 due=tuple(one.handover_id for one in given if due(one))))  # fmt: skip


def taken_route(router: APIRouter, database: Database, tables: HandoverTables) -> None:
    """``GET /handovers/taken``: what was taken here, for the deployment it was taken from, should that have forgotten it."""
    here, handovers, taken = database.settings.deployment, tables.handover, tables.taken

    @route(router, "GET", "/handovers/taken", a.TAKE_HANDOVER, summary="What was taken here from a deployment",
           answer=TakenAnswer, parameters=(GIVING, AFTER))  # fmt: skip
    async def read_taken(request: Request) -> Response:
        asked = Asked(request)
        giving, after = asked.text("giving", ""), asked.text("after", "")
        asked.check()
        authorise(await actor_of(request), a.TAKE_HANDOVER, resources.of_deployment(giving))
        place = (taken.c.handover_id, taken.c.kind, taken.c.id)
        query = (
            sa.select(*place, taken.c.version).where(taken.c.giving == giving).order_by(*place).limit(MOST_TAKEN + 1)
        )
        if after:
            parts = map(sa.literal, [*after.split("/", 2), "", ""][:3])
            query = query.where(sa.tuple_(*place) > sa.tuple_(*parts))
        begun = sa.select(handovers.c.state).where(handovers.c.giving == giving, handovers.c.receiving == here)
        async with database.reading(Work("handover")) as connection:
            rows = (await connection.execute(query)).all()
            known = [HandoverState.model_validate(state) for state in (await connection.execute(begun)).scalars()]
        return json(TakenAnswer(
            **head(database.settings, database.clock.now()), handovers=tuple(filter(has_begun, known)),
            items=tuple(TakenItem(handover_id=r.handover_id, kind=r.kind, id=r.id, version=r.version) for r in rows[:MOST_TAKEN]),
            more=len(rows) > MOST_TAKEN,
        ))  # fmt: skip


def items_route(router: APIRouter, database: Database, offering: Offering, summary: str) -> None:
    """``POST .../items``: takes receipts, seals the next items, gives what is sealed and not received."""
    tables = offering.tables

    @route(
        router, "POST", ONE + "/items", a.TAKE_HANDOVER, summary=summary, body=TakeBody, answer=TakeAnswer, key=False
    )
    async def take_items(request: Request) -> Response:
        async with database.unit_of_work(await cause_of(request)) as uow:
            giver, actor = Giver(uow.connection, tables), await actor_of(request)
            authorise(actor, a.READ_HANDOVER, ANYTHING)
            handover, _ = await giver.find(request.path_params["handover_id"], lock=True)
            authorise(actor, a.TAKE_HANDOVER, resources.of_deployment(handover.receiving))
            body = await body_of(request, TakeBody)
            await giver.receipts(uow, handover.handover_id, body.received, body.epoch)
            await giver.forgotten(handover.handover_id, body.epoch, offering.still)
            if offering.want is not None and body.wanted:
                await offering.want(uow.connection, handover, body.wanted)
            if not await giver.has_sealed(handover.handover_id, "counters"):
                content = {"last": await offering.numbers(uow.connection, handover), "audit": []}
                await giver.seal(uow, handover.handover_id, "counters", handover.country, 1, content)
            await offering.seal(
                uow, giver, handover, AT_ONCE - len(await giver.waiting(handover.handover_id, body.epoch))
            )
            packages = tuple(await giver.waiting(handover.handover_id, body.epoch))
            count = await offering.left(uow.connection, handover)
        failpoints.hit("handover_sealed")
        said = head(database.settings, database.clock.now())
        return json(TakeAnswer(**said, handover=handover, packages=packages, left=count))
