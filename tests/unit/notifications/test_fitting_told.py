"""Whom a deployment tells of a fitting request, of its own and of another's, and what of it each reads (WM 17, 18)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.notifications.domain.parties import Here
from services.notifications.kinds.fitting import KIND, FittingItem, with_fitting_offer, with_fitting_offer_for_elsewhere
from services.notifications.kinds.kind import remembered
from services.notifications.kinds.request.item import RequestItem
from shared.contracts.fitting import FittingRequestFound, FittingRequestRecalled
from shared.contracts.reduction.holding import may_hold
from shared.contracts.shapes.fitting import FittingRequestState, HintedOffer
from shared.modalities.access.actor import Actor, Role
from tests.support.projects import envelope_of

pytestmark = [pytest.mark.paragraph("18"), pytest.mark.paragraph("17")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRA, DEU, TCD = "iso3166:FRA", "iso3166:DEU", "iso3166:TCD"
SHOWN = {
    "title": "Registration",
    "lines": [{"functional_area": "registration", "quantity": {"amount": "2", "unit": "visits"}}],
}


def state(**changes: Any) -> FittingRequestState:
    """France has two offers and is told elsewhere; Germany is told here."""
    offers = (
        HintedOffer(offer_id="o1", reference="O1", party=FRA, region="europe"),
        HintedOffer(offer_id="o2", reference="O2", party=FRA, region="europe"),
        HintedOffer(offer_id="o3", reference="O3", party=DEU),
    )
    said = {"fitting_id": "f1", "request_id": "r1", "region": "wca", "content_version": 1, "request_version": 5, "shown": SHOWN,
            "offers": offers, "regions": ("europe",)}  # fmt: skip
    return FittingRequestState.model_validate(said | changes)


def found(*new: str, **changes: Any) -> FittingRequestFound:
    return FittingRequestFound(aggregate_id="f1", aggregate_version=1, fitting=state(**changes), offers=new)


def known(event: Any) -> Any:
    return KIND.known(event, envelope_of(event))


def actor(party: str, role: Role = Role.STATE_AUTHORITY) -> Actor:
    return Actor("x", role, party, None, "en")


def request(version: int, audiences: tuple[str, ...], shown: bool = True) -> Any:
    """The request as notifications know it at a version."""
    event = found("o1")
    body = RequestItem(
        region="wca", reference="R", title="The whole title", areas=(), urgent=False, status="in_line", states=(TCD,),
        audiences=audiences, shown=known(event).body.shown if shown else None, feedback_due_at=NOW,
    )  # fmt: skip
    return remembered(event, envelope_of(event), body, item_id="r1").model_copy(update={"version": version})


def test_each_party_is_told_once_and_by_the_deployment_that_serves_it() -> None:
    event = found("o1", "o2", "o3")
    assert with_fitting_offer(event, Here("wca")) == (DEU,)
    assert with_fitting_offer_for_elsewhere(event, Here("europe")) == (FRA,)
    assert with_fitting_offer_for_elsewhere(event, Here("esa")) == ()
    only = found("o1")
    assert (with_fitting_offer(only, Here("wca")), with_fitting_offer_for_elsewhere(only, Here("europe"))) == (
        (),
        (FRA,),
    )
    assert with_fitting_offer(found(), Here("wca")) == ()


def test_its_twin_goes_where_a_party_of_it_is_served_and_so_does_its_end() -> None:
    recalled = FittingRequestRecalled(
        aggregate_id="f1", aggregate_version=2, fitting=state(shown={}, offers=(), status="recalled")
    )
    for event in (found("o1"), recalled):
        assert [may_hold(event, "wca", one) for one in ("wca", "geneva", "europe", "esa")] == [True, True, True, False]
    assert not may_hold(found("o3", regions=(), offers=state().offers[2:]), "wca", "europe")


def test_a_party_of_an_offer_reads_what_is_shown_and_nobody_else_reads_anything() -> None:
    one = known(found("o1", "o3"))
    assert isinstance(one.body, FittingItem)
    seen = one.body.seen(one, actor(FRA), {})
    assert seen is not None
    assert (seen.view, seen.title, seen.region, seen.parties, seen.thread) == ("shown", "Registration", None, (), "r1")
    for other in (actor(TCD), actor("org:ecre", Role.STAKEHOLDER), actor("unhcr-bureau:wca", Role.BUREAU_OFFICER)):
        assert one.body.seen(one, other, {}) is None


def test_what_the_request_says_later_holds_and_what_it_said_before_does_not() -> None:
    one = known(found("o1"))

    def reads(version: int, *audiences: str, shown: bool = True) -> bool:
        return one.body.seen(one, actor(FRA), {"r1": request(version, audiences, shown)}) is not None

    assert reads(5, "offerers")
    assert reads(4, shown=False)  # Its agreement has not been heard here yet.
    assert not reads(5, shown=False)
    assert not reads(6, f"party={DEU}")
    gone = known(FittingRequestRecalled(aggregate_id="f1", aggregate_version=2, fitting=state(shown={}, offers=())))
    assert gone.body.seen(gone, actor(FRA), {}) is None
