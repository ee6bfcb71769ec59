"""Meetings at the gateway: commands go to their owner, each reads what it may, the way in is for those who take part (WM 4, 5)."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.dialogue.main import build
from services.dialogue.settings import DialogueSettings
from services.gateway.read_model import views
from shared.contracts.dialogue import MeetingEvent
from shared.runtime.clock import FixedClock
from shared.runtime.kafka import slots
from shared.runtime.kafka.records import Record
from tests.integration.gateway.test_world_subscriptions import heard, listening, told
from tests.support.databases import Named, environment
from tests.support.gateway import served as served_gateway
from tests.support.meetings import LINK, Meeting, meeting_body
from tests.support.read_model import ReadModel, read_model
from tests.support.served import served
from tools.bench.world import Region, Told

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, SEN, EUAA = "iso3166:TCD", "iso3166:FRA", "iso3166:SEN", "org:euaa"
READERS = ("wca-officer", "geneva-officer", "europe-officer", "tcd-authority", "fra-authority", "sen-authority", "euaa",
           "tcd-office", "deu-authority", "integrator-observer", None)  # fmt: skip
LIST = """query($f: ItemFilter, $t: DateTime) { meetings(filter: $f, asOf: $t, first: 50) { totalCount
  nodes { id itemId kind status title reference parties functionalAreas state version findings { reason } history { type } } } }"""
ITEM = "query($k: String!, $t: DateTime) { item(key: $k, asOf: $t) { status version state } }"
WORK = "query($mine: Boolean!) { worklist(mine: $mine, first: 50) { who what paragraph dueAt late reference kind } }"
COMMANDS = {
    "conveneMeeting": "$content: JSON!",
    "changeMeeting": "$meetingId: String!, $expectedVersion: Int!, $content: JSON!",
    "cancelMeeting": "$meetingId: String!, $expectedVersion: Int!, $reason: String!",
    "chooseModerators": "$meetingId: String!, $expectedVersion: Int!, $moderators: [JSON!]!, $reason: String!",
    "answerInvitation": "$meetingId: String!, $expectedVersion: Int!, $party: String!, $answer: String!, $delegates: Int",
    "recordMeeting": "$meetingId: String!, $expectedVersion: Int!, $record: JSON!",
}
_keys = iter(range(1, 10_000))


class Office:
    """A deployment's dialogue and gateway, without a bus between them; ``settle`` plays it."""

    def __init__(self, dialogue: Any, model: ReadModel, clock: FixedClock) -> None:
        self.dialogue, self.model, self.clock = dialogue, model, clock
        self._offset, self._versions = 0, dict[str, int]()

    async def command(self, who: str | None, name: str, key: str = "", **given: Any) -> Any:
        """One mutation: the state after it, or the problem's code."""
        if "meetingId" in given:  # The version that the last answer named, as a page knows it.
            given = {"expectedVersion": self._versions.get(given["meetingId"], 1)} | given
        used = ", ".join(f"{one}: ${one}" for one in given)
        key = key or f"meetings-{next(_keys):06}"
        query = f'mutation({COMMANDS[name]}) {{ {name}({used}, key: "{key}") {{ state version problem {{ status code faults }} }} }}'
        found = (await self.model.ask(who, query, **given))[name]
        if found["problem"] is None:
            self._versions[found["state"]["meeting_id"]] = found["version"]
        return found["state"] if found["problem"] is None else found["problem"]["code"]

    async def settle(self) -> None:
        """What was recorded arrives in the read model."""
        connection = await self.dialogue.database.connection()
        try:
            fences = (await slots.lease(connection, "relay", 3600)).fences
            rows = await slots.claim(connection, "relay", fences, 1000, 1)
            await slots.mark(connection, "relay", rows)
        finally:
            await connection.close()
        await self.model.told(self._record(row) for row in rows)

    def _record(self, row: slots.Claimed) -> Record:
        self._offset += 1
        return Record(row.topic, row.slot, self._offset, row.key.decode(), tuple(row.headers), row.body)


@pytest_asyncio.fixture(loop_scope="session")
async def office(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Office]:
    """The bureau for West and Central Africa."""
    clock = FixedClock(START)
    given = await environment(postgres, tmp_path, "dialogue", "gateway_dialogue", deployment="wca")
    dialogue = build(DialogueSettings(**given), clock, Named())
    async with served(dialogue.app()) as address:
        model = await read_model(
            postgres, tmp_path, START, "gateway_of_dialogue", deployment="wca", scope="regional", dialogue_url=address
        )
        yield Office(dialogue, model, clock)
        await model.close()
    await dialogue.database.dispose()


@asynccontextmanager
async def gateway_of(postgres: Postgres, folder: Path, name: str, **more: Any) -> AsyncIterator[ReadModel]:
    """A read model of a deployment alone."""
    scope = "global" if name == "geneva" else "regional"
    model = await read_model(
        postgres, folder, START, f"meetings_{name}", **{"deployment": name, "scope": scope, **more}
    )
    yield model
    await model.close()


def records(region: Region, events: Iterable[MeetingEvent], at: datetime = START) -> list[Record]:
    """Events as they stand on the topics that this reader has; an hour between them."""
    return [
        region.record(Told(one.wire_type, one.aggregate_id, one.aggregate_version, one.model_dump(mode="json"),
                           at + timedelta(hours=n)))
        for n, one in enumerate(events)
    ]  # fmt: skip


@pytest.mark.clause("4.1")
@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
async def test_a_meeting_through_its_life_by_mutations(office: Office) -> None:
    body = meeting_body(invited=[TCD, FRA])
    assert await office.command("tcd-authority", "conveneMeeting", content=body) == "not_permitted"
    assert await office.command("geneva-officer", "conveneMeeting", content=body) == "not_permitted"
    made = await office.command("wca-officer", "conveneMeeting", key="convene-once", content=body)
    assert made == await office.command("wca-officer", "conveneMeeting", key="convene-once", content=body)
    one = made["meeting_id"]
    faulty = await office.command("wca-officer", "conveneMeeting", content=body | {"time_zone": "Mars/Olympus"})
    assert faulty == "invalid_body"
    answer = {"meetingId": one, "party": TCD, "answer": "registered", "delegates": 3}
    # An answer is the party's own: no officer gives it, and no other State.
    for who in ("wca-officer", "fra-authority", "tcd-office"):
        assert await office.command(who, "answerInvitation", **answer) == "not_permitted"
    assert await office.command("sen-authority", "answerInvitation", **answer | {"party": SEN}) == "not_found"
    assert (await office.command("tcd-authority", "answerInvitation", **answer))["content"]["join_link"] == LINK
    chosen = {"meetingId": one, "moderators": [{"party": EUAA, "came": "approached"}], "reason": "They know it"}
    assert await office.command("tcd-authority", "chooseModerators", **chosen) == "not_permitted"
    assert (await office.command("wca-officer", "chooseModerators", **chosen))["moderators"][0]["party"] == EUAA
    moved = body | {"starts_at": "2026-03-30T09:00:00Z", "ends_at": "2026-03-30T11:00:00Z"}
    await office.command("wca-officer", "changeMeeting", meetingId=one, content=moved)
    assert await office.command("wca-officer", "recordMeeting", meetingId=one, record={"summary": "x"}) == "not_begun"
    office.clock.moment = datetime(2026, 3, 30, 12, tzinfo=UTC)
    record = {"summary": "Much was learnt", "good_practices": ["One form for all"]}
    await office.command("wca-officer", "recordMeeting", meetingId=one, record=record)
    assert await office.command("wca-officer", "cancelMeeting", meetingId=one, reason="No") == "meeting_held"
    await office.settle()
    (found,) = (await office.model.ask("fra-authority", LIST))["meetings"]["nodes"]
    assert (found["status"], found["title"], found["version"]) == ("held", body["title"], 5)
    assert found["state"]["record"]["good_practices"] == ["One form for all"]
    assert set(found["parties"]) == {TCD, FRA, EUAA}
    for who in ("fra-authority", "wca-officer"):
        (told_,) = (await office.model.ask(who, LIST))["meetings"]["nodes"]
        assert [step["type"].rpartition(".")[2] for step in told_["history"] or ()] == [
            "meeting-convened", "invitation-answered", "moderators-chosen", "meeting-changed", "meeting-held",
        ]  # fmt: skip
    node = await office.model.ask(
        "tcd-authority", "query($i: ID!) { node(id: $i) { ... on Item { itemId } } }", i=found["id"]
    )
    assert node["node"]["itemId"] == one
    fresh = await office.model.ask("wca-officer", "{ freshness { region lastEventAt } }")
    assert [one["region"] for one in fresh["freshness"]] == ["wca"]
    cancelled = await office.command("wca-officer", "conveneMeeting", content=moved | {
        "starts_at": "2026-05-02T09:00:00Z", "ends_at": "2026-05-02T10:00:00Z", "registration_closes_at": None})  # fmt: skip
    done = await office.command("wca-officer", "cancelMeeting", meetingId=cancelled["meeting_id"], reason="No room")
    assert (done["status"], done["cancelled_because"]) == ("cancelled", "No room")


@pytest.mark.paragraph("4")
async def test_a_list_is_narrowed_by_where_when_what_and_how_it_stands(postgres: Postgres, tmp_path: Path) -> None:
    async with gateway_of(postgres, tmp_path, "geneva") as geneva:
        wca, own = Region("wca"), Region("geneva", at_home=True)
        late = {"starts_at": "2026-06-01T09:00:00Z", "ends_at": "2026-06-01T10:00:00Z", "registration_closes_at": None}
        first = Meeting(START, "m1", invited=[TCD])
        second = Meeting(START, "m2", invited=[FRA], functional_areas=["coi"], **late)
        third = Meeting(START, "m3", region="geneva", serving={TCD: "wca"}, invited=[TCD, EUAA], **late)
        await geneva.told(records(wca, [first.convened, second.convened, second.cancelled()]))
        await geneva.told(records(own, [third.convened]))
        asked: dict[str, dict[str, Any]] = {
            "m1 m2 m3": {}, "m1 m2": {"region": "wca"}, "m3": {"region": "geneva"}, "m2": {"status": ["cancelled"]},
            "m1 m3": {"status": ["convened"]}, "m2 ": {"functionalArea": "coi"}, "m1": {"startsBefore": "2026-06-01T09:00:00Z"},
            "m2 m3": {"startsFrom": "2026-06-01T09:00:00Z"}, " m3": {"party": EUAA},
            "m3 ": {"startsFrom": "2026-06-01T00:00:00Z", "status": ["convened"], "regions": ["geneva", "wca"]},
        }  # fmt: skip
        for expected, narrowed in asked.items():
            found = (await geneva.ask("geneva-officer", LIST, f=narrowed))["meetings"]
            assert sorted(node["itemId"] for node in found["nodes"]) == expected.split(), narrowed
            assert found["totalCount"] == len(expected.split())
        assert (await geneva.ask("geneva-officer", ITEM, k="MEETING-2026-GENEVA-001"))["item"]["status"] == "convened"
        # Beside meetings, a filter by their beginning leaves other kinds alone, and finds nothing among them.
        others = await geneva.ask(
            "geneva-officer", LIST.replace("meetings(", "supportRequests("), f={"startsFrom": "2026-01-01T00:00:00Z"}
        )
        assert others["supportRequests"]["totalCount"] == 0


async def seen_by(model: ReadModel, **asked: Any) -> tuple[set[str | None], set[str | None]]:
    """Who sees the meeting, and who sees the way in: by list, item and node."""
    there, way_in = set[str | None](), set[str | None]()
    for who in READERS:
        found = await model.ask(who, LIST, **asked)
        one = await model.ask(who, ITEM, k="m1", **asked)
        assert (one["item"] is not None) is bool(found["meetings"]["nodes"]), who
        assert found["meetings"]["totalCount"] == len(found["meetings"]["nodes"])
        assert (LINK in str(found)) is (LINK in str(one)), who
        there |= {who} if found["meetings"]["nodes"] else set()
        way_in |= {who} if LINK in str(found) else set()
    return there, way_in


def lived() -> list[MeetingEvent]:
    """Chad registered and then declined, France registered, Senegal said nothing, EUAA moderates; an hour between them."""
    one = Meeting(START, invited=[TCD, FRA, SEN])
    return [one.convened, one.answered(TCD, START), one.answered(FRA, START), one.moderated(EUAA),
            one.answered(TCD, START, "declined")]  # fmt: skip


@pytest.mark.paragraph("4")
@pytest.mark.parametrize("compiled", [True, False])
async def test_the_way_in_by_reader_now_and_at_earlier_dates(
    postgres: Postgres, tmp_path: Path, compiled: bool
) -> None:
    concerned = {
        "wca-officer",
        "geneva-officer",
        "tcd-authority",
        "fra-authority",
        "sen-authority",
        "euaa",
        "tcd-office",
    }
    officers = {"wca-officer", "geneva-officer"}
    async with gateway_of(postgres, tmp_path, "geneva", query_compiled=compiled) as geneva:
        await geneva.told(records(Region("wca"), lived()))
        assert await seen_by(geneva) == (concerned, officers | {"fra-authority", "euaa"})
        by_hour = [await seen_by(geneva, t=(START + timedelta(hours=n, minutes=30)).isoformat()) for n in range(5)]
        # EUAA stands in it now, so it may read how it was; the way in it has from when it moderated.
        assert [there for there, _ in by_hour] == [concerned] * 5
        assert [way_in - officers for _, way_in in by_hour] == [
            set(), set(), {"fra-authority"}, {"fra-authority", "euaa"}, {"fra-authority", "euaa"},
        ]  # fmt: skip


@pytest.mark.control
async def test_control_each_half_of_the_guard_is_needed(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with gateway_of(postgres, tmp_path, "geneva") as geneva:
        await geneva.told(records(Region("wca"), lived()))
        takes_part, registered = views.takes_part, (START + timedelta(hours=1, minutes=30)).isoformat()

        def then_alone(actor: Any, state: Any) -> bool:
            declined = any(one["party"] == actor.party and one["answer"] == "declined" for one in state["invitations"])
            return declined or takes_part(actor, state)

        monkeypatch.setattr(views, "takes_part", then_alone)
        assert "tcd-authority" in (await seen_by(geneva, t=registered))[1]
        monkeypatch.setattr(views, "takes_part", lambda *_: True)
        there, way_in = await seen_by(geneva)
        assert way_in == there


@pytest.mark.paragraph("6")
async def test_a_region_keeps_meetings_of_others_in_which_it_has_a_part(postgres: Postgres, tmp_path: Path) -> None:
    """A bureau reads what Geneva convened with its States, and no other region's."""
    meeting = Meeting(START, region="geneva", serving={TCD: "wca"}, invited=[TCD, EUAA])
    events = [meeting.convened, meeting.answered(TCD, START), meeting.answered(EUAA, START)]
    europe = Meeting(START, "m2", region="europe", invited=[FRA])
    for name, kept in (("wca", ["m1"]), ("esa", []), ("europe", ["m2"])):
        async with gateway_of(postgres, tmp_path, name) as model:
            await model.told(records(Region("geneva"), events))
            await model.told(records(Region("europe", at_home=name == "europe"), [europe.convened]))
            rows = await model.rows("select id from item where kind = 'meeting'")
            assert [row.id for row in rows] == kept
            found = (await model.ask(f"{name}-officer", LIST))["meetings"]["nodes"]
            assert [node["itemId"] for node in found] == kept
            if name == "wca":
                assert [n["itemId"] for n in (await model.ask("tcd-authority", LIST))["meetings"]["nodes"]] == ["m1"]
                assert (await model.ask("fra-authority", LIST))["meetings"]["nodes"] == []
    async with gateway_of(postgres, tmp_path, "geneva") as geneva:
        await geneva.told(records(Region("europe"), [europe.convened]))
        assert [n["itemId"] for n in (await geneva.ask("geneva-officer", LIST))["meetings"]["nodes"]] == ["m2"]


@pytest.mark.paragraph("4")
@pytest.mark.paragraph("5")
async def test_the_worklist_says_what_of_a_meeting_waits_for_whom(postgres: Postgres, tmp_path: Path) -> None:
    async with gateway_of(postgres, tmp_path, "wca") as model:
        one = Meeting(START, invited=[TCD, FRA])
        own = Region("wca", at_home=True)
        await model.told(records(own, [one.convened, one.answered(TCD, START)]))

        async def waiting(who: str, at: datetime, *, mine: bool = True) -> list[tuple[str, str, bool]]:
            model.clock.moment = at
            found = (await model.ask(who, WORK, mine=mine))["worklist"]
            return [(w["what"], w["paragraph"], w["late"]) for w in found]

        invitation, part = "answer the invitation to a meeting", "take part in the meeting"
        moderators, record = "choose who moderates the meeting", "record what came of the meeting"
        assert await waiting("wca-officer", START) == [(moderators, "5", False)]
        assert await waiting("wca-officer", START, mine=False) == [
            (moderators, "5", False), (invitation, "4", False), (part, "4", False),
        ]  # fmt: skip
        assert await waiting("wca-officer", datetime(2026, 3, 13, tzinfo=UTC)) == [(moderators, "5", True)]
        assert await waiting("fra-authority", START) == [(invitation, "4", False)]
        assert await waiting("tcd-authority", START) == [(part, "4", False)]
        assert await waiting("sen-authority", START, mine=False) == []
        # After registration closed, nobody is late with an answer; after its end there is something to record.
        assert await waiting("fra-authority", datetime(2026, 3, 21, tzinfo=UTC)) == []
        begun = datetime(2026, 3, 26, 10, tzinfo=UTC)
        assert await waiting("wca-officer", begun, mine=False) == []
        assert await waiting("wca-officer", begun + timedelta(hours=2)) == [(record, "4", False)]
        assert await waiting("wca-officer", begun + timedelta(days=8)) == [(record, "4", True)]
        await model.told(records(own, [one.held(begun)]))
        assert await waiting("wca-officer", begun + timedelta(days=8)) == []


@pytest.mark.paragraph("4")
async def test_who_listens_hears_of_meetings_it_may_read(postgres: Postgres, tmp_path: Path) -> None:
    async with gateway_of(postgres, tmp_path, "wca") as model:
        own, one, other = (
            Region("wca", at_home=True),
            Meeting(START, invited=[TCD]),
            Meeting(START, "m2", invited=[TCD, SEN]),
        )
        await model.told(records(own, [one.convened]))
        async with (
            served_gateway(model.settings.database_url, deployment="wca") as (url, _),
            listening(url, "tcd-authority", 'subscription { itemChanged(key: "m1") { kind type status } }') as single,
            listening(url, "wca-officer", k=["meeting"]) as officer,
            listening(url, "sen-authority", k=["meeting"]) as invited_to_one,
        ):
            first = (await heard(single))["payload"]["data"]["itemChanged"]
            assert first == {"kind": "meeting", "type": "state", "status": "convened"}
            await model.told(records(own, [one.answered(TCD, START)]))
            second = (await heard(single))["payload"]["data"]["itemChanged"]
            assert second["type"] == "acsg.dialogue.invitation-answered"
            # A subscription begins when it begins: both meetings change until each listener has told of the second.
            await model.told(records(own, [other.convened]))
            hearing = [asyncio.create_task(told(socket, "m2")) for socket in (officer, invited_to_one)]
            waiting, number = set(hearing), 0
            while waiting:
                number += 1
                changes = [each.changed(START, title=f"Title {number}") for each in (one, other)]
                await model.told(records(own, changes))
                _, waiting = await asyncio.wait(waiting, timeout=0.3)
            assert ("meeting", "m2") in hearing[0].result()
            assert hearing[1].result() == {("meeting", "m2")}
