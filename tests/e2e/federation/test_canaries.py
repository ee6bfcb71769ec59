"""Strictly confidential values never leave their region: not on topics, in tables, answers, mails or logs (S14)."""

import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any

from deploy.local.postgres import binaries
from deploy.local.stack import Stack
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.roster import OfferListed
from tests.support.bodies import offer_body, request_body
from tests.support.canaries import full_body
from tests.support.journey import proposal, ranked
from tests.support.searching import holds
from tests.support.world import World

CANARY = "kanarienvogel"


def contact(number: int) -> dict[str, str]:
    """An official's contact, a canary in every field."""
    return {"name": f"{CANARY}-{number}a", "post": f"{CANARY}-{number}b", "email": f"{CANARY}-{number}c@example.org"}


REQUEST = request_body(
    competent_authority={"name": "CNARR", "focal_point": contact(1)},
    submission_route={"route": "direct", "reason": f"{CANARY}-2", "country_office": "unhcr-office:TCD"},
)
OFFER = offer_body(focal_point=contact(3))


def closed_fields(kind: type[Event], start: str) -> set[str]:
    """Closed fields of what a party writes, by name."""
    places = full_body(kind)[1].closed.values()
    return {place.removeprefix(start) for place in places if place.startswith(start) and "/shown/" not in place}


def at(body: Any, pointer: str) -> Any:
    for part in pointer.strip("/").split("/"):
        body = body[part]
    return body


def dumped(stack: Stack, folder: Path) -> dict[str, Path]:
    """Every database of a deployment as SQL, in files."""
    found = {}
    for service in stack.services:
        address = stack.addresses["postgres"].rpartition("/")[0] + f"/acsg_{service}"
        found[f"{service}.sql"] = path = folder / f"{stack.deployment}-{service}.sql"
        command = [str(binaries() / "pg_dump"), "--dbname", address, "--file", str(path)]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
    return found


def everything(stack: Stack, folder: Path) -> dict[str, Path]:
    """Segments of every topic, databases, logs, mails: all that a deployment keeps, by name; some are gigabytes."""
    folders = ("kafka/data", "logs", "mirror", "mailbox")
    files = [p for one in folders for p in (stack.folder / one).rglob("*") if p.is_file()]
    return {str(p.relative_to(stack.folder)): p for p in files} | dumped(stack, folder)


def holding(kept: dict[str, Path], words: str) -> list[str]:
    return sorted(name for name, path in kept.items() if holds(path, words))


def test_the_canaries_stand_in_every_closed_field() -> None:
    for kind, start, body in (
        (SupportRequestSubmitted, "/request/content", REQUEST),
        (OfferListed, "/offer/content", OFFER),
    ):
        places = closed_fields(kind, start)
        assert len(places) >= 3
        for place in places - {"/submission_route/country_office"}:
            assert CANARY in str(at(body, place)), place


async def test_strictly_confidential_values_stay_at_home(world: World, tmp_path: Path) -> None:
    wca, europe = world.client("wca"), world.client("europe")
    made = await wca.call("tcd-authority", "POST", "intake", "/support-requests", REQUEST)
    one = f"/support-requests/{made['request_id']}"
    await wca.call("wca-officer", "POST", "intake", f"{one}/decision", {"in_line": True, "reason": "Complete"})
    consent = {"fields": ["title", "requesting_states", "lines", "gap"], "audiences": ["offerers", "public"]}
    await wca.call("tcd-authority", "PUT", "intake", f"{one}/consent", consent)
    offer = await europe.call("fra-authority", "POST", "roster", "/support-offers", OFFER)
    await ranked(wca, made["request_id"], offer["offer_id"])
    body = proposal(made["request_id"], offer["offer_id"])
    match = await wca.call("wca-officer", "POST", "matching", "/matches", body)
    for name, actor in (("geneva", "geneva-officer"), ("europe", "europe-officer")):
        await world.shown(name, match["match_id"], "reserved", actor)
    request = await world.shown("geneva", made["request_id"], "in_line")
    shown = [request, await world.item("geneva", offer["offer_id"]), await world.item("wca", offer["offer_id"])]
    assert CANARY not in json.dumps(shown)
    stacks = world.federation.stacks
    kept = {name: await asyncio.to_thread(everything, stack, tmp_path) for name, stack in stacks.items()}
    assert holding(kept["geneva"], CANARY) == []
    # Each region holds its own canaries, and none of the other one's.
    assert holding(kept["europe"], f"{CANARY}-1") + holding(kept["europe"], f"{CANARY}-2") == []
    assert holding(kept["wca"], f"{CANARY}-3") == []
    # The search finds what is there: at home on the topic and in the tables, and at Geneva the open words.
    for name, words in (("wca", f"{CANARY}-2"), ("europe", f"{CANARY}-3b")):
        places = holding(kept[name], words)
        assert any(place.startswith("kafka/data/acsg.") for place in places)
        assert any(place.endswith(".sql") for place in places)
        assert not any("acsg.federated" in place or "acsg.public" in place for place in places)
        assert not any(place.startswith(("logs", "mirror", "mailbox")) for place in places)
    open_words = str(REQUEST["gap"])
    assert any("acsg.federated.support-request" in place for place in holding(kept["geneva"], open_words))
    assert "gateway.sql" in holding(kept["geneva"], open_words)
