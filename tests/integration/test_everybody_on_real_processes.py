"""The whole on real processes: what every reader finds by every door equals what a plain oracle says (WM 3-18).

Some thirty things in many states are driven through the real services; then eighteen readers, every role and two regions,
read all that can be read. Each text is a canary, focal points and ways of submission included.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from deploy.demo.client import Client
from deploy.local.stack import Stack
from services.notifications.actions.webhook import PUBLIC_TYPES
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier
from shared.modalities.access.actor import PUBLIC, Role, officers
from shared.runtime.http.asking import KEPT_S
from tests.conftest import PRESENT
from tests.support.driven import surfaces as s
from tests.support.driven.driving import drive
from tests.support.driven.oracle import (
    PARTIES,
    READERS,
    allowed,
    expected,
    marks,
    reader_name,
    seen,
    shown,
    titled,
    whole,
    writes_to,
)
from tests.support.driven.things import Thing, canaries
from tests.support.driven.world import READ, World, differ, party_of, published, said, shown_to_all, told
from tests.support.poll import until
from tests.support.topics import everything
from tools.faults.receivers import Farm

pytestmark = pytest.mark.long

SEED = 20261128
SURE = "CANARY-title"
CONTACTS = ("contact", "route")
HOOKS = ("integrator-acme", "deu-authority", "tcd-authority", "wca-officer")


@pytest.fixture(scope="module")
def region(containers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A region of its own: its lists and figures hold these things and no others."""
    plenty = {"ACSG_RATE_QUOTA": "0", "ACSG_WEBHOOK_PRIVATE_ADDRESSES": "true"}
    root = tmp_path_factory.mktemp("everybody")
    with Stack("wca", services=PRESENT, root=root, environment=plenty, say=lambda _: None) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def one(region: Stack) -> AsyncIterator[World]:
    farm = await Farm().open()
    few = httpx.Limits(max_connections=12, keepalive_expiry=KEPT_S)
    async with httpx.AsyncClient(timeout=60, limits=few) as http:
        client = Client(region.addresses, http)
        for name in HOOKS:
            for first in range(0, len(PUBLIC_TYPES), 20):
                body = {
                    "url": farm.url(f"/ok/{name}"),
                    "event_types": PUBLIC_TYPES[first : first + 20],
                    "full_body": True,
                }
                await client.call(name, "POST", "notifications", "/webhooks", body)
        for actor in READERS.values():
            if actor.party:
                address = {"email": f"{actor.party.replace(':', '-').lower()}@example.org", "language": "en"}
                await client.call("wca-officer", "PUT", "notifications", f"/directory/{actor.party}", address)
        made = World(await drive(client, SEED), client, farm)
        await made.told_everywhere()
        yield made
    await farm.close()


@pytest.mark.paragraph("17")
async def test_the_bureau_reads_every_canary_so_that_the_oracle_knows_them_all(one: World) -> None:
    for thing in one.of("request"):
        assert {
            f"CANARY-{name}" for name in (*CONTACTS, "title", "summary", "gap", "line", "plan", "authority")
        } <= set(marks(thing))
    assert len(one.things) >= 30
    assert len({thing.state["status"] for thing in one.of("request")}) >= 4
    assert len({thing.state["status"] for thing in one.of("match")}) >= 4


@pytest.mark.paragraph("17")
async def test_owners_answer_each_reader_what_the_oracle_says(one: World) -> None:
    wrong = []
    for actor, reader in one.readers():
        answers = await asyncio.gather(*(reader.get(*thing.owner) for thing in one.of(*READ)))
        for thing, answer in zip(one.of(*READ), answers, strict=True):
            # What is shown of a request to others is read of the gateway; at its owner it is not there for them.
            wanted = expected(actor, thing) if whole(actor, thing) else None
            found = seen(thing, answer.json()) if answer.is_success else None
            if found != wanted:
                wrong.append((reader.name, thing.kind, thing.number, answer.status_code, differ(found, wanted)))
    assert wrong == []


@pytest.mark.paragraph("17")
async def test_a_foreign_thing_and_an_absent_one_are_answered_alike(one: World) -> None:
    wrong: list[Any] = []
    commands = {"request": ("POST", "/withdrawal", {"reason": None}), "offer": ("POST", "/withdrawal", {"reason": "No"}),
                "match": ("POST", "/withdrawal", {"reason": "No"}),
                "engagement": ("POST", "/end", {"party": "iso3166:TCD", "reason": "security"}),
                "meeting": ("POST", "/cancellation", {"reason": "No"})}  # fmt: skip

    async def compared(reader: s.Reader, thing: Thing) -> None:
        (service, path), gone = thing.owner, s.absent(thing)
        method, what, body = commands[thing.kind]
        read = [reader.get(service, at) for at in (path, gone)]
        sent = [reader.send(service, method, at + what, body) for at in (path, gone)]
        here, there, told_, nothing = await asyncio.gather(*read, *sent)
        for foreign, absent in ((here, there), (told_, nothing)):
            if said(foreign, thing.id) != said(absent, gone.rpartition("/")[2]):
                wrong.append((reader.name, thing.kind, foreign.text, absent.text))

    for actor, reader in one.readers():
        foreign = [thing for thing in one.of(*READ) if expected(actor, thing) is None]
        await asyncio.gather(*(compared(reader, thing) for thing in foreign))
    assert wrong[:3] == []


@pytest.mark.paragraph("19")
async def test_contacts_and_the_record_of_an_engagement_reach_whom_they_are_for(one: World) -> None:
    wrong: list[Any] = []
    for thing in one.of("engagement"):
        records, path = set[str](), thing.owner[1]
        for actor, reader in one.readers():
            contacts = await reader.get("delivery", f"{path}/contacts")
            if (thing.canary("contact") in contacts.text) != writes_to(actor, thing):
                wrong.append((reader.name, thing.number, contacts.status_code, contacts.text))
            record = await reader.get("delivery", f"{path}/record")
            beside = actor.party in {each["party"] for each in thing.state["champions"]} and actor.region is None
            if record.is_success != (expected(actor, thing) is not None and not beside):
                wrong.append((reader.name, thing.number, record.status_code))
            records |= {json.dumps(record.json()["agreement"], sort_keys=True)} if record.is_success else set()
        assert len(records) == 1
        assert (thing.beside[0].beside[0].canary("title") in records.pop()) == titled(thing)
    assert wrong == []
    assert {thing.state["stage"] for thing in one.of("engagement")} == {"under_discussion", "withdrawn", "planning"}
    assert {titled(thing) for thing in one.of("engagement")} == {True, False}


@pytest.mark.paragraph("17")
async def test_graphql_shows_items_and_pages_as_the_oracle_says(one: World) -> None:
    wrong: list[Any] = []
    for actor, reader in one.readers():
        data = (await reader.ask(s.LISTS))["data"]
        items = await reader.items(thing.id for thing in one.of(*READ))
        for thing, item in zip(one.of(*READ), items, strict=True):
            wanted = expected(actor, thing) if whole(actor, thing) else None
            found = told(thing, {**item, "versions": None} if item else None)
            listed = {node["itemId"]: node for name, kind in s.KINDS.items() if kind == thing.kind and data[name]
                      for node in data[name]["nodes"]}  # fmt: skip
            in_list = told(thing, {**listed[thing.id], "versions": None} if thing.id in listed else None)
            if not found == in_list == wanted:
                wrong.append((reader.name, thing.kind, thing.number, differ(found, wanted), in_list == found))
            if item and not canaries(item) <= allowed(actor, one.things):
                wrong.append((reader.name, "versions", thing.kind, thing.number))
        for name, kind in s.KINDS.items():
            mine = {thing.id for thing in one.of(kind) if whole(actor, thing)}
            page = data[name] or {"totalCount": 0, "nodes": []}
            if (page["totalCount"], {node["itemId"] for node in page["nodes"]}) != (len(mine), mine):
                wrong.append((reader.name, name, page["totalCount"], len(mine)))
    assert wrong == []


@pytest.mark.paragraph("17")
async def test_what_is_shown_of_requests_is_what_was_agreed(one: World) -> None:
    wrong = []
    for actor, reader in one.readers():
        found = {each["itemId"]: each["fields"] for each in (await reader.ask(s.SHOWN))["data"]["solicitedRequests"]}
        for thing in one.of("request"):
            wanted, given = shown(actor, thing), told(thing, found.get(thing.id))
            if wanted != given:
                wrong.append((reader.name, thing.number, differ(given, wanted)))
    assert wrong == []


@pytest.mark.paragraph("17")
async def test_a_search_finds_by_the_words_that_its_reader_sees(one: World) -> None:
    wrong = []
    for actor, reader in one.readers():
        for field, kind, name in (("supportRequests", "request", "title"), ("supportRequests", "request", "summary"),
                                  ("supportOffers", "offer", "offer")):  # fmt: skip
            by_word = await reader.found_by(field, [thing.canary(name) for thing in one.of(kind)])
            for thing in one.of(kind):
                wanted = {thing.id} if whole(actor, thing) else set()
                if by_word[thing.canary(name)] != wanted:
                    wrong.append((reader.name, kind, thing.number, name))
        references = await reader.found_by("matches", [thing.state["reference"] for thing in one.of("match")])
        # The words of a reference may stand in another match too: of a joint request the other State.
        known = {thing.id for thing in one.of("match") if "CANARY-match" in (expected(actor, thing) or ())}
        for thing in one.of("match"):
            if not references[thing.state["reference"]] <= known:
                wrong.append((reader.name, "match", thing.state["reference"]))
    assert wrong == []


@pytest.mark.paragraph("17")
async def test_figures_count_what_is_shown_in_groups_of_three(one: World) -> None:
    for actor, reader in one.readers():
        if actor.role in {Role.BUREAU_OFFICER, Role.GENEVA_OFFICER, Role.SERVICE, Role.PUBLIC}:
            continue
        data = (await reader.ask(s.FIGURES))["data"]
        areas = [thing.state["content"]["lines"][0]["functional_area"] for thing in one.of("request")
                 if thing.state["status"] not in {"withdrawn"} and "CANARY-line" in (shown(actor, thing) or ())]  # fmt: skip
        wanted = {area: areas.count(area) for area in set(areas) if areas.count(area) >= 3}
        assert {each["functionalArea"]: each["requests"] for each in data["unmetNeed"]} == wanted, reader.name


@pytest.mark.paragraph("17")
async def test_exports_have_the_rows_and_cells_that_the_oracle_says(one: World) -> None:
    wrong = []
    kinds = {"support-requests": "request", "offers": "offer", "matches": "match"}
    for actor, reader in one.readers():
        for name, kind in kinds.items():
            rows: dict[str, list[Any]] = {}
            for row in await s.table(reader, name):
                rows.setdefault(row["#meta+id"], []).append(row)
            for thing in one.of(kind):
                seen_by = expected(actor, thing)
                wanted = seen_by is not None or published(thing)
                given = seen(thing, rows.get(thing.id), parties=False)
                # An id that the reader may not know of a match is left out of its columns, never guessed.
                if (thing.id in rows) != wanted or not given <= (seen_by or set()) | shown_to_all(thing):
                    wrong.append(
                        (reader.name, name, thing.number, thing.id in rows, wanted, given - (seen_by or set()))
                    )
                if SURE in marks(thing) and thing.id in rows and (SURE in given) != (SURE in (seen_by or ())):
                    wrong.append((reader.name, name, thing.number, "title"))
    assert wrong == []


@pytest.mark.paragraph("6")
async def test_no_other_door_says_more_to_anybody(one: World) -> None:
    """Exports of every form, inboxes, ledgers, deadlines, announcements: each canary is one its reader may see."""
    wrong, heard = [], set[str]()
    for actor, reader in one.readers():
        may = allowed(actor, one.things) | allowed(PUBLIC, one.things)
        async for door, text in reader.told():
            heard |= canaries(text)
            if more := canaries(text) - may:
                wrong.append((reader.name, door, sorted(more)[:5]))
        for party in PARTIES:
            answer = await reader.get("notifications", f"/inboxes/{party}?first=200")
            if actor.party != party and answer.status_code not in {401, 403, 404}:
                wrong.append((reader.name, "inbox of", party, answer.status_code))
            if more := canaries(answer.text) - may:
                wrong.append((reader.name, "inbox", party, sorted(more)[:5]))
    assert wrong == []
    assert len(heard) > 50


@pytest.mark.paragraph("6")
async def test_mails_webhooks_and_topics_tell_each_what_it_might_know(one: World) -> None:
    wrong, parts = [], {actor.party: actor for actor in READERS.values() if actor.party}
    ever = {name: allowed(actor, one.things, ever=True) for name, actor in READERS.items()}
    everybody = allowed(PUBLIC, one.things, ever=True)

    async def called() -> bool:
        return len(one.farm.calls) > 5

    await until(called, "calls of webhooks")
    for call in one.farm.calls:
        if more := canaries(call.body.decode()) - everybody:
            wrong.append((call.path, sorted(more)[:5]))

    async def mailed() -> list[Any] | None:
        found = (await one.client.http.get(one.client.addresses["mailbox"], params={"format": "json"})).json()
        return found if len(found) > 30 else None

    mails = await until(mailed, "mails to everybody")
    for mail in mails:
        to = party_of(mail["to"], parts)
        may = ever[reader_name(parts[to])] if to else everybody
        if more := canaries(mail) - may - everybody:
            wrong.append((mail["to"], mail["subject"], sorted(more)[:5]))
    await _topics(one, everybody, wrong)
    assert wrong == []


async def _topics(one: World, everybody: set[str], wrong: list[Any]) -> None:
    """Public topics say what is shown to all; federated ones what another deployment's officers may see, without contacts."""
    elsewhere = allowed(officers("geneva"), one.things, ever=True) | allowed(officers("europe"), one.things, ever=True)
    for tier, may in ((Tier.PUBLIC, everybody), (Tier.FEDERATED, elsewhere)):
        records = await everything(one.client.addresses["kafka"], [t for t in topics() if t.tier is tier])
        found = set().union(*(canaries(record.body.decode()) for record in records if record.body))
        assert found, tier
        if more := found - may:
            wrong.append((tier, sorted(more)[:5]))
        hidden = {thing.canary(name) for thing in one.things for name in CONTACTS}
        assert found & hidden == set(), tier


@pytest.mark.paragraph("6")
async def test_a_deployment_is_answered_what_its_officers_may_hold(one: World) -> None:
    wrong = []
    for actor, reader in one.readers():
        federated = actor.role in {Role.SERVICE, Role.GENEVA_OFFICER}
        holds = allowed(officers(str(actor.region)), one.things) if federated else set[str]()
        for thing in one.of(*READ):
            answer = await reader.get(thing.owner[0], f"/federation/states?kind={thing.kind}&ids={thing.id}")
            if not federated and answer.status_code not in {401, 403, 404}:
                wrong.append((reader.name, thing.kind, answer.status_code))
            hidden = {thing.canary(name) for name in CONTACTS}
            if not canaries(answer.text) <= holds or canaries(answer.text) & hidden:
                wrong.append((reader.name, thing.kind, thing.number, sorted(canaries(answer.text) - holds)))
    assert wrong == []


@pytest.mark.control
async def test_a_view_that_shows_one_field_too_many_is_found(one: World) -> None:
    """Planted: the answer to an offerer carries the summary that its State did not agree to show."""
    actor, reader = READERS["fra-authority"], s.Reader(one.client, "fra-authority")
    thing = next(t for t in one.of("request") if not whole(actor, t) and SURE in (shown(actor, t) or ())
                 and "CANARY-summary" not in (shown(actor, t) or ()))  # fmt: skip
    found = (await reader.ask(s.SHOWN))["data"]["solicitedRequests"]
    fields = next(each["fields"] for each in found if each["itemId"] == thing.id)
    assert seen(thing, fields) == shown(actor, thing)
    planted = {**fields, "summary": thing.state["content"]["summary"]}
    assert seen(thing, planted) - (shown(actor, thing) or set()) == {"CANARY-summary"}
    assert not canaries(planted) <= allowed(actor, one.things)
