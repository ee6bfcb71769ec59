"""A thread on real processes: the feedback's message first, questions and answers, and nobody outside reads a word (WM 8)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.postgres import Postgres
from deploy.local.stack import Stack
from services.dialogue.main import build
from services.dialogue.settings import DialogueSettings
from services.dialogue.storage.threads import ThreadRepository
from shared.contracts.catalogue import topics
from shared.contracts.dialogue import THREAD
from shared.modalities.access.actor import Actor, Role
from shared.runtime.clock import FixedClock
from tests.support.bodies import request_body
from tests.support.databases import Named, environment
from tests.support.happenings import Request
from tests.support.poll import until
from tests.support.topics import everything
from tests.support.whole_worklist import whole_worklist
from tools.bench.world import Region, Told

pytestmark = pytest.mark.paragraph("8")
TCD, OFFICER, FRA, OBSERVER = "tcd-authority", "wca-officer", "fra-authority", "integrator-observer"
FEEDBACK, CANARY = "Please say how it will last", "canary-of-the-thread-7731"
THREAD_OF = """query($about: String!) { thread(about: $about) { threadId circle version count unread parties
  questions { questionId askedOf dueOn status } messages { number kind author text post replyTo questionId } } }"""
NEW = "read what is new in the thread"
ASK = """mutation($t: String!, $w: Words!, $d: String!) { askQuestion(threadId: $t, words: $w, askedOf: "requester", dueOn: $d,
  key: "asks-for-the-plan") { state problem { status code faults } } }"""
ANSWER = """mutation($t: String!, $q: String!, $w: Words!, $v: Int!, $k: String!) { answerQuestion(threadId: $t, questionId: $q,
  words: $w, expectedVersion: $v, key: $k) { state version problem { status code } } }"""
SEND = """mutation($t: String!, $w: Words!) { sendMessage(threadId: $t, words: $w, key: "sends-it-once")
  { state problem { status code faults } } }"""
READ = """mutation($t: String!) { readUpTo(threadId: $t, number: 3, key: "has-read-three") { state problem { status code } } }"""


async def refused(client: Client, actor: str, method: str, path: str, body: Any = None) -> tuple[int, str, set[str]]:
    with pytest.raises(Refused) as one:
        await client.call(actor, method, "dialogue", path, body)
    problem = one.value.problem
    return one.value.status, problem["code"], {fault["pointer"] for fault in problem.get("errors", ())}


async def begun(client: Client) -> tuple[dict[str, Any], dict[str, Any]]:
    """A request with feedback, and its thread with the State."""
    made = await client.call(TCD, "POST", "intake", "/support-requests", request_body())
    body = {"items": [{"paragraph": "15.iii", "outcome": "partly", "comment": "How?"}], "message": FEEDBACK}
    await client.call(OFFICER, "POST", "intake", f"/support-requests/{made['request_id']}/feedback", body)

    async def entered() -> dict[str, Any] | None:
        found = (await client.call(TCD, "GET", "dialogue", f"/threads?about={made['request_id']}"))["threads"]
        return found[0] if found and found[0]["messages"] else None

    return made, await until(entered, "the feedback's message in the thread")


@pytest.mark.clause("6.4")
@pytest.mark.clause("8.6")
@pytest.mark.clause("11.3")
async def test_state_and_secretariat_speak_in_one_place_and_nobody_else_reads_it(stack: Stack, client: Client) -> None:
    made, opened = await begun(client)
    about, one = {"about": made["request_id"]}, f"/threads/{opened['thread_id']}"
    (mine,) = (await client.graphql(TCD, THREAD_OF, about))["thread"]
    assert [(m["number"], m["kind"], m["author"], m["text"]) for m in mine["messages"]] == [
        (1, "feedback", "unhcr-bureau:wca", FEEDBACK)
    ]
    assert (mine["unread"], mine["parties"]) == (1, ["iso3166:TCD"])
    circles = [t["circle"] for t in (await client.graphql(OFFICER, THREAD_OF, about))["thread"]]
    assert sorted(circles) == ["requester", "secretariat"]

    words = {"text": f"Which plan? {CANARY}", "language": "en", "post": "Head of unit", "replyTo": 1}
    due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    asked = (await client.graphql(OFFICER, ASK, {"t": opened["thread_id"], "w": words, "d": due}))["askQuestion"]
    assert asked["problem"] is None
    question = asked["state"]["questions"][0]["question_id"]

    async def lines(what: str) -> list[Any] | None:
        found = await whole_worklist(client, TCD, mine=True)
        mine = [line for line in found if line["kind"] == "thread" and line["reference"] == made["reference"]]
        assert {line["what"] for line in mine} <= {"answer a question in the thread", NEW}
        return [line for line in mine if line["what"] == what] or None

    async def owed() -> list[Any] | None:
        return await lines("answer a question in the thread")

    assert len(await until(owed, "the question in the worklist")) == 1
    assert len(await until(lambda: lines(NEW), "what is unread in the worklist")) == 1

    async def told() -> list[Any] | None:
        found = (await client.call(TCD, "GET", "notifications", "/inboxes/iso3166:TCD?first=200"))["entries"]
        return [e for e in found if e["event_type"] == "acsg.dialogue.question-asked" and CANARY in str(e)] or None

    (entry,) = await until(told, "the question in the inbox")
    assert (entry["need"], entry["step"], entry["spoken"][0]["text"]) == ("must_act", "question", words["text"])

    said = {"text": f"Le plan national {CANARY}", "language": "fr"}
    before = (await client.call(TCD, "GET", "dialogue", f"/threads?about={made['request_id']}"))["threads"][0][
        "version"
    ]
    given = {"t": opened["thread_id"], "q": question, "w": said, "v": before}
    stale = (await client.graphql(TCD, ANSWER, given | {"v": before - 1, "k": "answers-too-late"}))["answerQuestion"]
    assert stale["problem"]["status"] == 412
    others = (await client.graphql(OFFICER, ANSWER, given | {"k": "answers-for-chad"}))["answerQuestion"]
    assert others["problem"]["code"] == "not_asked"
    done = (await client.graphql(TCD, ANSWER, given | {"k": "answers-for-itself"}))["answerQuestion"]
    assert (done["problem"], done["state"]["questions"][0]["status"]) == (None, "answered")
    again = (await client.graphql(TCD, ANSWER, given | {"v": done["version"], "k": "answers-once-more"}))[
        "answerQuestion"
    ]
    assert again["problem"]["code"] == "question_answered"

    async def settled() -> bool:
        return not await owed()

    assert await until(settled, "the worklist without the question")
    assert await lines(NEW), "the feedback and the question were not read yet"
    assert (await client.graphql(TCD, READ, {"t": opened["thread_id"]}))["readUpTo"]["state"]["unread"] == 0

    async def read() -> bool:
        return not await lines(NEW)

    assert await until(read, "the worklist with nothing to read")
    (late,) = [t for t in (await client.graphql(OFFICER, THREAD_OF, about))["thread"] if t["circle"] == "requester"]
    assert [(m["kind"], m["questionId"]) for m in late["messages"]][1:] == [
        ("question", question),
        ("answer", question),
    ]
    assert late["unread"] == 1
    assert (await client.graphql(OFFICER, READ, {"t": opened["thread_id"]}))["readUpTo"]["state"]["unread"] == 0
    await nobody_else_reads_it(stack, client, about, one, question)


async def nobody_else_reads_it(stack: Stack, client: Client, about: dict[str, Any], one: str, question: str) -> None:
    words = {"text": "Not mine", "language": "en"}
    for actor in (FRA, OBSERVER, "euaa", "europe-officer", "geneva-officer"):
        assert (await client.graphql(actor, THREAD_OF, about))["thread"] == []
        assert (await client.graphql(actor, "query($k: String!) { item(key: $k) { state } }", {"k": one[9:]}))[
            "item"
        ] is None
        assert (await client.call(actor, "GET", "dialogue", f"/threads?about={about['about']}")) == {"threads": []}
        for method, path, body in (
            ("GET", one, None), ("GET", f"{one}/messages", None), ("POST", f"{one}/messages", words),
            ("PUT", f"{one}/read", {"number": 1}),
        ):  # fmt: skip
            assert await refused(client, actor, method, path, body) == (404, "not_found", set())
        sent = (await client.graphql(actor, SEND, {"t": one[9:], "w": words}))["sendMessage"]
        assert sent["problem"]["status"] == 404
    for actor, party in ((FRA, "iso3166:FRA"), (OBSERVER, "org:observer")):
        found = await client.call(actor, "GET", "notifications", f"/inboxes/{party}?first=200") if actor == FRA else {}
        assert CANARY not in str(found)
    elsewhere = [topic for topic in topics() if topic != THREAD]
    assert all(CANARY.encode() not in record.body for record in await everything(stack.addresses["kafka"], elsewhere))
    there = await everything(stack.addresses["kafka"], [THREAD])
    assert sum(CANARY.encode() in record.body for record in there) == 2


async def test_bad_words_are_refused_with_their_place_and_change_nothing(client: Client) -> None:
    made, opened = await begun(client)
    one = f"/threads/{opened['thread_id']}"
    for text in ("", "   ", "x" * 5001):
        found = await refused(client, TCD, "POST", f"{one}/messages", {"text": text, "language": "fr"})
        assert found == (422, "invalid_body", {"/text"})
    question = {"text": "When?", "language": "fr", "asked_of": "offerer", "due_on": "2020-01-01"}
    assert (await refused(client, TCD, "POST", f"{one}/questions", question))[2] == {"/asked_of", "/due_on"}
    assert (await refused(client, TCD, "POST", f"{one}/questions", question | {"due_on": "soon"}))[2] == {"/due_on"}
    note = {
        "text": "We spoke",
        "language": "fr",
        "contact": {"held_on": "2090-01-01", "how": "call", "with_whom": "The unit"},
    }
    assert (await refused(client, TCD, "POST", f"{one}/messages", note))[2] == {"/contact/held_on"}
    assert (await refused(client, TCD, "POST", f"{one}/messages", note | {"reply_to": 40, "contact": None}))[2] == {
        "/reply_to"
    }
    assert (await refused(client, TCD, "PUT", f"{one}/read", {"number": 40}))[2] == {"/number"}
    held = note | {"contact": note["contact"] | {"held_on": datetime.now(UTC).date().isoformat()}}  # type: ignore[operator]
    now = await client.call(TCD, "POST", "dialogue", f"{one}/messages", held, "note-of-a-call")
    assert now == await client.call(TCD, "POST", "dialogue", f"{one}/messages", held, "note-of-a-call")
    assert (now["messages"], now["unread"], now["questions"]) == (2, 1, [])
    page = await client.call(TCD, "GET", "dialogue", f"{one}/messages?first=1")
    assert (len(page["messages"]), page["after"]) == (1, 1)
    rest = await client.call(TCD, "GET", "dialogue", f"{one}/messages?after=1")
    assert [(m["kind"], m["contact"]["how"]) for m in rest["messages"]] == [("note", "call")]
    assert await client.call(TCD, "GET", "dialogue", f"/threads?about={made['reference']}") == {"threads": []}


async def test_events_that_come_again_or_late_change_nothing(postgres: Postgres, tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    settings = await environment(postgres, tmp_path, "dialogue", "threads_again", deployment="wca")
    dialogue = build(DialogueSettings(**settings), FixedClock(now), Named())
    region, request = Region("wca", at_home=True), Request("0198f000-0000-7000-8000-000000000001", now)
    events = [request.submitted, request.feedback(now).model_copy(update={"message": FEEDBACK}), request.revised(now)]
    records = [
        region.record(Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), now))
        for e in events
    ]
    consumer = next(one for one in dialogue.consumers if one.name == "threads")

    async def kept() -> list[Any]:
        async with dialogue.database.reading(Actor("o", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")) as connection:
            threads = ThreadRepository(connection)
            return [
                (state, version, await threads.messages(state.thread_id, 0, 10))
                for state, version in await threads.all_about(UUID(request.request_id))
            ]

    try:
        await consumer.handle(records)
        first = await kept()
        assert [(state.circle, version, len(messages)) for state, version, messages in first] == [
            ("requester", 2, 1), ("secretariat", 1, 0),
        ]  # fmt: skip
        await consumer.handle(records)
        # The same said by an event that the inbox does not know, older than what was heard.
        late = Told(events[1].wire_type, events[1].aggregate_id, 2, events[1].model_dump(mode="json"), now)
        await consumer.handle([region.record(late)])
        assert await kept() == first
    finally:
        await dialogue.database.dispose()
