"""A quality-assurance initiative over real mirrors: proposed at one bureau to a State of another, with a partner that Geneva serves; each
says its word at its own counter (WM 6, 7, 11).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.federation.test_meetings_across import told
from tests.support.initiatives import FRA, diagnosis_body, initiative_content, steps_body
from tests.support.poll import until
from tests.support.world import World

ZMB = "iso3166:ZMB"
ANSWER = """mutation($i: String!, $v: Int!, $k: String!, $p: String) { answerInitiative(initiativeId: $i, accepts: true, partner: $p,
  expectedVersion: $v, key: $k) { state version problem { code } } }"""
STAND_BY = """mutation($i: String!, $v: Int!, $k: String!) { standByDiagnosis(initiativeId: $i, expectedVersion: $v, key: $k)
  { problem { code } } }"""


@pytest.mark.clause("7.5")
@pytest.mark.paragraph("7")
async def test_a_state_and_a_partner_of_other_counters_enter_and_stand_by_a_diagnosis(world: World) -> None:
    wca = world.client("wca")
    content = initiative_content(country=FRA)
    made = await wca.call("wca-officer", "POST", "dialogue", "/initiatives", content)
    one = made["initiative_id"]

    async def heard() -> bool:
        return "initiative-opened" in await told(world, "europe", "fra-authority", FRA, one)

    await until(heard, "the proposal at France's bureau")
    await world.shown("europe", one, "proposed", "fra-authority")

    async def says(where: str, actor: str, document: str, **given: Any) -> bool:
        said: Any = await world.client(where).graphql(actor, document, {"i": one, **given})
        return next(iter(said.values()))["problem"] is None

    assert await says("europe", "fra-authority", ANSWER, v=1, k=f"{one} france-enters", p=ZMB)

    async def partner() -> bool:
        return await says("geneva", "zmb-authority", ANSWER, v=2, k=f"{one} zambia-enters")

    await until(partner, "Zambia's word at Geneva")
    for where, actor in (("wca", "wca-officer"), ("europe", "fra-authority"), ("geneva", "zmb-authority")):
        await world.shown(where, one, "agreed", actor)
    today = datetime.now(UTC).date()
    await wca.call("wca-officer", "PUT", "dialogue", f"/initiatives/{one}/diagnosis", diagnosis_body(today))

    async def stands() -> bool:
        return await says("europe", "fra-authority", STAND_BY, v=4, k=f"{one} france-stands-by-it")

    await until(stands, "France's word on the diagnosis")
    soon = {"steps": steps_body(today + timedelta(days=30), "state", "partner")}
    await wca.call("wca-officer", "PUT", "dialogue", f"/initiatives/{one}/steps", soon)
    await world.shown("europe", one, "running", "fra-authority")
    assert await world.item("europe", one, "deu-authority") is None
