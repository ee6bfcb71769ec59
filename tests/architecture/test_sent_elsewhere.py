"""Every command on a thing may be sent to its owner from another deployment: what a service can do stands in its scope (WM 6)."""

from collections.abc import Iterable, Mapping

import pytest

from services.delivery.http.routes import TABLE as DELIVERY
from services.dialogue.http.editions import TABLE as EDITIONS
from services.dialogue.http.reviews import TABLE as REVIEWS
from services.dialogue.http.routes import TABLE as DIALOGUE
from services.dialogue.http.threads import TABLE as THREADS
from services.intake.http.crises import TABLE as CRISES
from services.intake.http.requests import TABLE as INTAKE
from services.intake.http.warnings import TABLE as WARNINGS
from services.matching.http.plans import TABLE as PLANS
from services.matching.http.routes import TABLE as MATCHING
from services.roster.http.projects import TABLE as PROJECTS
from services.roster.http.routes import TABLE as ROSTER
from shared.application.over_http import At
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.scopes import ACTING, BETWEEN, PERSONS_ALONE

COMMANDS = (
    *INTAKE,
    *CRISES,
    *WARNINGS,
    *ROSTER,
    *PROJECTS,
    *MATCHING,
    *PLANS,
    *DIALOGUE,
    *THREADS,
    *REVIEWS,
    *EDITIONS,
    *DELIVERY,
)
AT_HOME = frozenset({a.RECORD_COMMITMENT, a.CONVENE_MEETING, a.MAKE_ALLOCATION, a.DECIDE_ALLOCATION})
"""Made at the deployment of who makes it, about nothing of another one's; a plan over all needs stays with its officers."""


def unsent(table: Iterable[At], between: Mapping[str, frozenset[Action]]) -> list[str]:
    """Commands that no gateway elsewhere could send for a person."""
    found = []
    for at in table:
        needed = getattr(at.use_case, "needs", None) or at.use_case.action
        collection = at.path.split("/")[1]
        if needed not in between.get(ACTING + collection, ()) and needed not in AT_HOME:
            found.append(f"{at.method} {at.path}: {needed.name}")
    return found


def test_every_command_may_be_sent_to_its_owner() -> None:
    assert unsent(COMMANDS, BETWEEN) == []


@pytest.mark.control
def test_one_that_no_scope_holds_is_seen() -> None:
    calls = ACTING + "calls-for-offers"
    planted = {**BETWEEN, calls: BETWEEN[calls] - {a.ANSWER_CALL}}
    assert unsent(COMMANDS, planted) == ["PUT /calls-for-offers/{call_id}/answer: call.answer"]


def test_what_is_each_deployments_own_is_done_from_nowhere_else() -> None:
    held = frozenset().union(*BETWEEN.values())
    own = {action for action in a.ACTIONS.values() if action.name.split(".")[0] in {
        "token", "webhook", "directory", "preferences", "inbox", "mail", "calendar", "channel", "federation", "topic", "liaison"}}  # fmt: skip
    own |= {a.ORDER_HANDOVER, a.CALL_BACK_HANDOVER, a.TAKE_HANDOVER, a.READ_CONTACTS, a.READ_OFFER_CONTACT}
    assert held.isdisjoint(own)
    # A program never acts for a person at two deployments: none of its scopes is one of these.
    assert held & PERSONS_ALONE
