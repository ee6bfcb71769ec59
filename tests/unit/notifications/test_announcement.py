"""What may leave by webhook, stream and feed, and in which form (WM 17)."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from services.notifications.domain.announcement import (
    MOST_BYTES,
    OPERATIONAL,
    Announcement,
    announced,
    body_of,
    may_leave,
)
from shared.contracts.catalogue import events
from shared.contracts.classification import Classification
from shared.contracts.event import Event
from tests.support.happenings import envelope, offer

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PUBLIC = {"fields": {"reference": "ACSG-2026-TCD-001", "title": "Registration"}}


def an_announcement(data: dict[str, Any] | None) -> Announcement:
    return Announcement(
        4, "e1", "/acsg/wca/intake", "acsg.public.thing", "item-1", "wca", NOW, 2, 3, Classification.UNCLASSIFIED, "17",
        ("registration",), "urn:acsg:schema:acsg.public.thing:1", data,
    )  # fmt: skip


def read(data: dict[str, Any] | None, *, full: bool) -> dict[str, Any]:
    body = body_of(an_announcement(data), "https://acsg.example", full=full)
    assert len(body) <= MOST_BYTES
    found: dict[str, Any] = orjson.loads(body)
    return found


THIN = {"url": "https://acsg.example/announcements/e1"}


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("kind", events(), ids=lambda kind: kind.wire_type)
def test_only_public_and_operational_events_leave(kind: type[Event]) -> None:
    public = kind.classification is Classification.UNCLASSIFIED
    assert may_leave(kind.model_construct()) is (public or kind in OPERATIONAL)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize(
    ("data", "full", "wanted"),
    [
        (PUBLIC, False, {"reference": "ACSG-2026-TCD-001"} | THIN),
        (PUBLIC, True, PUBLIC),
        (None, False, THIN),
        (None, True, THIN),
        ({}, True, {}),
        ({}, False, THIN),
        ({"fields": None}, False, THIN),
        ({"fields": {"reference": 5}}, False, THIN),
        ({"fields": {"reference": "R", "title": "x" * MOST_BYTES}}, True, {"reference": "R"} | THIN),
    ],
)
def test_a_body_is_thin_unless_all_of_it_was_asked_for_and_fits(
    data: dict[str, Any] | None, full: bool, wanted: dict[str, Any]
) -> None:
    body = read(data, full=full)
    assert body["data"] == wanted
    assert ("dataschema" in body) is (full and data is not None and wanted == data)
    assert (body["id"], body["subject"], body["type"], body["region"]) == ("e1", "item-1", "acsg.public.thing", "wca")


def test_a_body_of_just_the_most_bytes_is_whole() -> None:
    room = MOST_BYTES - len(body_of(an_announcement({"text": ""}), "", full=True))
    assert len(body_of(an_announcement({"text": "x" * room}), "", full=True)) == MOST_BYTES
    assert "url" in orjson.loads(body_of(an_announcement({"text": "x" * (room + 1)}), "", full=True))["data"]


def test_areas_are_found_wherever_they_stand_each_once() -> None:
    event = offer("offer-001", NOW)
    both = {"line_id": "more", "functional_areas": ["reception", "registration"], "support_type": "technical",
            "quantity": {"amount": "1", "unit": "packages"}}  # fmt: skip
    several = offer("offer-001", NOW, lines=[event.offer.content.lines[0].model_dump(mode="json"), both])
    assert announced(event, envelope(event, NOW)).areas == ("registration",)
    found = announced(several, envelope(several, NOW))
    assert found.areas == ("reception", "registration")
    assert found.position == 0
    assert found.data is not None
    assert "aggregate_id" not in found.data
