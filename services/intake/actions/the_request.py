"""A support request as commands meet it, and what intake gives its use cases (WM 8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.intake.actions.bodies import RequestBody
from services.intake.actions.record_change import record_change
from services.intake.actions.submit_request import SubmitRequest
from services.intake.domain import support_request as domain
from services.intake.domain.ports import RuleBook
from services.intake.settings import IntakeSettings
from services.intake.storage.repository import RequestRepository
from shared.application.use_case import Doing, Done, Kind, Stored
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_request

Fits = Callable[[Mapping[str, Any], datetime], RequestBody]
"""A text as the body that the ordinary submission takes at a moment. Raises Invalid naming every fault."""


@dataclass(frozen=True)
class RequestContext:
    """Settings, the criteria with their days, how a request is made, and the door that a text is held against before that."""

    settings: IntakeSettings
    rules: RuleBook
    submit: SubmitRequest
    fits: Fits


Intake = Doing[RequestContext]
Request = Stored[SupportRequestState]


async def view(_: object, reader: Actor, state: SupportRequestState) -> Mapping[str, object]:
    """The state as its reader sees it; nothing of it for whom it left."""
    return views.request(reader, of_request(state), state.model_dump(mode="json")) or {}


REQUEST = Kind(
    "support request",
    a.READ_REQUEST,
    of_request,
    lambda connection, request_id, lock: RequestRepository(connection).one(request_id, lock=lock),
    view,
    domain.still_here,
)


async def changed(
    doing: Intake, request: Request, event: SupportRequestEvent, audited: Action | None = None
) -> Done[SupportRequestState]:
    """Ends a change: what the event carries is stored and told."""
    await record_change(RequestRepository(doing.uow.connection), doing.uow, request.state, event)
    return Done(event.request, event.aggregate_version, event.aggregate_id, audited)
