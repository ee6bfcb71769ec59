"""An organisation from its application on: decided by an officer, renamed, gone up in another one, ended (WM 3). Pure: state in, state out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.contracts.shapes.organisation import (
    MOST_NAMES,
    DatedNames,
    OrganisationContent,
    OrganisationDecision,
    OrganisationState,
)
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P3
from shared.wording.folded import key


@dataclass(frozen=True)
class Applying:
    """What a new application has: its identifier and reference, the deployment it was made to, who made it, and when."""

    organisation_id: str
    reference: str
    region: str
    applicant: str
    now: datetime


def applied(content: OrganisationContent, by: Applying) -> OrganisationState:
    """A new application."""
    return OrganisationState(
        organisation_id=by.organisation_id, reference=by.reference, region=by.region, status="applied",
        applicant=by.applicant, content=content, across_regions=content.across_regions, applied_at=by.now,
    )  # fmt: skip


def amended(state: OrganisationState, content: OrganisationContent) -> OrganisationState:
    """The application in other words. Raises Conflict once it is decided or withdrawn."""
    _waits(state)
    return state.model_copy(update={"content": content, "across_regions": content.across_regions})


def withdrawn(state: OrganisationState) -> OrganisationState:
    """Its applicant asks no more. Raises Conflict once it is decided or withdrawn."""
    _waits(state)
    return state.model_copy(update={"status": "withdrawn"})


def registered(state: OrganisationState, code: str, since: date, decision: OrganisationDecision) -> OrganisationState:
    """It has its id from now on; ``since``: from when it goes by its names. Raises Conflict, and Invalid for a day to come."""
    _waits(state)
    if since > decision.decided_at.date():
        raise Invalid((Fault("/since", "that day has not come", "not_yet"),), paragraph=P3)
    names = (DatedNames(since=since, names=state.content.names),)
    return state.model_copy(
        update={"status": "registered", "code": f"{state.region}-{code}", "names": names, "decision": decision}
    )


def refused(state: OrganisationState, decision: OrganisationDecision) -> OrganisationState:
    """It is not registered; its applicant reads why. Raises Conflict."""
    _waits(state)
    return state.model_copy(update={"status": "refused", "decision": decision})


def renamed(state: OrganisationState, names: DatedNames, today: date) -> OrganisationState:
    """It goes by these names from a day on. Raises Conflict unless it stands, and Invalid for a day that is not after its last one."""
    _stands(state)
    if len(state.names) >= MOST_NAMES:
        raise Conflict("too_many_names", f"{state.reference} has had {MOST_NAMES} names already", P3)
    if names.since <= state.names[-1].since:
        words = f"it goes by its present names since {state.names[-1].since}; the new ones begin later"
        raise Invalid((Fault("/since", words, "not_after_the_last"),), paragraph=P3)
    if names.since > today + timedelta(days=366):
        raise Invalid((Fault("/since", f"that is more than a year after {today}", "year"),), paragraph=P3)
    return state.model_copy(update={"names": (*state.names, names)})


def merged(state: OrganisationState, into: str, today: date) -> OrganisationState:
    """It goes up in another one, whose id goes on for it. Its own stays valid: what it offered stays its own, and it may end that
    under its login. Raises Conflict unless it stands, or into itself.
    """
    _stands(state)
    if into == state.party:
        raise Conflict("merges_with_itself", f"{state.party} cannot go up in itself", P3)
    return state.model_copy(update={"status": "merged", "merged_into": into, "until": today})


def ended(state: OrganisationState, until: date, today: date) -> OrganisationState:
    """It is no more after a day. Raises Conflict unless it stands, and Invalid for a day to come or before it had its id."""
    _stands(state)
    if until > today:
        raise Invalid((Fault("/until", "that day has not come", "not_yet"),), paragraph=P3)
    if until < state.names[0].since:
        words = f"it goes by its first name since {state.names[0].since}"
        raise Invalid((Fault("/until", words, "before_first_name"),), paragraph=P3)
    return state.model_copy(update={"status": "ended", "until": until})


def compared(content: OrganisationContent) -> frozenset[str]:
    """Its names as they are compared: without case, accents and what stands between words."""
    return frozenset(key(one.name) for one in content.names)


def called_alike(content: OrganisationContent, known: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Of others, by what they are called here, those that bear a name like one of these -> that name. ``known``: names of each."""
    mine = compared(content)
    return {
        one: name
        for one, names in known.items()
        if (name := next((name for name in names if key(name) in mine), None)) is not None
    }


def _waits(state: OrganisationState) -> None:
    if state.status != "applied":
        raise Conflict("not_an_application", f"{state.reference} is '{state.status}': it waits for no decision", P3)


def _stands(state: OrganisationState) -> None:
    if state.status != "registered":
        raise Conflict("not_registered", f"{state.reference} is '{state.status}', not registered", P3)
