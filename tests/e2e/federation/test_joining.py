"""One more region joins while the others run: one small file and one command."""

import os
import signal
import sys

from deploy.demo.client import Client
from deploy.local import record
from deploy.local.processes import start
from tests.support.bodies import request_body
from tests.support.journey import listed
from tests.support.poll import until
from tests.support.world import World


async def test_a_region_joins_the_running_federation(world: World) -> None:
    root = world.federation.root
    command = [sys.executable, "-m", "deploy.local", "join", "--deployment", "esa", "--folder", str(root)]
    environment = os.environ | {"ACSG_PORT_BASE": "0"}
    joining = start(command, root / "esa.log", environment)
    try:

        async def ready() -> bool:
            assert joining.poll() is None, (root / "esa.log").read_text()
            return bool(record.read(root / "esa/stack.json")[0].get("ready"))

        assert await until(ready, "the third region", 600)
        said, _ = record.read(root / "esa/stack.json")
        esa = Client(said["addresses"], world.http)
        body = request_body(
            requesting_states=["iso3166:KEN"],
            submission_route={"route": "country_office", "country_office": "unhcr-office:KEN"},
        )
        made = await esa.call("ken-authority", "POST", "intake", "/support-requests", body)
        offer = await listed(world.client("europe"))
        shown = await world.shown("geneva", made["request_id"], "submitted")
        assert shown["region"] == "esa"

        async def heard() -> bool:
            query = "query($k: String!) { item(key: $k) { region } }"
            found = await esa.graphql("esa-officer", query, {"k": offer["offer_id"]})
            return found["item"] == {"region": "europe"}

        assert await until(heard, "an offer of Europe in the region that joined")
    finally:
        joining.send_signal(signal.SIGTERM)
        assert joining.wait(120) == 0
    assert not (root / "esa/stack.json").exists()
