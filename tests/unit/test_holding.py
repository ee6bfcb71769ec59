"""What a reader of another deployment gets of an owner: what its deployment may hold, by one function (WM 6)."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.contracts.catalogue import event_class, events, topics
from shared.contracts.crises import CrisisEnded
from shared.contracts.dialogue import PracticeRetracted
from shared.contracts.event import Event
from shared.contracts.reduction import holding
from shared.contracts.topic import Tier
from shared.runtime.federation import leaving as forms
from shared.runtime.federation.leaving import leaving
from tests.support.forged import golden

FEDERATED = [event for event in events() if event.topic.federated]
KINDS = {event.topic.aggregate for event in FEDERATED}


def body_of(event: type[Event]) -> dict[str, Any]:
    """A golden body, whose match and meeting are of nobody else."""
    found: dict[str, Any] = golden(event.wire_type)["body"]
    if "match" in found:
        found["match"]["reservations"] = []
    if "meeting" in found:
        for one in found["meeting"]["invitations"]:
            one["region"] = "wca"
    if "review" in found:
        found["review"]["asked_region"] = None
        for one in found["review"]["concerned"]:
            one["region"] = None
    if "project" in found:
        found["project"] |= {"status": "proposed", "proposed_region": None, "champions": [], "offers": []}
    if "fitting" in found:
        found["fitting"]["regions"] = []
    if "practice" in found:
        found["practice"] |= {"status": "proposed", "published_at": None, "served_by": None}
    if "link" in found:
        for one in found["link"]["parties"]:
            one["region"] = None
    if "initiative" in found:
        found["initiative"] |= {"served_by": None, "partner": None, "readers": []}
    if "crisis" in found:
        found["crisis"] |= {"open_to_others": False, "shown_at": None}
    return found


def serving(body: dict[str, Any], region: str) -> dict[str, Any]:
    """The same, once an offer or a party of a region stands in it; or once it is registered."""
    if "match" in body:
        held = {"reservation_id": "r", "offer_id": "o", "offer_region": region, "status": "held"}
        body["match"]["reservations"] = [held]
    if "meeting" in body:
        body["meeting"]["invitations"][0]["region"] = region
    if "review" in body:
        body["review"]["asked_region"] = region
    if "project" in body:
        body["project"]["proposed_region"] = region
    if "fitting" in body:
        body["fitting"]["regions"] = [region]
    if "practice" in body:
        body["practice"]["served_by"] = region
    if "link" in body:
        body["link"]["parties"][0]["region"] = region
    if "initiative" in body:
        body["initiative"]["served_by"] = region
    if "organisation" in body:
        body["organisation"]["status"] = "registered"
    return body


@pytest.mark.parametrize("event", FEDERATED, ids=lambda event: event.wire_type)
def test_each_reader_gets_what_its_deployment_may_hold(event: type[Event]) -> None:
    body = body_of(event)
    got = {
        reader: leaving("", owner="wca", reader=reader).holds(event.wire_type, 1, body)
        for reader in ("wca", "geneva", "esa", "europe", "nowhere", "")
    }
    offer = event.topic.aggregate in {"support-offer", "expert", "call-for-action"}
    assert got == {"wca": True, "geneva": True, "esa": offer, "europe": offer, "nowhere": offer, "": got[""]}
    # What an organisation is called is everybody's once it is registered; its application is not.
    offer = offer or event.topic.aggregate == "organisation"
    both = {
        r: leaving("", owner="wca", reader=r).holds(event.wire_type, 1, serving(body, "esa")) for r in ("esa", "europe")
    }
    assert both == {
        "esa": offer
        or event.topic.aggregate
        in (
            "match",
            "meeting",
            "good-practice",
            "review",
            "thematic-project",
            "fitting-request",
            "peer-link",
            "initiative",
        ),
        "europe": offer,
    }


@pytest.mark.parametrize("shown", [True, False], ids=["shown", "shown no more"])
def test_a_crisis_that_was_shown_once_is_told_everywhere_to_its_end(shown: bool) -> None:
    body = body_of(CrisisEnded)
    body["crisis"] |= {"open_to_others": shown, "shown_at": "2026-03-02T09:00:00Z"}
    got = {r: leaving("", owner="wca", reader=r).holds(CrisisEnded.wire_type, 1, body) for r in ("geneva", "esa")}
    assert got == {"geneva": True, "esa": True}


@pytest.mark.parametrize("status", ["published", "outdated", "retracted"])
def test_what_was_published_of_a_practice_is_told_everywhere_to_its_end(status: str) -> None:
    body = body_of(PracticeRetracted)
    body["practice"] |= {"status": status, "audience": "mechanism", "published_at": "2026-03-02T09:00:00Z"}
    got = {r: leaving("", owner="wca", reader=r).holds(PracticeRetracted.wire_type, 1, body) for r in ("geneva", "esa")}
    assert got == {"geneva": True, "esa": True}


@pytest.mark.parametrize("event", FEDERATED, ids=lambda event: event.wire_type)
def test_its_own_region_and_geneva_may_hold_everything(event: type[Event]) -> None:
    one = event.model_validate(body_of(event))
    assert {place: holding.may_hold(one, "wca", place) for place in ("wca", "geneva")} == {"wca": True, "geneva": True}


def test_owner_and_read_model_ask_the_same_function() -> None:
    from services.gateway.projections import visible

    assert vars(visible)["may_hold"] is holding.may_hold is vars(forms)["may_hold"]


@pytest.mark.parametrize("reader", ["esa", "geneva", "wca"])
def test_how_far_streams_are_is_told_of_topics_that_are_read(reader: str) -> None:
    form = leaving("", owner="wca", reader=reader)
    followed = {topic.aggregate for topic in topics() if topic.tier is Tier.INTERNAL and form.follows(topic)}
    if reader == "esa":
        assert followed == {
            "support-offer",
            "expert",
            "organisation",
            "match",
            "meeting",
            "handover",
            "engagement",
            "solicitation",
            "good-practice",
            "review",
            "crisis",
            "thematic-project",
            "fitting-request",
            "peer-link",
            "initiative",
            "call-for-action",
        }
    assert ("support-request" in followed) == (reader != "esa")
    assert ("operations" in followed) == (reader == "wca")


def test_what_nobody_knows_stays() -> None:
    assert event_class("acsg.roster.offer-listed", 99) is None
    assert not leaving("", owner="wca", reader="esa").holds("acsg.roster.offer-listed", 99, {})


def test_digests_of_different_readers_are_kept_apart() -> None:
    names = {leaving("", owner="wca", reader=reader).name for reader in ("wca", "geneva", "esa", "europe")}
    assert len(names) == 4


@pytest.mark.control
def test_without_the_function_a_region_would_read_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    everything: Callable[..., bool] = lambda *_: True  # noqa: E731
    monkeypatch.setattr(forms, "may_hold", everything)
    body = golden("acsg.intake.support-request-submitted")["body"]
    assert leaving("", owner="wca", reader="esa").holds("acsg.intake.support-request-submitted", 1, body)
