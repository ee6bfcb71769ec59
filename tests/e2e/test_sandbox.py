"""The sandbox lives: made-up requests go their ways through the public interfaces, and integrators hear of them."""

from collections.abc import Iterator

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from deploy.sandbox.__main__ import live
from shared.runtime.http.asking import asking
from shared.runtime.roles import SMALL
from tests.support.bodies import request_body
from tests.support.poll import until

LIVES = 12


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack("sandbox", root=tmp_path_factory.mktemp("sandbox"), roles=SMALL) as running:
        yield running


async def test_made_up_states_live_and_are_heard_of(sandbox: Stack) -> None:
    lives = await live(sandbox, 60_000, 7, LIVES)
    assert sum(lives.ended.values()) == LIVES
    assert not [how for how in lives.ended if how.startswith("refused")], lives.ended
    assert lives.ended["matched"] >= 1
    async with asking(30) as http:
        client = Client(sandbox.addresses, http)

        async def heard() -> bool:
            found = await client.call("integrator-observer", "GET", "notifications", "/announcements")
            return {"sandbox"} == {one["region"] for one in found["announcements"]}

        await until(heard, "public events of the sandbox")
        with pytest.raises(Refused) as refused:
            await client.call("tcd-authority", "POST", "intake", "/support-requests", request_body())
        assert refused.value.problem["errors"][0]["code"] == "unknown_country"
