"""WM 3: other stakeholders support a request. They read what it is about, end their support, and speak for nobody."""

from datetime import UTC, datetime

import pytest

from services.intake.domain import support_request as domain
from shared.contracts.shapes.support_request import Consent, SupportRequestState
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_request
from shared.modalities.errors import NotPermitted
from tests.support.happenings import Request

NOW = datetime(2026, 5, 1, tzinfo=UTC)
DEU, FRA, NGO = "iso3166:DEU", "iso3166:FRA", "org:ecre"
STATE_HELPER = Actor("fra", Role.STATE_AUTHORITY, FRA)
HELPER = Actor("ecre", Role.STAKEHOLDER, NGO)
ASKING = Actor("deu", Role.STATE_AUTHORITY, DEU)
IN_THE_STATES_NAME = (a.REVISE_REQUEST, a.WITHDRAW_REQUEST, a.GIVE_CONSENT, a.WITHDRAW_CONSENT, a.SUBMIT_REQUEST)


def supported() -> SupportRequestState:
    """Germany asks; France and an NGO agreed to support it. Germany agreed to show its title."""
    one = Request("r-1", NOW, requesting_states=[DEU], supporters=[FRA, NGO])
    for party in (FRA, NGO):
        one.said(NOW, party, "agreed")
    return domain.give_consent(one.state, agreement(DEU, one.state))


def agreement(party: str, state: SupportRequestState) -> Consent:
    return Consent(fields=("title",), audiences=("offerers",), given_by=party, given_at=state.submitted_at)


@pytest.mark.paragraph("3")
@pytest.mark.parametrize("who", [STATE_HELPER, HELPER])
def test_a_supporter_does_nothing_in_the_states_name(who: Actor) -> None:
    thing = of_request(supported())
    assert [act.name for act in IN_THE_STATES_NAME if decide(who, act, thing).allowed] == []
    assert decide(who, a.READ_REQUEST, thing).allowed
    assert decide(who, a.END_SUPPORT, thing).allowed


@pytest.mark.control
def test_the_requesting_state_does_all_of_it() -> None:
    thing = of_request(supported())
    assert all(decide(ASKING, act, thing).allowed for act in IN_THE_STATES_NAME)
    assert not decide(ASKING, a.END_SUPPORT, thing).allowed


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("party", [FRA, NGO])
def test_agreement_is_taken_from_requesting_states_alone(party: str) -> None:
    state = supported()
    with pytest.raises(NotPermitted):
        domain.give_consent(state, agreement(party, state))
    with pytest.raises(NotPermitted):
        domain.withdraw_consent(state, party)


@pytest.mark.paragraph("17")
def test_what_is_shown_is_made_of_what_the_states_that_ask_agree_to() -> None:
    state = supported()
    assert state.shown is not None
    # An agreement of somebody else that older releases took changes nothing of what is shown.
    foreign = state.model_copy(update={"consents": {**state.consents, FRA: agreement(FRA, state)}})
    assert domain.give_consent(foreign, agreement(DEU, state)).shown == state.shown
    assert domain.withdraw_consent(foreign, DEU).shown is None


@pytest.mark.paragraph("3")
@pytest.mark.parametrize("who", [STATE_HELPER, HELPER])
def test_a_supporter_reads_the_request_without_contacts_and_without_the_secretariats_word(who: Actor) -> None:
    state = supported()
    whole = state.model_dump(mode="json")
    seen = views.request(who, of_request(state), whole)
    assert seen is not None
    assert seen["content"]["title"] == whole["content"]["title"]
    assert seen["content"]["competent_authority"]["focal_point"] is None
    assert "submission_route" not in seen["content"]
    assert (seen["findings"], seen["decision"], seen["consents"], seen["shown"]) == ([], None, {}, None)


@pytest.mark.control
def test_the_requesting_state_reads_all_of_it() -> None:
    state = supported()
    whole = state.model_dump(mode="json")
    assert whole["content"]["competent_authority"]["focal_point"]
    assert whole["findings"]
    assert views.request(ASKING, of_request(state), whole) == whole
