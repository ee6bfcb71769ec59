"""What the Secretariat writes reaches those it is for, and an urgent request says why (WM 8, 9, 12)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.test_owners_interface import ALL, NOW, Intake, intake
from tests.support.bodies import request_body
from tests.support.databases import as_

__all__ = ["intake"]
pytestmark = pytest.mark.paragraph("8")


@pytest.mark.clause("8.5")
@pytest.mark.clause("8.6")
async def test_a_message_with_feedback_is_read_by_its_state_and_by_no_supporter(intake: Intake) -> None:
    body = request_body(supporters=["org:euaa"])
    made = (await intake.http.post(ALL, json=body, headers=as_("tcd-authority", "message-0001"))).json()
    one = f"{ALL}/{made['request_id']}"
    said = {"items": [{"paragraph": "15.i", "outcome": "met", "comment": "Good"}], "message": "Please add a plan"}
    versioned = as_("wca-officer", "message-0002") | {"If-Match": '"1"'}
    done = await intake.http.post(f"{one}/feedback", json=said, headers=versioned)
    assert done.status_code == 200, done.text

    async def read(who: str) -> Any:
        return (await intake.http.get(one, headers=as_(who))).json()

    (kept,) = (await read("tcd-authority"))["messages"]
    assert (kept["text"], kept["written_by"]) == ("Please add a plan", "wca-officer")
    assert (await read("tcd-office"))["messages"] == [kept]
    assert "Please add a plan" not in str(await read("euaa"))


@pytest.mark.clause("9.1")
@pytest.mark.clause("12.1")
async def test_an_urgent_request_says_why_and_a_crisis_is_judged_on_the_urgent_clock(intake: Intake) -> None:
    bare = await intake.http.post(ALL, json=request_body(urgent=True), headers=as_("tcd-authority", "urgent-0001"))
    assert bare.status_code == 422
    assert [(one["pointer"], one["code"]) for one in bare.json()["errors"]] == [("/urgency", "urgency_needed")]
    for key, changes in (
        ("urgent-0002", {"urgent": True, "urgency": "Forty thousand arrivals in a week"}),
        ("urgent-0003", {"crisis": {"emergency": "Arrivals after the flood"}}),
    ):
        made = await intake.http.post(ALL, json=request_body(**changes), headers=as_("tcd-authority", key))
        assert made.status_code == 201, made.text
        due = (NOW + timedelta(days=3)).isoformat().replace("+00:00", "Z")
        assert made.json()["feedback_due_at"] <= due
    plain = (await intake.http.post(ALL, json=request_body(), headers=as_("tcd-authority", "urgent-0004"))).json()
    assert plain["feedback_due_at"] > due
