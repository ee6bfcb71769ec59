"""Calls for offers follow their request to another deployment (WM 6, 17)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict

from services.matching.actions.the_call import calls_of, keep
from shared.contracts.matching import CallHandedOver, CallTakenOver
from shared.contracts.shapes.call import Approached, Solicitation
from shared.contracts.shapes.handover import HandoverState
from shared.runtime.db.unit_of_work import UnitOfWork


async def hand_over_calls(uow: UnitOfWork, handover: HandoverState, request_id: str) -> list[dict[str, object]]:
    """Seals every call of a request; each as it stood, with the version of its sealing."""
    calls, going = calls_of(uow), list[dict[str, Any]]()
    for call_id in await calls.of_request(request_id):
        found = await calls.find(call_id)
        if found is None:
            continue
        call, version = found
        if call.handed_over_to is None:
            sealed = call.model_copy(update={"handed_over_to": handover.receiving})
            version = await keep(uow, version, sealed, CallHandedOver, handover_id=handover.handover_id)
        whole = call.model_copy(update={"handed_over_to": None})
        going.append(whole.model_dump(mode="json") | {"version": version})
    return going


class CameCall(TypedDict, total=False):
    """A call as its giver sealed it, with its version beside its state; a giver of before versions says none."""

    version: int


async def take_over_calls(
    uow: UnitOfWork, handover: HandoverState, came: Sequence[CameCall], sealed_at: datetime
) -> None:
    """They become ours: their parties stay served as they were, and here those that this deployment serves are its own."""
    for state in came:
        call, version = Solicitation.model_validate(state), int(state.get("version", 1))
        asked = tuple(_served(one, handover) for one in call.asked)
        before = handover.belonged(version, sealed_at)
        after = call.model_copy(
            update={"region": handover.receiving, "asked": asked, "belonged": (*call.belonged, before)}
        )
        await keep(uow, version, after, CallTakenOver, handover_id=handover.handover_id)


def _served(one: Approached, handover: HandoverState) -> Approached:
    region = one.region or handover.giving
    return one.model_copy(update={"region": None if region == handover.receiving else region})
