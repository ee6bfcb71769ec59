"""Anybody reads whether what is here is of now, as a page and as JSON; a region that is behind is said so (WM 3, 6)."""

from datetime import timedelta
from typing import Any

from deploy.demo.client import Client
from deploy.local.stack import Stack
from services.gateway.http.status import status_of
from services.gateway.read_model.regions import NEVER, Freshness
from shared.runtime.clock import SystemClock
from tests.support.person import Person
from tests.support.poll import until


async def test_nobody_needs_a_token_to_read_it(stack: Stack, client: Client) -> None:
    async def heard() -> dict[str, Any] | None:
        found = await client.call(None, "GET", "gateway", "/status")
        return found if found["current"] and found["regions"] else None

    said = await until(heard, "a region that is heard whole")
    assert said["deployment"] == "wca"
    assert [(one["region"], one["state"], one["stale_since"]) for one in said["regions"]] == [("wca", "fresh", None)]
    page = Person(stack.addresses["console"], "nobody").see("/status")
    assert page.status == 200
    assert "Tout ce qui se lit ici est à jour." in page.text


def region(age: timedelta, **other: Any) -> Freshness:
    now = SystemClock().now()
    stale = now - age if age > timedelta(minutes=1) else None
    known = {"as_of": now - age, "age_s": age.total_seconds(), "stale_since": stale, "epoch": 1, "open_gaps": 0}
    return Freshness(**{"region": "esa", "missing": 0, "clock_off_s": None, "clock_alarm": False} | known | other)


def test_a_region_that_is_behind_or_was_never_heard_is_said_so() -> None:
    assert status_of(region(timedelta(0))).state == "fresh"
    behind = status_of(region(timedelta(hours=2)))
    assert (behind.state, behind.stale_since is not None) == ("stale", True)
    never = status_of(region(timedelta(0), as_of=NEVER))
    assert (never.state, never.as_of, never.stale_since) == ("never_heard", None, None)
