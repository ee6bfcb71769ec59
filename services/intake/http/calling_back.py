"""A person takes an order for a handover back before its country moves (WM 6). Afterwards what moved is said, not undone."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict

from services.intake.actions import hand_over as act
from services.intake.storage import moving
from services.intake.storage.tables import handing
from shared.contracts.shapes.handover import HandoverState, has_begun
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_deployment
from shared.modalities.errors import AlreadyMoved, Conflict
from shared.modalities.paragraphs import P6
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.handing.giver import Giver, version_of
from shared.runtime.http.command import command
from shared.runtime.http.handovers import ONE
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.versions import NotHeld


class CallBackBody(BaseModel):
    """Why the country stays after all."""

    model_config = ConfigDict(extra="forbid")

    reason: Text


def calling_back_route(router: APIRouter, database: Database) -> None:
    """``POST /handovers/{id}/calling-back``.

    The row of the handover, locked, decides between this and the receiver's first question: whichever comes second finds
    what the first has done. The receiver has kept nothing until then, so there is nothing to take back there.
    """
    here, clock = database.settings.deployment, database.clock

    @route(router, "POST", ONE + "/calling-back", a.CALL_BACK_HANDOVER, summary="The order is taken back: nothing moves",
           body=CallBackBody, answer=HandoverState,
           version=NotHeld("the row decides: what has begun is not called back (409), and nothing else changes it"))  # fmt: skip
    async def call_back_handover(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            assert uow.cause.actor is not None
            authorise(uow.cause.actor, a.CALL_BACK_HANDOVER, of_deployment(here))
            body, giver = await body_of(request, CallBackBody), Giver(uow.connection, handing)
            handover, version = await giver.find(request.path_params["handover_id"], lock=True)
            if handover.giving != here:
                words = f"This deployment receives the country; call it back at '{handover.giving}'"
                raise Conflict("not_given_here", words, P6)
            if has_begun(handover):
                raise AlreadyMoved(*await _moved(giver, uow, handover))
            if handover.called_back is None:
                handover = act.called_back(handover, uow.cause.actor.subject, body.reason, clock.now())
                version = version_of(handover)
                await giver.keep(handover)
                act.record_called_back(uow, handover, version)
                uow.audit(a.CALL_BACK_HANDOVER.name, P6, handover.handover_id, version)
            return json(handover, version=version)

        return await command(request, database, work)


async def _moved(giver: Giver, uow: UnitOfWork, handover: HandoverState) -> tuple[str, dict[str, int | str]]:
    """In words and figures: the country itself with its references, and how many of its requests."""
    sealed, received = await giver.counts(handover.handover_id)
    left = await moving.left(uow.connection, handover.country)
    since = handover.begun_at.isoformat() if handover.begun_at is not None else ""
    words = (
        f"The country moved to '{handover.receiving}' at {since}: its references are given there, and of its requests "
        f"{sealed} are sealed, {received} of them received, {left} still here. Hand it over the other way instead"
    )
    return words, {"since": since, "sealed": sealed, "received": received, "left": left}
