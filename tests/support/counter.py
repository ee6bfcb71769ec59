"""A call for offers of one region that approaches a party of another one, and commands at that party's own bureau."""

from typing import Any

import httpx

from deploy.demo.client import Refused
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id
from tests.support.journey import request_in_line
from tests.support.poll import until
from tests.support.world import World

FRANCE, SWEDEN = "iso3166:FRA", "iso3166:SWE"
SECRET = "Tschadseefrage"
CALL = """mutation($id: String!, $party: String!, $reason: String!, $version: Int!, $key: String!) {
  done: answerCall(callId: $id, party: $party, answer: "declined", reasonCode: $reason, expectedVersion: $version, key: $key) {
    state version problem { status code detail owner retryAfter } } }"""


async def warm(world: World) -> None:
    """Everybody answers at once: a world that has just started on a busy machine takes its time."""

    async def answers() -> bool:
        try:
            for name in ("wca", "europe"):
                client = world.client(name)
                for service in ("intake", "roster", "matching"):
                    (await world.http.get(f"{client.addresses[service]}/health/ready", timeout=5)).raise_for_status()
                await client.graphql(f"{name}-officer", "{ regions { region } }")
        except (httpx.HTTPError, Refused):
            return False
        return True

    await until(answers, "answers of every service", 300)


async def call_across(
    world: World, *approached: str, title: str = f"{SECRET} registers", message: str = f"{SECRET} by May"
) -> dict[str, Any]:
    """An officer of West and Central Africa asks France and Sweden, whom Europe serves."""
    await warm(world)
    wca = world.client("wca")
    request = await request_in_line(wca, title=title)
    path = f"/support-requests/{request['request_id']}/solicitations"
    body = {"approached": approached or (FRANCE, SWEDEN), "message": message}

    async def made() -> dict[str, Any] | None:
        try:
            return await wca.call("wca-officer", "POST", "matching", path, body)
        except Refused as refused:
            if refused.status in {404, 409}:
                return None
            raise

    return await until(made, "the call for offers")


async def seen_at(world: World, name: str, item: str, actor: str) -> dict[str, Any]:
    """An item as somebody reads it at a deployment, once it is there."""

    async def there() -> dict[str, Any] | None:
        return await world.item(name, item, actor)

    return await until(there, f"{item} in {name}", 120)


async def at_home(
    world: World, call: dict[str, Any], name: str = "europe", actor: str = "fra-authority"
) -> dict[str, Any]:
    """The call at its reader's own bureau, at the version that its owner has."""

    async def same() -> dict[str, Any] | None:
        one = call["solicitation_id"]
        found = await world.item(name, one, actor)
        (row,) = await world.sql("wca", "matching", "select version from solicitation where solicitation_id = $1", one)
        return found if found is not None and found["version"] == row["version"] else None

    return await until(same, "the call at home, as its owner has it", 120)


async def command(
    world: World, name: str, actor: str, mutation: str, variables: dict[str, Any], version: int, key: str | None = None
) -> dict[str, Any]:
    """What a gateway says of a command, decided on a version."""
    more = {"version": version, "key": key or new_id(SystemClock())}
    done: dict[str, Any] = (await world.client(name).graphql(actor, mutation, variables | more))["done"]
    return done
