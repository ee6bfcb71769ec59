"""WM 17: nothing is shown without agreement; nobody but the State agrees in its name."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.intake.domain.consented_view import CONSENTABLE, NEVER_SHOWN, consented_view
from shared.contracts.shapes.support_request import Consent, RequestContent
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import RULES, decide
from tests.support.bodies import request_body

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def consent(*fields: str, by: str = "iso3166:TCD") -> dict[str, Consent]:
    return {by: Consent(fields=fields, audiences=("offerers",), given_by=by, given_at=NOW)}


def canaries() -> RequestContent:
    """A request with a canary in each free text."""
    body = request_body(summary="CANARY-summary", gap="CANARY-gap")
    body["competent_authority"] = {"name": "CANARY-authority", "focal_point": {"name": "CANARY-person"}}
    return RequestContent.model_validate(body)


@pytest.mark.paragraph("17")
def test_without_agreement_there_is_no_view() -> None:
    assert consented_view(canaries(), "ACSG-2026-TCD-001", {}) is None


@pytest.mark.paragraph("17")
def test_only_named_fields_are_shown() -> None:
    view = consented_view(canaries(), "ACSG-2026-TCD-001", consent("title", "lines"))
    assert view is not None
    assert sorted(view.fields) == ["lines", "title"]
    assert "CANARY" not in json.dumps(view.fields)


@pytest.mark.paragraph("17")
def test_contacts_are_never_shown_even_when_named() -> None:
    view = consented_view(canaries(), "R", consent(*CONSENTABLE, *NEVER_SHOWN))
    assert view is not None
    text = json.dumps(view.fields)
    assert "CANARY-summary" in text
    assert "CANARY-person" not in text
    assert "CANARY-authority" not in text


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("17")
def test_every_state_of_a_joint_request_agrees_for_itself() -> None:
    joint = RequestContent.model_validate(request_body(requesting_states=["iso3166:TCD", "iso3166:CMR"]))
    one = consent("title", "gap")
    assert consented_view(joint, "R", one) is None
    both: dict[str, Any] = one | consent("title", "summary", by="iso3166:CMR")
    view = consented_view(joint, "R", both)
    assert view is not None
    assert list(view.fields) == ["title"]


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("action", [a.GIVE_CONSENT, a.WITHDRAW_CONSENT, a.ANSWER_MATCH, a.SUBMIT_REQUEST])
def test_no_officer_acts_in_a_states_name(action: a.Action) -> None:
    officers = {Role.BUREAU_OFFICER, Role.GENEVA_OFFICER, Role.COUNTRY_OFFICE, Role.INTEGRATOR, Role.PUBLIC}
    assert all(not (rule.roles & officers) for rule in RULES if rule.action == action)
    thing = resources.request("wca", ["iso3166:TCD"], (), ["public"], lead="iso3166:TCD")
    for role in officers:
        assert not decide(Actor("x", role, "iso3166:TCD", "wca"), action, thing).allowed


@pytest.mark.paragraph("17")
def test_another_state_reads_nothing_that_is_not_shown() -> None:
    thing = resources.request("wca", ["iso3166:TCD"], lead="iso3166:TCD")
    france = Actor("fra-authority", Role.STATE_AUTHORITY, "iso3166:FRA")
    assert not decide(france, a.READ_REQUEST, thing).allowed
    assert not decide(france, a.READ_SHOWN_REQUEST, thing).allowed
    shown = resources.request("wca", ["iso3166:TCD"], (), ["offerers"], lead="iso3166:TCD")
    assert decide(france, a.READ_SHOWN_REQUEST, shown).allowed
    assert not decide(france, a.READ_REQUEST, shown).allowed
