"""What can stand in a filter, by the filter's name: a value that there is not is a fault, for it would look like "nothing happened".

The one table for every door: parameters of addresses, arguments and inputs of GraphQL. ``NAMES`` are filters that name one
thing, which need not exist: nothing is looked up, and what does not exist is answered as such.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, get_args

from shared.contracts.catalogue import events
from shared.contracts.owed import STEPS
from shared.contracts.reference.currencies import currencies
from shared.contracts.shapes.assessment import AssessmentStatus
from shared.contracts.shapes.call import CallStatus
from shared.contracts.shapes.call_for_action import CallForActionStatus
from shared.contracts.shapes.channels import NOTIFICATION_CHANNELS
from shared.contracts.shapes.crisis import CrisisStatus
from shared.contracts.shapes.edition import EditionStatus
from shared.contracts.shapes.engagement import EngagementState, Stage
from shared.contracts.shapes.expert import ExpertStatus
from shared.contracts.shapes.handover import HANDED_OVER
from shared.contracts.shapes.imported import RowOutcome, RowStanding
from shared.contracts.shapes.initiative import InitiativeStatus
from shared.contracts.shapes.liaison import LiaisonStatus
from shared.contracts.shapes.lookups import is_party
from shared.contracts.shapes.match import MatchStatus
from shared.contracts.shapes.meeting import MeetingStatus
from shared.contracts.shapes.national_plan import PlanStatus
from shared.contracts.shapes.organisation import OrganisationStatus
from shared.contracts.shapes.own_commitment import CommitmentStatus
from shared.contracts.shapes.peer_link import LinkStatus
from shared.contracts.shapes.practice import PracticeStatus
from shared.contracts.shapes.review import ReviewStatus
from shared.contracts.shapes.support_package import PackageStatus
from shared.contracts.shapes.support_request import RequestStatus
from shared.contracts.shapes.thematic_project import ProjectStatus
from shared.contracts.shapes.warning import WarningStatus
from shared.contracts.vocabulary import LANGUAGES, code_list, deployments
from shared.modalities.errors import Fault

STATUSES: Mapping[str, tuple[str, ...]] = {
    "request": (*get_args(RequestStatus), HANDED_OVER),
    "offer": ("live", "withdrawn", HANDED_OVER),
    "match": (*get_args(MatchStatus), HANDED_OVER),
    "solicitation": (*get_args(CallStatus), HANDED_OVER),
    "need": ("open", "met", HANDED_OVER),
    "delivery": ("queued", "retrying", "delivered", "failed"),
    "commitment": get_args(CommitmentStatus),
    "national_plan": get_args(PlanStatus),
    "meeting": get_args(MeetingStatus),
    "review": get_args(ReviewStatus),
    "edition": get_args(EditionStatus),
    "crisis": get_args(CrisisStatus),
    "warning": get_args(WarningStatus),
    "project": get_args(ProjectStatus),
    "package": get_args(PackageStatus),
    "expert": get_args(ExpertStatus),
    "organisation": get_args(OrganisationStatus),
    "assessment": get_args(AssessmentStatus),
    "engagement": get_args(Stage),
    "thread": ("open", "closed"),
    "link": get_args(LinkStatus),
    "initiative": get_args(InitiativeStatus),
    "call_for_action": get_args(CallForActionStatus),
    "liaison": get_args(LiaisonStatus),
    "practice": get_args(PracticeStatus),
}
"""States of items, by kind, as lists and exports tell them."""


_INTEGRATOR = re.compile(r"org:[a-z0-9-]{2,60}")


def _party(given: str) -> str | None:
    """A party of items."""
    if is_party(given):
        return None
    return "no party with its scheme that there is, e.g. iso3166:TCD, org:euaa, unhcr-office:TCD, unhcr-bureau:wca"


def _told(given: str) -> str | None:
    """Who is told of something: a party, or an integrator, of whom there is no list."""
    return None if _INTEGRATOR.fullmatch(given) else _party(given)


def _recipient(given: str) -> str | None:
    return None if given.startswith("webhook:") else _told(given)


def _one_of(known: Callable[[], Collection[str]]) -> Callable[[str], str | None]:
    def check(given: str) -> str | None:
        return None if given in (there := known()) else f"none of {', '.join(sorted(there))}"

    return check


@cache
def _event_types() -> frozenset[str]:
    return frozenset(event.wire_type for event in events()) | {"acsg.notifications.webhook-test"}


CHECKS: Mapping[str, Callable[[str], str | None]] = {
    "region": _one_of(deployments),
    "functional_area": _one_of(lambda: code_list("functional_areas")),
    "party": _party,
    "told": _told,
    "recipient": _recipient,
    "event_type": _one_of(_event_types),
    "kind": _one_of(lambda: STATUSES),
    "language": _one_of(lambda: LANGUAGES),
    "owed": _one_of(lambda: STEPS),
    "notice_status": _one_of(lambda: ("now", "waiting", "declined", "settled", "erased")),
    "inbox_state": _one_of(lambda: ("unread", "open", "done")),
    "unit": _one_of(lambda: {*code_list("units"), *currencies()}),
    "horizon": _one_of(lambda: get_args(EngagementState.model_fields["horizon"].annotation)),
    "channel": _one_of(lambda: NOTIFICATION_CHANNELS),
    "need": _one_of(lambda: ("must_act", "should_know")),
    "status_of_imported": _one_of(lambda: get_args(RowStanding)),
    "outcome_of_imported": _one_of(lambda: get_args(RowOutcome)),
    "status_of_activity": _one_of(lambda: {*STATUSES["offer"], *STATUSES["match"], *STATUSES["engagement"]}),
    **{f"status_of_{kind}": _one_of(lambda kind=kind: STATUSES[kind]) for kind in STATUSES},  # type: ignore[misc]
}
"""Filter -> from a value to what is wrong with it, in words; None when there is such a value."""
NAMES = frozenset({"one thing", "cursor", "words"})
"""What is no filter over values that there are: an identifier, a place in a list, words to look for."""


def faults(name: str, given: Any, pointer: str) -> Iterator[Fault]:
    """A fault for each value of a filter that there is not; ``given`` is one or a list, None is not asked."""
    check = CHECKS.get(name)
    values = given if isinstance(given, list | tuple) else [] if given is None else [given]
    for n, value in enumerate(values if check is not None else ()):
        if wrong := check(value) if check is not None else None:
            at = f"{pointer}/{n}" if isinstance(given, list | tuple) else pointer
            yield Fault(at, f"'{value[:100]}' is {wrong}", "unknown_value")
