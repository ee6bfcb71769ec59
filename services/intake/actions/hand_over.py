"""A country moves to another deployment (WM 6): ordered by a person, begun by the receiver on the date, item by item."""

from datetime import date, datetime

from services.intake.actions.record_change import record_change
from services.intake.domain import support_request as domain
from services.intake.domain.ports import Recorder, Requests
from shared.contracts.intake import (
    CountryHandoverCalledBack,
    CountryHandoverChanged,
    RequestHandedOver,
    RequestTakenOver,
)
from shared.contracts.shapes.handover import CalledBack, HandoverState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.contracts.vocabulary import deployment_of_bureau, deployments
from shared.modalities.access.actions import TAKE_HANDOVER
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P6


def check_order(handover: HandoverState, home: str | None, today: date) -> None:
    """Raises Invalid naming everything that is wrong with an order."""
    regional = {code for code in deployments() if deployment_of_bureau(code) == code}
    faults = []
    if not handover.country.startswith("iso3166:"):
        faults.append(Fault("/country", "countries move, other parties do not", "no_country"))
    elif home != handover.giving:
        where = f"'{home}'" if home else "Geneva"
        faults.append(Fault("/country", f"belongs to the deployment {where}; order it there", "other_region"))
    if handover.receiving not in regional:
        words = f"is no deployment of a bureau; those are {', '.join(sorted(regional))}"
        faults.append(Fault("/receiving", words, "unknown_deployment"))
    elif handover.receiving == handover.giving:
        faults.append(Fault("/receiving", "is the deployment that has the country", "same_deployment"))
    if handover.on < today:
        faults.append(Fault("/on", f"is past; today is {today.isoformat()}", "date_past"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P6)


def is_under_way(handover: HandoverState) -> bool:
    """Whether a country waits to move, or is moving."""
    return handover.status != "completed" and handover.called_back is None


def begun(handover: HandoverState, now: datetime) -> HandoverState:
    """The receiver is there and the date has come. Raises Conflict before, and when the order was called back."""
    if handover.called_back is not None:
        raise Conflict("called_back", f"The order was called back at {handover.called_back.at.isoformat()}", P6)
    if now.date() < handover.on:
        raise Conflict("too_early", f"The handover is ordered for {handover.on.isoformat()}", P6)
    return handover.model_copy(update={"status": "begun", "begun_at": now})


def called_back(handover: HandoverState, by: str, reason: str, now: datetime) -> HandoverState:
    """An order that waits is taken back by a person; one called back already stays as it was."""
    return handover.model_copy(update={"called_back": CalledBack(at=now, by=by, reason=reason)})


def record_called_back(recorder: Recorder, handover: HandoverState, version: int) -> None:
    """Tells both bureaux that the country stays."""
    recorder.record(
        CountryHandoverCalledBack(aggregate_id=handover.handover_id, aggregate_version=version, handover=handover)
    )


def record_handover(recorder: Recorder, handover: HandoverState, version: int) -> None:
    """Says how far a handover is."""
    recorder.record(
        CountryHandoverChanged(aggregate_id=handover.handover_id, aggregate_version=version, handover=handover)
    )


async def hand_over(
    requests: Requests, recorder: Recorder, handover: HandoverState, state: SupportRequestState, version: int
) -> int:
    """Seals a request, which the caller has locked; the version of the sealing. Raises Elsewhere when it was sealed."""
    after = domain.handed_over(state, handover.receiving)
    event = RequestHandedOver(
        aggregate_id=state.request_id, aggregate_version=version + 1, request=after, handover_id=handover.handover_id
    )
    await record_change(requests, recorder, state, event)
    recorder.audit(TAKE_HANDOVER.name, TAKE_HANDOVER.paragraph, state.request_id, version + 1)
    return version + 1


async def take_over(
    requests: Requests, recorder: Recorder, handover: HandoverState, state: SupportRequestState, version: int,
    sealed_at: datetime,
) -> None:  # fmt: skip
    """A request that was stored as its giver had it becomes ours; the public sees it here from now on, if it may."""
    before = handover.belonged(version, sealed_at)
    after = domain.taken_over(state, handover.receiving, before)
    event = RequestTakenOver(
        aggregate_id=state.request_id, aggregate_version=version + 1, request=after, handover_id=handover.handover_id
    )
    # Here nothing of it was shown before, whatever its giver showed.
    hidden = state.model_copy(update={"shown": None})
    await record_change(requests, recorder, hidden, event)
    recorder.audit(TAKE_HANDOVER.name, TAKE_HANDOVER.paragraph, state.request_id, version + 1)
