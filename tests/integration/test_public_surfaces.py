"""WM 17 through every way out: whatever States agree to, narrow and take back, no surface says more than they agree to now.

The oracle and the happenings are those of the public topics; here the same events reach a gateway and a notifications
service, and everything that the public, an integrator and a possible offerer can ask is searched for canaries.
"""

import asyncio
import io
import json
import random
import re
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest

from deploy.local.provision import drop, provision
from services.gateway.main import build
from services.intake.domain.consented_view import CONSENTABLE
from services.notifications.actions.webhook import PUBLIC_TYPES
from shared.contracts.event import Event
from shared.contracts.shapes.public_views import PRIVATE_OF_OFFER
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.topic import Tier
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.migrations import upgrade
from shared.runtime.db.outbox import envelope_of
from shared.runtime.entry import Service
from shared.runtime.kafka.records import Decoded, Record
from shared.runtime.settings import RuntimeSettings
from tests.modalities.test_public_topics import CANARY, SWITCHED, PublicTopics
from tests.support.exports import export
from tests.support.gateway import ByName, Gateway, gateway, settings_of
from tests.support.notifications_desk import NotificationsDesk, desk
from tools.faults.receivers import Farm

PUBLIC, OFFERER, INTEGRATOR = None, "deu-authority", "integrator-iom"
NEVER = re.compile(r"canary-(offer_)?(competent_authority|submission_route|focal_point|officer|reason|in_response_to)")
QUERY = """{ solicitedRequests(first: 200) { itemId region fields }
  supportRequests { nodes { state title parties reference versions { content findings } history { type } lines { unit } } }
  supportOffers { nodes { state title parties reference history { type } } }
  matches { nodes { state parties reference history { type } } }
  openNeeds { nodes { state } } deliveries { nodes { state } } ownCommitments { nodes { state } }
  a: item(key: "r0") { state } b: item(key: "r1") { state } c: item(key: "o0") { state } d: item(key: "m") { state }
  e: item(key: "canary-reference-r1") { state } }"""
EXPORTS = ("support-requests.csv", "support-requests.xlsx", "offers.csv", "matches.csv", "needs.csv", "iati.xml",
           "public-events.jsonl")  # fmt: skip
_numbers = count(1)


class World:
    """One course of events, told to a gateway and to notifications as it happens."""

    def __init__(self, seed: int, read: Service, asked: Gateway, told: NotificationsDesk, farm: Farm) -> None:
        self.chance, self.read, self.asked, self.told, self.farm = random.Random(seed), read, asked, told, farm
        self.machine, self.heard, self.number = PublicTopics(), dict[str, int](), 0
        self.queues = told.queues()

    def step(self) -> None:
        """One thing happens."""
        one, machine = self.chance, self.machine
        key, who = one.choice(["r0", "r1"]), one.choice([0, 1])
        fields = set(one.sample(CONSENTABLE, one.randint(0, len(CONSENTABLE))))
        audiences = set(one.sample(["offerers", "public"], one.randint(1, 2)))
        free = [name for name in RequestContent.model_fields if name not in {"requesting_states", *SWITCHED}]
        match one.randint(0, 9):
            case 0 | 1:
                machine.consent(key, who, fields, audiences)
            case 2 | 3:
                machine.consent_to_all(key)
            case 4:
                machine.take_agreement_back(key, who)
            case 5 | 6:
                machine.revise(key, set(one.sample(free, 4)))
            case 7:
                machine.change_offer(one.choice(["o0", "o1"]), one.choice(["public", "mechanism", "secretariat"]))
            case 8 if not machine.matched and "r0" not in machine.withdrawn:
                machine.consent_to_all("r0")
                machine.confirm_a_match()
            case 9 if one.random() < 0.2:
                machine.withdraw_request("r1")
            case _:
                machine.consent_to_all("r1")

    def fresh(self) -> list[Event]:
        """What was recorded since it was asked last."""
        found = []
        for topic, events in self.machine.bus.logs.items():
            found += events[self.heard.get(topic, 0) :]
            self.heard[topic] = len(events)
        return found

    async def tell(self) -> None:
        """Both services hear of it; webhooks go out."""
        for event in self.fresh():
            self.number += 1
            owner = RuntimeSettings(service=event.topic.owner, database_url="postgresql://none", mode="development")
            envelope = envelope_of(event, ByClock("test"), owner, SystemClock()).sequenced("all/0", self.number)
            body = event.__pydantic_serializer__.to_json(event)
            record = Record(event.topic.name, 0, self.number, event.aggregate_id, tuple(envelope.to_headers()), body)
            await self.read.consumers[event.topic.tier is Tier.PUBLIC].handle([record])
            await self.told.handle(Decoded(record, envelope, event))
        await self.told.send(self.queues)

    def shown(self, *, offerer: bool = False) -> set[str]:
        """Canaries that may be said now: to the public, or to a State that may offer support."""
        machine, found = self.machine, []
        visible = {"public", "mechanism"} if offerer else {"public"}
        for key, states in machine.states.items():
            given = [machine.agreed.get((key, party)) for party in states]
            if not all(one and (offerer or "public" in one[1]) for one in given):
                continue
            state = machine.tables.requests[key]
            whole = state.content.model_dump(mode="json") | {"reference": state.reference}
            common = set.intersection(*(one[0] for one in given if one is not None))
            found.append({name: whole[name] for name in common if name in CONSENTABLE})
        for offer in machine.tables.offers.values():
            if offer.content.visibility in visible:
                found.append(offer.content.model_dump(mode="json", exclude=set(PRIVATE_OF_OFFER)))
        return set(CANARY.findall(json.dumps([found, machine.expected_match()])))

    async def surfaces(self, who: str | None) -> AsyncIterator[tuple[str, str]]:
        """Everything a reader can ask, as text, by name."""
        yield "graphql", json.dumps(await self.asked.ask(who, QUERY))
        # What is open is nothing the public asks for without a name.
        for path in EXPORTS if who is not None else [path for path in EXPORTS if not path.startswith("needs")]:
            answer = await export(self.asked.http, who, path)
            assert answer.status_code == 200, path
            yield path, unpacked(answer.content) if path.endswith("xlsx") else answer.text
        # Announcements are the same for everyone but officers.
        for path in (
            ("/announcements?after=0", "/announcements.atom", "/announcements/stream?after=0") if who is None else ()
        ):
            yield path, (await self.told.raw(who, "GET", path)).text


def unpacked(content: bytes) -> str:
    """All texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist())


@asynccontextmanager
async def world(seed: int, server: tuple[str, Path], folder: Path) -> AsyncIterator[World]:
    """Both services over databases of their own, and an integrator's webhook that wants everything public."""
    name = f"acsg_surfaces_{next(_numbers)}"
    url, owner = await provision(server[0], name, server[1])
    await asyncio.to_thread(upgrade, "gateway", owner)
    farm = await Farm().open()
    service = build(settings_of(url, mode="development"), verifier=ByName())
    try:
        async with gateway(url) as asked, desk(server[0], folder, stream_most_s=0.05, stream_heartbeat_s=0.05) as told:
            for first in range(0, len(PUBLIC_TYPES), 20):
                await told.endpoint(farm.url("/ok/all"), event_types=PUBLIC_TYPES[first : first + 20], full_body=True)
            made = World(seed, service, asked, told, farm)
            made.machine.begin((made.chance.choice(["public", "mechanism"]), "secretariat"))
            await made.tell()
            yield made
    finally:
        await service.database.dispose()
        await farm.close()
        await drop(server[0], name)


async def said(one: World) -> None:
    """Holds every surface against what may be said now."""
    public, offerer = one.shown(), one.shown(offerer=True)
    for who, allowed in ((PUBLIC, public), (INTEGRATOR, offerer), (OFFERER, offerer)):
        async for name, text in one.surfaces(who):
            # An integrator may be shown requests; offers only when they are public.
            found = set(CANARY.findall(text))
            assert found <= (allowed if "announcements" not in name and "public-events" not in name else public), (
                who,
                name,
            )
            assert NEVER.search(text) is None, (who, name)


@pytest.mark.paragraph("17")
@pytest.mark.parametrize("seed", range(3))
async def test_no_surface_says_more_than_is_agreed_to_now(seed: int, server: tuple[str, Path], tmp_path: Path) -> None:
    async with world(seed, server, tmp_path) as one:
        heard = False
        for turn in range(9):
            one.farm.calls.clear()
            one.step()
            await one.tell()
            for call in one.farm.calls:
                assert set(CANARY.findall(call.body.decode())) <= one.shown()
                heard = True
            if turn % 4 == 3:
                await said(one)
        assert heard
        # Once all is taken back, nothing of any request is said by any way.
        for key, states in one.machine.states.items():
            for who in range(len(states)):
                one.machine.take_agreement_back(key, who)
        await one.tell()
        await said(one)
        assert one.machine.expected_request("r0") is None


async def test_what_is_agreed_to_is_said_everywhere_it_belongs(server: tuple[str, Path], tmp_path: Path) -> None:
    """The search finds canaries when there are some: the surfaces are not merely empty."""
    async with world(99, server, tmp_path) as one:
        one.machine.change_offer("o0", "public")
        one.machine.consent_to_all("r0")
        one.machine.confirm_a_match()
        await one.tell()
        await said(one)
        async for name, text in one.surfaces(PUBLIC):
            if name == "matches.csv":
                assert "TCD" in text
            else:
                assert CANARY.search(text), name


@pytest.mark.control
async def test_an_offer_shown_whole_is_caught(
    server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: who reads an offer because it is public reads its contact too."""
    monkeypatch.setattr("services.gateway.graphql.types.state_for", lambda _, row: row.state)
    async with world(98, server, tmp_path) as one:
        one.machine.change_offer("o0", "public")
        await one.tell()
        with pytest.raises(AssertionError):
            await said(one)


@pytest.mark.control
async def test_a_column_of_a_contact_is_caught(
    server: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: an export that takes a request's content whole for what is shown of it."""
    monkeypatch.setattr("services.gateway.read_model.snapshot.shown_fields", lambda row: row.state["content"])
    async with world(97, server, tmp_path) as one:
        one.machine.consent("r0", 0, {"lines"}, {"public"})
        await one.tell()
        with pytest.raises(AssertionError):
            await said(one)
