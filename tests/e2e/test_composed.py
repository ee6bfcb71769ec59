"""A composed region does what a local one does; needs a container engine: ``make composed`` (ACSG_TEST_STACK=docker).

``ACSG_COMPOSE`` is the command (default: docker compose); ``ACSG_COMPOSE_UP`` what ``up`` is told (default: --build).
"""

import os
import shlex
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.helpers import create_ssl_context

from deploy.certificates import authority, authority_file, server_file
from deploy.demo.client import Client
from deploy.local.processes import ROOT
from shared.contracts.roster import PUBLIC_SUPPORT_OFFER
from shared.runtime.http.asking import asking
from tests.support.journey import listed, proposal, ranked, request_in_line, settled
from tests.support.poll import until

pytestmark = pytest.mark.skipif(
    os.environ.get("ACSG_TEST_STACK") != "docker", reason="needs a container engine: make composed"
)
FILES = ("-f", "deploy/compose.yml", "-f", "deploy/compose.try.yml")
SERVICES = ("intake", "roster", "matching", "notifications", "gateway", "dialogue", "delivery")
ADDRESSES = {name: f"http://127.0.0.1:{8101 + n}" for n, name in enumerate(SERVICES)} | {
    "issuer": "http://127.0.0.1:8100"
}


class Composed:
    """The region of deploy/compose.yml with the desk of compose.try.yml beside it."""

    def __init__(self, folder: Path) -> None:
        now = datetime.now(UTC)
        signer, key = authority(now)
        certificate = server_file(folder, signer, key, now)
        certificate.chmod(0o644)  # the broker's user in its image reads it
        self.trusted = authority_file(folder, "authority.pem", signer)
        self.environment = os.environ | {"ACSG_KAFKA_CERTIFICATE": str(certificate)}

    def run(self, *words: str, seconds: float = 600) -> str:
        """What compose says. Raises CalledProcessError."""
        command = shlex.split(os.environ.get("ACSG_COMPOSE", "docker compose"))
        env_files = ("--env-file", "deploy/regions/wca.env", "--env-file", "deploy/try.env")
        done = subprocess.run([*command, *env_files, *FILES, "--profile", "operate", *words], cwd=ROOT,
                              env=self.environment, capture_output=True, text=True, timeout=seconds)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    """Up, and gone with its data at the end."""
    composed = Composed(tmp_path_factory.mktemp("composed"))
    how = shlex.split(os.environ.get("ACSG_COMPOSE_UP", "--build"))
    services = [f"{name}-{role}" for name in SERVICES for role in ("api", "worker")]
    try:
        composed.run("up", "-d", *how, *services, "gateway-pulse", "desk", seconds=1800)
        yield composed
    finally:
        composed.run("down", "-v")


async def test_a_match_is_confirmed_and_an_integrator_reads_what_is_public(region: Composed) -> None:
    async with asking(30) as http:
        client = Client(ADDRESSES, http)

        async def ready() -> bool:
            try:
                answers = [await http.get(f"{ADDRESSES[name]}/health/ready") for name in SERVICES]
            except httpx.TransportError:
                return False
            return all(one.is_success for one in answers)

        await until(ready, "every service of the composed region", seconds=120)
        request, offer = await request_in_line(client), await listed(client, visibility="public")
        assert (await ranked(client, request["request_id"], offer["offer_id"]))["ranked"]
        body = proposal(request["request_id"], offer["offer_id"])
        made = await client.call("wca-officer", "POST", "matching", "/matches", body)
        match = await settled(client, made["match_id"])
        assert match["status"] == "reserved"
        one = f"/matches/{match['match_id']}"
        for actor, party in (("tcd-authority", "iso3166:TCD"), ("fra-authority", "iso3166:FRA")):
            await client.call(actor, "POST", "matching", f"{one}/answer", {"party": party, "answer": "accepted"})
        how = {"channel": "through_unhcr", "delivery_mode": "peer_to_peer"}
        await client.call("wca-officer", "POST", "matching", f"{one}/confirmation", how)

        async def confirmed() -> bool:
            query = "query($k: String!) { item(key: $k) { status } }"
            found = await client.graphql("wca-officer", query, {"k": match["match_id"]})
            return bool(found["item"]) and found["item"]["status"] == "confirmed"

        await until(confirmed, "the confirmed match in GraphQL")
    lines = region.run("run", "--rm", "--no-deps", "access", "create", "iom").splitlines()
    given = dict(line.split("=", 1) for line in lines if line.startswith("ACSG_"))
    assert given["ACSG_SECURITY"] == "SASL_SSL"
    consumer = AIOKafkaConsumer(
        PUBLIC_SUPPORT_OFFER.name, bootstrap_servers=given["ACSG_BOOTSTRAP"], group_id=given["ACSG_GROUP"],
        security_protocol="SASL_SSL", sasl_mechanism=given["ACSG_MECHANISM"], auto_offset_reset="earliest",
        sasl_plain_username=given["ACSG_USERNAME"], sasl_plain_password=given["ACSG_PASSWORD"],
        ssl_context=create_ssl_context(cafile=str(region.trusted)),
    )  # fmt: skip
    await consumer.start()
    try:
        assert (await consumer.getone()).key.decode() == offer["offer_id"]
    finally:
        await consumer.stop()
