"""Messages that could not be delivered in the worklist: what asks for a step apart, the rest one line per recipient (WM 6)."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.gateway.read_model.worklist import worklist

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def failed(n: int, recipient: str, *, must_act: bool, region: str = "wca") -> Any:
    state = {"recipient": recipient, "must_act": must_act, "state": "failed", "last_error": "no_address"}
    return SimpleNamespace(region=region, kind="delivery", id=f"d{n:03}", reference=None, status="failed", state=state,
                           parties=[recipient],
                           changed_at=NOW - timedelta(hours=n))  # fmt: skip


def test_a_hundred_messages_for_information_are_one_line_of_each_party_and_never_late() -> None:
    rows = [failed(n, "iso3166:TCD" if n % 2 else "iso3166:FRA", must_act=False) for n in range(100)]
    found = worklist(rows, NOW, 30, 7)
    assert [(one.what, one.late, one.who) for one in found] == [
        (
            "see why messages for information do not reach iso3166:TCD: 50 could not be delivered",
            False,
            ("unhcr-bureau:wca",),
        ),
        (
            "see why messages for information do not reach iso3166:FRA: 50 could not be delivered",
            False,
            ("unhcr-bureau:wca",),
        ),
    ]
    assert [one.item_id for one in found] == ["d001", "d000"], "each leads to its newest message"


def test_each_message_that_asks_for_a_step_stands_by_itself() -> None:
    rows = [failed(n, "iso3166:TCD", must_act=True) for n in range(3)] + [failed(9, "iso3166:TCD", must_act=False)]
    found = worklist(rows, NOW, 30, 7)
    assert len(found) == 4
    assert sum("asks for a step" in one.what for one in found) == 3


def test_deployments_are_kept_apart() -> None:
    rows = [
        failed(n, "iso3166:FRA", must_act=False, region=region) for n, region in enumerate(("wca", "geneva", "wca"))
    ]
    assert {(one.region, one.who) for one in worklist(rows, NOW, 30, 7)} == {
        ("wca", ("unhcr-bureau:wca",)), ("geneva", ("unhcr:secretariat",))
    }  # fmt: skip


@pytest.mark.control
def test_control_a_state_that_does_not_say_stands_by_itself() -> None:
    row = failed(1, "iso3166:FRA", must_act=False)
    del row.state["must_act"]
    assert "asks for a step" in worklist([row], NOW, 30, 7)[0].what
