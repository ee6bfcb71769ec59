"""A State takes its agreement back while the line is cut: after healing nothing of what was shown is left elsewhere (WM 17; B 4)."""

import asyncio
import re
import subprocess
from pathlib import Path

import pytest

from deploy.local.postgres import binaries
from deploy.local.stack import Stack
from tests.support.counter import FRANCE, at_home, call_across
from tests.support.poll import until
from tests.support.world import World


def dumped(stack: Stack, folder: Path) -> dict[str, str]:
    """Every database of a deployment as SQL, by service."""
    found = {}
    for service in stack.services:
        address = stack.addresses["postgres"].rpartition("/")[0] + f"/acsg_{service}"
        path = folder / f"{stack.deployment}-{service}.sql"
        command = [str(binaries() / "pg_dump"), "--dbname", address, "--file", str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        found[service] = path.read_text()
    return found


@pytest.mark.clause("17.1")
@pytest.mark.paragraph("17")
async def test_after_healing_nothing_of_a_recalled_call_is_left(world: World, tmp_path: Path) -> None:
    canary = "Salamandervogel"
    call = await call_across(world, title=f"{canary} registers", message=f"{canary} by May")
    one, stack = call["solicitation_id"], world.federation.stacks["europe"]
    assert canary in str((await at_home(world, call))["state"])

    async def told() -> bool:
        path = f"/inboxes/{FRANCE}?item={one}"
        return bool((await world.client("europe").call("fra-authority", "GET", "notifications", path))["entries"])

    assert await until(told, "the call in France's inbox", 120)
    before = await asyncio.to_thread(dumped, stack, tmp_path)
    assert any(canary in text for text in before.values()), "else the search finds nothing where something is"
    world.cut("europe")
    try:
        consent = f"/support-requests/{call['request_id']}/consent"
        await world.client("wca").call("tcd-authority", "DELETE", "intake", consent)

        async def recalled() -> bool:
            found = await world.client("wca").call("wca-officer", "GET", "matching", f"/calls-for-offers/{one}")
            return bool(found["status"] == "recalled")

        assert await until(recalled, "the recall at its owner")
        assert canary in str((await world.item("europe", one, "fra-authority") or {}).get("state"))
    finally:
        world.heal("europe")

    async def gone() -> bool:
        left = await asyncio.to_thread(dumped, stack, tmp_path)
        holding = {name: re.findall(rf"^.*{canary}.*$", text, re.MULTILINE) for name, text in left.items()}
        left_over.clear()
        left_over.update({name: [line[:200] for line in lines[:3]] for name, lines in holding.items() if lines})
        return not left_over

    left_over: dict[str, list[str]] = {}
    try:
        await until(gone, "an end of what was shown", 120)
    except TimeoutError:
        pytest.fail(f"still there: {left_over}")
    item = await world.item("europe", one, "fra-authority")
    assert item is None or canary not in str(item["state"])
