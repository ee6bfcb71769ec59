"""What leaves a deployment: a canary in every field of every shape, and none of the closed ones gets out."""

import json
from typing import Any

import orjson
import pytest
from pydantic import ValidationError

from shared.contracts.catalogue import event_class
from shared.contracts.event import Event
from shared.contracts.intake import SUPPORT_REQUEST, SupportRequestSubmitted
from shared.contracts.reduction.cut import Cut, Schema, cut_of, federated_events, shapes
from shared.contracts.reduction.reader import reduced_form
from shared.contracts.reduction.reduce import left_out, reduce
from shared.contracts.reduction.withheld import withheld_fields
from shared.contracts.roster import OfferListed
from shared.contracts.topic import Tier, is_federated
from shared.runtime.kafka.records import Decoded, Poison, Record, decode
from shared.runtime.kafka.slots import Claimed
from shared.runtime.kafka.twins import outgoing
from tests.support.canaries import Canaries, full_body
from tests.unit.test_contracts import envelope

NOTHING = withheld_fields("")
EVENTS = federated_events()


def out(canaries: Canaries, body: Any) -> list[str]:
    """Closed canaries that stand in a body: (canary, where it was put)."""
    text = json.dumps(body)
    return [f"{canary} of {place}" for canary, place in canaries.closed.items() if canary in text]


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.wire_type)
def test_no_closed_field_leaves_and_every_open_one_does(kind: type[Event]) -> None:
    body, canaries = full_body(kind)
    left = reduce(kind.wire_type, body)
    assert out(canaries, left) == []
    text = json.dumps(left)
    assert [place for canary, place in canaries.open.items() if canary not in text] == []
    assert json.dumps(body) == json.dumps(full_body(kind)[0])
    read = reduced_form(kind).model_validate_json(orjson.dumps(left))
    assert isinstance(read, kind)
    assert out(canaries, read.model_dump(mode="json")) == []


@pytest.mark.control
def test_without_the_cut_the_canaries_are_found() -> None:
    for kind in (SupportRequestSubmitted, OfferListed):
        body, canaries = full_body(kind)
        assert len(out(canaries, body)) == len(canaries.closed) >= 3
    places = set(full_body(SupportRequestSubmitted)[1].closed.values())
    assert "/request/content/competent_authority/focal_point/email" in places
    assert "/request/content/submission_route/reason" in places


def test_the_whole_form_refuses_what_only_a_reduced_one_may_lack() -> None:
    left = orjson.dumps(reduce(SupportRequestSubmitted.wire_type, full_body(SupportRequestSubmitted)[0]))
    with pytest.raises(ValidationError):
        SupportRequestSubmitted.model_validate_json(left)
    read = reduced_form(SupportRequestSubmitted).model_validate_json(left)
    assert read.request.content.submission_route is None


def test_a_withheld_field_stays_at_home_wherever_its_shape_stands() -> None:
    withheld = withheld_fields("support-request.gap, support-offer.lines.description")
    body, canaries = full_body(SupportRequestSubmitted)
    left = reduce(SupportRequestSubmitted.wire_type, body, withheld)
    gaps = [canary for canary, place in canaries.open.items() if place.endswith("/gap")]
    assert len(gaps) == 2
    assert not any(canary in json.dumps(left) for canary in gaps)
    assert reduced_form(SupportRequestSubmitted).model_validate(left).request.content.gap is None
    assert "/offer/content/lines/*/description" in left_out(OfferListed.wire_type, 1, withheld)


@pytest.mark.parametrize(
    "path",
    ["support-request.title", "support-request.nothing", "nothing.gap", "support-request", "support-request.shown.but",
     "support-request.consents.parties", "support-request.shown.kinds"],
)  # fmt: skip
def test_what_cannot_be_withheld_is_named(path: str) -> None:
    with pytest.raises(ValueError, match=path):
        withheld_fields(f"support-request.gap,{path}")


def test_everything_that_cannot_be_withheld_is_named() -> None:
    with pytest.raises(ValueError, match=r"support-request\.nothing: .*; support-request\.title: "):
        withheld_fields("support-request.nothing,support-request.title")


def empty(cut: Cut) -> bool:
    """Whether it leaves nothing out, or goes into something that holds nothing to leave out."""
    inner = [*cut.within.values(), *([cut.each] if cut.each else [])]
    return not (cut.out or inner) or any(empty(one) for one in inner)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.wire_type)
def test_a_cut_leads_to_something_or_there_is_none(kind: type[Event]) -> None:
    cut = cut_of(kind)
    assert cut is None or not empty(cut)
    assert (cut is None) == (left_out(kind.wire_type, 1) == "")


@pytest.mark.control
def test_an_empty_cut_is_found() -> None:
    assert empty(Cut(frozenset(), {}, None))
    assert empty(Cut(frozenset({"a"}), {"b": Cut(frozenset(), {}, None)}, None))
    assert any(cut_of(kind) is None for kind in EVENTS)


def claimed(kind: type[Event], body: Any) -> Claimed:
    """An outbox row of an event as the relay claims it."""
    one = envelope(type=kind.wire_type, classification=kind.classification.value, stream=f"{kind.topic.name}/3")
    return Claimed(1, kind.topic.name, 3, 1, b"s", one.to_headers(), orjson.dumps(body))


def test_a_row_goes_out_whole_and_reduced_under_one_identity() -> None:
    body, canaries = full_body(SupportRequestSubmitted)
    whole, twin = outgoing([claimed(SupportRequestSubmitted, body)], NOTHING)
    assert (whole.topic, twin.topic) == ("acsg.intake.support-request", "acsg.federated.support-request")
    assert (whole.partition, whole.key) == (twin.partition, twin.key)
    assert len(out(canaries, orjson.loads(whole.body))) == len(canaries.closed)
    assert out(canaries, orjson.loads(twin.body)) == []
    found = decode(
        Record("wca." + twin.topic, 3, 0, "s", tuple(twin.headers), twin.body), {SupportRequestSubmitted.wire_type: 1}
    )
    home = decode(
        Record(whole.topic, 3, 0, "s", tuple(whole.headers), whole.body), {SupportRequestSubmitted.wire_type: 1}
    )
    assert isinstance(found, Decoded)
    assert isinstance(home, Decoded)
    for name in ("id", "source", "stream", "sequence", "epoch", "region", "aggregate_version", "time"):
        assert getattr(found.envelope, name) == getattr(home.envelope, name)
    assert (home.envelope.classification, found.envelope.classification) == ("strictly_confidential", "confidential")
    assert found.envelope.withheld == left_out(SupportRequestSubmitted.wire_type, 1)
    assert home.envelope.withheld is None


def test_a_reduced_body_on_an_internal_topic_is_poison() -> None:
    _, twin = outgoing([claimed(SupportRequestSubmitted, full_body(SupportRequestSubmitted)[0])], NOTHING)
    record = Record(SUPPORT_REQUEST.name, 3, 0, "s", tuple(twin.headers), twin.body)
    assert isinstance(decode(record, {SupportRequestSubmitted.wire_type: 1}), Poison)


def test_an_event_that_this_release_does_not_know_stays_at_home() -> None:
    row = claimed(SupportRequestSubmitted, {})
    headers = [(k, b"acsg.intake.planted" if k == "ce_type" else v) for k, v in row.headers]
    assert [o.topic for o in outgoing([Claimed(1, row.topic, 3, 1, b"s", headers, b"{}")], NOTHING)] == [row.topic]


def test_twins_are_of_one_tier_and_carry_every_prefix() -> None:
    twins = [kind.topic.twin for kind in EVENTS]
    assert {twin.name for twin in twins if twin} == {
        f"acsg.federated.{one}"
        for one in (
            "support-request",
            "own-commitment",
            "handover",
            "support-offer",
            "open-need",
            "solicitation",
            "match",
            "delivery",
            "reminder",
            "meeting",
            "engagement",
            "good-practice",
            "review",
            "edition",
            "crisis",
            "warning",
            "thematic-project",
            "expert",
            "organisation",
            "fitting-request",
            "peer-link",
            "initiative",
            "call-for-action",
        )
    }
    assert all(twin and twin.tier is Tier.FEDERATED and twin.twin is None for twin in twins)
    assert all(is_federated(p + "acsg.federated.match") for p in ("", "wca.", "geneva.wca."))
    assert not any(is_federated(name) for name in ("acsg.matching.match", "wca.acsg.public.match"))
    assert event_class(OfferListed.wire_type, 1) is OfferListed


def free(schema: Schema, title: str) -> list[str]:
    """Objects of a shape that may hold anything."""
    inner = {name: field for name, field in schema.get("properties", {}).items() if "x-fields-of" not in field}
    holding = {name: field.get("items", field) for name, field in inner.items()}
    return [f"{title}.{name}" for name, field in holding.items() if field.get("additionalProperties") is True]


def test_an_object_that_may_hold_anything_says_of_which_shape_it_is() -> None:
    """Else a closed field could hide in it. The ranking's explanation is made of scores, codes and references."""
    found = [one for title, schema in shapes().items() for one in free(schema, title)]
    assert found == ["MatchState.explanation"]
    assert free({"properties": {"x": {"type": "object", "additionalProperties": True}}}, "Planted") == ["Planted.x"]
