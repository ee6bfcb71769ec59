"""An expert through its life: the profile, when it is away, where it was sent, what was said of it (WM 7). Pure: state in, state out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.contracts.shapes.expert import (
    MOST_DEPLOYMENTS,
    Appraisal,
    ExpertDeployment,
    ExpertProfile,
    ExpertState,
    Receiver,
    overlapping,
)
from shared.contracts.shapes.values import Period
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P7
from shared.wording.personal import names_a_person


@dataclass(frozen=True)
class Sent:
    """An engagement that an expert is sent to: its receiving side, each with the deployment that serves it where that is another."""

    engagement_id: str
    reference: str
    receivers: tuple[Receiver, ...]


def listed(
    content: ExpertProfile, expert_id: str, reference: str, region: str, party: str, now: datetime
) -> ExpertState:
    """A new expert of a party. Raises Invalid naming every fault."""
    _checked(content, now.date())
    return ExpertState(
        expert_id=expert_id, reference=reference, region=region, status="listed", party=party, content=content,
        listed_at=now, confirmed_at=now,
    )  # fmt: skip


def reworded(state: ExpertState, content: ExpertProfile, now: datetime) -> ExpertState:
    """The expert with another profile. Raises Conflict, Invalid."""
    _standing(state)
    _checked(content, now.date())
    return state.model_copy(update={"content": content, "confirmed_at": now})


def confirmed(state: ExpertState, now: datetime) -> ExpertState:
    """Its party says that the profile holds. Raises Conflict."""
    _standing(state)
    return state.model_copy(update={"confirmed_at": now})


def away(state: ExpertState, periods: Sequence[Period]) -> ExpertState:
    """When the expert cannot be sent, instead of what was said before. Raises Conflict, and Invalid where two periods overlap."""
    _standing(state)
    faults = [
        Fault(f"/unavailable/{n}", "it overlaps one before it", "overlaps")
        for n, one in enumerate(periods)
        if overlapping(tuple(periods[:n]), one)
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P7)
    return state.model_copy(update={"unavailable": tuple(sorted(periods, key=lambda one: one.start))})


def deployed(state: ExpertState, sent: Sent, period: Period, now: datetime) -> ExpertState:
    """The expert in an engagement of its party. Raises Conflict, also where nothing more can be noted."""
    _standing(state)
    if len(state.deployments) >= MOST_DEPLOYMENTS:
        raise Conflict("too_many_deployments", f"{state.reference} has {MOST_DEPLOYMENTS} deployments already", P7)
    one = ExpertDeployment(
        number=len(state.deployments) + 1, engagement_id=sent.engagement_id, engagement_reference=sent.reference,
        receivers=sent.receivers, period=period, noted_at=now,
    )  # fmt: skip
    return state.model_copy(update={"deployments": (*state.deployments, one)})


def released(state: ExpertState, number: int, is_released: bool) -> ExpertState:
    """Whether both sides of that deployment's engagement may read who the expert is. Raises Conflict where there is no such one, or
    nothing to take back.
    """
    one = _numbered(state, number)
    if not is_released and not one.person_released:
        raise Conflict("not_released", f"Nothing of deployment {number} is released", P7)
    return _with(state, one.model_copy(update={"person_released": is_released}))


def appraised(state: ExpertState, number: int, word: Appraisal) -> ExpertState:
    """The word of a party that received the expert, instead of one it said before. Raises Conflict before the deployment is over, or
    where it did not receive the expert; Invalid where the text seems to name somebody.
    """
    one = _numbered(state, number)
    if word.party not in {it.party for it in one.receivers}:
        raise Conflict("no_such_deployment", f"{state.reference} has no deployment {number}", P7)
    if not is_over(one, word.said_at.date()):
        raise Conflict("deployment_not_over", f"Deployment {number} of {state.reference} is not over", P7)
    if names_a_person(word.text):
        raise Invalid((_named("/text"),), paragraph=P7)
    said = (*(it for it in one.appraisals if it.party != word.party), word)
    return _with(state, one.model_copy(update={"appraisals": said}))


def withdrawn(state: ExpertState) -> ExpertState:
    """Its party sends the expert no more. Raises Conflict."""
    _standing(state)
    return state.model_copy(update={"status": "withdrawn"})


def is_over(one: ExpertDeployment, today: date) -> bool:
    """Whether its last day has passed; one that is open is not over."""
    return one.period.end is not None and one.period.end + timedelta(days=1) <= today


def _standing(state: ExpertState) -> None:
    if state.status == "withdrawn":
        raise Conflict("expert_withdrawn", f"{state.reference} is withdrawn", P7)


def _numbered(state: ExpertState, number: int) -> ExpertDeployment:
    found = state.deployment(number)
    if found is None:
        raise Conflict("no_such_deployment", f"{state.reference} has no deployment {number}", P7)
    return found


def _with(state: ExpertState, changed: ExpertDeployment) -> ExpertState:
    each = tuple(changed if one.number == changed.number else one for one in state.deployments)
    return state.model_copy(update={"deployments": each})


def _named(pointer: str) -> Fault:
    return Fault(pointer, "it says who a person is; say the post", "names_a_person")


def _checked(content: ExpertProfile, today: date) -> None:
    """Raises Invalid: no address and no number of a person, and certifications that were issued."""
    faults = [_named(pointer) for pointer, text in _texts(content) if names_a_person(text)]
    for n, one in enumerate(content.certifications):
        if one.issued_on > today:
            faults.append(Fault(f"/certifications/{n}/issued_on", "that day has not come", "not_yet"))
        if one.valid_until is not None and one.valid_until < one.issued_on:
            faults.append(Fault(f"/certifications/{n}/valid_until", "it lies before it was issued", "before_its_start"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P7)


def _texts(content: ExpertProfile) -> Iterator[tuple[str, str | None]]:
    yield "/title", content.title
    yield "/summary", content.summary
    for n, one in enumerate(content.certifications):
        yield f"/certifications/{n}/title", one.title
        yield f"/certifications/{n}/issuer", one.issuer
