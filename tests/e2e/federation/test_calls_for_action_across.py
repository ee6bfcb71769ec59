"""A call for action over real mirrors: asked at one bureau of a State that another serves, which answers and reports at its own counter;
an open one is read and joined where nobody was asked (WM 5, 6).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.federation.test_meetings_across import told
from tests.support.calls_for_action import FRA, call_body, done_body, word_body
from tests.support.poll import until
from tests.support.world import World

ANSWER = """mutation($i: String!, $w: JSON!, $v: Int!, $k: String!) { answerCallForAction(callForActionId: $i, word: $w, expectedVersion: $v,
  key: $k) { state problem { code } } }"""
REPORT = """mutation($i: String!, $r: JSON!, $v: Int!, $k: String!) { reportOnCallForAction(callForActionId: $i, report: $r,
  expectedVersion: $v, key: $k) { problem { code } } }"""


@pytest.mark.clause("5.4")
@pytest.mark.paragraph("5")
async def test_a_state_of_another_counter_is_asked_and_says_what_it_did(world: World) -> None:
    wca, today = world.client("wca"), datetime.now(UTC).date()
    made = await wca.call("wca-officer", "POST", "dialogue", "/calls-for-action", call_body(FRA))
    one = made["call_for_action_id"]

    async def heard() -> bool:
        return "call-for-action-opened" in await told(world, "europe", "fra-authority", FRA, one)

    await until(heard, "the call at France's bureau")
    await world.shown("europe", one, "open", "fra-authority")
    assert await world.item("europe", one, "deu-authority") is None

    async def says(document: str, **given: Any) -> bool:
        said: Any = await world.client("europe").graphql("fra-authority", document, {"i": one, **given})
        return next(iter(said.values()))["problem"] is None

    word = word_body(today + timedelta(days=5))
    assert await says(ANSWER, w=word, v=1, k=f"{one} france-answers")

    async def reports() -> bool:
        return await says(REPORT, r=done_body(today), v=2, k=f"{one} france-reports")

    await until(reports, "France's report at its own counter")

    async def counted(where: str, actor: str) -> bool:
        found: Any = await world.item(where, one, actor)
        return found is not None and (found["state"]["counts"] or {}).get("done") == 1

    for where, actor in (("wca", "wca-officer"), ("geneva", "geneva-officer")):
        await until(lambda where=where, actor=actor: counted(where, actor), f"the report at {where}")  # type: ignore[misc]
    end = {"text": "France raised funds.", "language": "en"}
    await wca.call("wca-officer", "POST", "dialogue", f"/calls-for-action/{one}/closing", end)
    await world.shown("europe", one, "closed", "fra-authority")


@pytest.mark.clause("5.4")
@pytest.mark.paragraph("5")
async def test_an_open_call_is_joined_where_nobody_was_asked(world: World) -> None:
    body = call_body(open_to_all=True)
    made = await world.client("wca").call("wca-officer", "POST", "dialogue", "/calls-for-action", body)
    one = made["call_for_action_id"]
    await world.shown("europe", one, "open", "deu-authority")
    word = {"answer": "not_now"}
    said: Any = await world.client("europe").graphql(
        "deu-authority", ANSWER, {"i": one, "w": word, "v": 1, "k": f"{one} germany-not-now"}
    )
    assert said["answerCallForAction"]["problem"] is None
