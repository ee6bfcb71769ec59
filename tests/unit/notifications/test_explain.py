"""Why an endpoint was not called: every reason, and none that says more than it may know (WM 17)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.notifications.actions.explain import of_endpoint, of_party
from services.notifications.domain.announcement import Announcement
from shared.contracts.classification import Classification

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KIND = "acsg.public.support-request-published"
ONE = Announcement(
    1, "e1", "/acsg/wca/intake", KIND, "r1", "wca", NOW, 1, 1, Classification.UNCLASSIFIED, "17", ("coi",), "urn:x", {}
)


def hook(**more: Any) -> SimpleNamespace:
    """An endpoint that hears everything public about requests."""
    plain: dict[str, Any] = {
        "event_types": [KIND], "regions": [], "functional_areas": [], "clearance": "unclassified", "disabled_at": None,
    }  # fmt: skip
    return SimpleNamespace(**(plain | more))


@pytest.mark.parametrize(
    ("endpoint", "announcement", "code"),
    [
        (hook(), None, "not_announced"),
        (hook(), replace(ONE, classification=Classification.CONFIDENTIAL), "not_announced"),
        (hook(event_types=["other"]), ONE, "type_not_asked_for"),
        (hook(regions=["europe"]), ONE, "region_not_asked_for"),
        (hook(functional_areas=["appeals"]), ONE, "area_not_asked_for"),
        (hook(disabled_at=NOW), ONE, "webhook_disabled"),
        (hook(), replace(ONE, time=NOW - timedelta(days=31)), "came_too_late"),
        (hook(), ONE, "registered_later"),
    ],
)
def test_each_reason(endpoint: Any, announcement: Announcement | None, code: str) -> None:
    found = of_endpoint(endpoint, announcement, (), NOW, 30)
    assert (found.told, found.code) == (False, code)
    assert of_endpoint(endpoint, announcement, [SimpleNamespace()], NOW, 30).told


def test_who_may_not_know_of_an_event_hears_the_same_of_one_that_is_none() -> None:
    assert of_party([], reached_us=None) == of_party([], reached_us=True)
    assert [one.code for one in of_party([], reached_us=False)] == ["unknown_event"]
