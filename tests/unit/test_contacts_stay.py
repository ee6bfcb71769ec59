"""Contacts stay with the deployment they were given to: a canary in every closed field, every reader, every view (S14)."""

from typing import Any

import pytest

from deploy.local.issuer import actor
from services.intake.domain.consented_view import CONSENTABLE
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.reduction.cut import federated_events
from shared.contracts.roster import OfferListed
from shared.modalities.access import views
from shared.modalities.access.resources import of_offer, of_request
from tests.support.canaries import full_body
from tests.unit.test_reduction import out

FOREIGN = ("geneva-officer", "geneva-service", "esa-officer", "europe-officer", "esa-service", "integrator-acme", "euaa",
           "fra-authority", "cmr-office")  # fmt: skip


def seen(kind: type[Event], who: str) -> tuple[Any, Any]:
    """What an actor gets to see of a thing of wca, and the canaries in it."""
    body, canaries = full_body(kind)
    field = "request" if kind is SupportRequestSubmitted else "offer"
    body[field]["region"] = "wca"
    if field == "offer":
        body[field]["content"]["visibility"] = "public"
    state = getattr(kind.model_validate(body), field)
    make, thing = (views.request, of_request(state)) if field == "request" else (views.offer, of_offer(state))
    return make(actor(who), thing, body[field]), canaries


@pytest.mark.parametrize("kind", [SupportRequestSubmitted, OfferListed], ids=lambda kind: kind.wire_type)
@pytest.mark.parametrize("who", FOREIGN)
def test_no_reader_of_another_deployment_gets_a_contact(kind: type[Event], who: str) -> None:
    found, canaries = seen(kind, who)
    assert out(canaries, found) == []


def test_every_kind_with_a_closed_field_has_its_view_here() -> None:
    closed = {kind.topic.aggregate for kind in federated_events() if full_body(kind)[1].closed}
    # A call for offers, and a request that offers may answer, show what was agreed to, and nobody can agree to show a contact.
    # Who applied for an organisation stands there by no name.
    assert closed - {"solicitation", "fitting-request", "organisation"} == {"support-request", "support-offer"}
    assert not {"competent_authority", "submission_route"} & set(CONSENTABLE)


@pytest.mark.control
@pytest.mark.parametrize("kind", [SupportRequestSubmitted, OfferListed], ids=lambda kind: kind.wire_type)
def test_the_officer_of_its_own_deployment_gets_them(kind: type[Event]) -> None:
    found, canaries = seen(kind, "wca-officer")
    assert len(out(canaries, found)) >= 3
