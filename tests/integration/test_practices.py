"""A practice from the meeting and the project that it comes from to every reader, by its State's word alone (WM 1, 4, 11)."""

from typing import Any
from uuid import uuid4

import orjson
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.contracts.dialogue import PRACTICE, PUBLIC_PRACTICE, PUBLIC_PRACTICE_CURRENT
from tests.integration.test_meetings import convened
from tests.support.engagements import engaged
from tests.support.poll import until
from tests.support.practices import practice_body
from tests.support.stored import stored
from tests.support.topics import everything
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("11")
TCD, FRA, SEN, OFFICER, CMR = "tcd-authority", "fra-authority", "sen-authority", "wca-officer", "cmr-authority"
CANARY = "canarioFrontera"
NOWHERE = "0198f000-0000-7000-8000-000000000001"
PROPOSE = """mutation($c: JSON!, $k: String!) { proposePractice(content: $c, key: $k)
  { state version problem { status code faults } } }"""
REWORD = """mutation($p: String!, $c: JSON!, $v: Int!, $k: String!) { rewordPractice(practiceId: $p, content: $c,
  expectedVersion: $v, key: $k) { state version problem { status code faults } } }"""
ANSWER = """mutation($p: String!, $a: PracticeAnswer!, $to: PracticeAudience!, $v: Int!, $k: String!) { answerPractice(
  practiceId: $p, answer: $a, audience: $to, expectedVersion: $v, key: $k) { state version problem { status code } } }"""
REVIEW = """mutation($p: String!, $s: Boolean!, $v: Int!, $k: String!) { reviewPractice(practiceId: $p, stands: $s,
  expectedVersion: $v, key: $k) { state version problem { status code } } }"""
RETRACT = """mutation($p: String!, $v: Int!, $k: String!) { retractPractice(practiceId: $p, expectedVersion: $v, key: $k)
  { state version problem { status code } } }"""
FOUND = "query($f: ItemFilter) { practices(first: 100, filter: $f) { nodes { itemId reference title status state } } }"
FROM = "query($k: String!) { item(key: $k) { practices { itemId title } } }"
OUTSIDE = (None, "integrator-iom", CMR)


def worded(**changes: Any) -> dict[str, Any]:
    """A practice of Senegal, in Spanish with a canary."""
    body = practice_body(country="iso3166:SEN", **changes)
    first = body["wordings"][0] | {"title": f"Equipos {CANARY}"}
    return body | {"wordings": [first, *body["wordings"][1:]]}


async def refused(client: Client, actor: str, body: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as one:
        await client.call(actor, "POST", "dialogue", "/good-practices", body)
    return {(fault["pointer"], fault["code"]) for fault in one.value.problem["errors"]}


async def found(client: Client, who: str | None, one: str, **asked: Any) -> dict[str, Any] | None:
    """A practice in what a reader finds."""
    nodes = (await client.graphql(who, FOUND, {"f": asked or None}))["practices"]["nodes"]
    return next((node for node in nodes if node["itemId"] == one), None)


async def surfaces(stack: Stack, client: Client, who: str | None) -> str:
    """All that a reader can ask of what is read of practices, as text."""
    told = [orjson.dumps(await client.graphql(who, FOUND, {"f": None})).decode()]
    headers = {"Authorization": f"Bearer {await client.token(who)}"} if who else {}
    for service, path in (
        ("dialogue", "/good-practices?first=200"),
        ("notifications", "/announcements?after=0&first=200"),
        ("gateway", "/exports/public-events.jsonl"),
    ):
        answer = await client.http.get(stack.addresses[service] + path, headers=headers, timeout=60)
        told.append(answer.text if answer.is_success else "")
    return "".join(told)


async def owed(client: Client, reference: str) -> set[str]:
    lines = await whole_worklist(client, SEN, mine=True)
    return {line["code"] for line in lines if line["reference"] == reference}


@pytest.mark.clause("1.5")
@pytest.mark.clause("4.3")
@pytest.mark.clause("11.4")
async def test_a_practice_is_read_by_its_states_word_found_in_six_languages_and_gone_when_taken_back(
    stack: Stack, client: Client
) -> None:
    meeting = (await convened(client))["meeting_id"]
    origin = {"kind": "meeting", "item_id": meeting}
    before = await stored(stack, "dialogue", "practice", "acsg.dialogue.good-practice")
    for who, where in ((CMR, meeting), (TCD, NOWHERE), (TCD, "x")):
        asked = worded(origin=origin | {"item_id": where})
        assert await refused(client, who, asked) == {("/origin/item_id", "unknown_origin")}, (who, where)
    bad = worded(contact={"post": "Sra. Ana Mora"}, wordings=[practice_body()["wordings"][1]])
    wrong = {("/contact/post", "names_a_person"), ("/wordings", "official_words_needed")}
    assert await refused(client, TCD, bad) == wrong
    assert ("/wordings/0/worded_by", "missing") in await refused(
        client, TCD, worded(wordings=[{"language": "es", "title": "Equipos", "text": "x"}])
    )
    assert await stored(stack, "dialogue", "practice", "acsg.dialogue.good-practice") == before

    made = (await client.graphql(TCD, PROPOSE, {"c": worded(origin=origin), "k": "proposes-it-once"}))[
        "proposePractice"
    ]
    assert made["problem"] is None, made
    one, reference = made["state"]["practice_id"], made["state"]["reference"]
    assert (made["state"]["status"], made["state"]["proposed_by"]) == ("proposed", "iso3166:TCD")
    await until(lambda: owed(client, reference), "the word that its State is asked for")
    for who in OUTSIDE:
        assert CANARY not in await surfaces(stack, client, who)
    for who in (FRA, None):
        with pytest.raises(Refused) as hidden:
            await client.call(who, "GET", "dialogue", f"/good-practices/{one}")
        assert hidden.value.status == 404

    again = worded(origin=origin, functional_areas=["registration", "coi"])
    late = (await client.graphql(TCD, REWORD, {"p": one, "c": again, "v": 7, "k": "words-it-late"}))["rewordPractice"]
    assert late["problem"]["status"] == 412
    new = (await client.graphql(TCD, REWORD, {"p": one, "c": again, "v": 1, "k": "words-it-anew"}))["rewordPractice"]
    assert (new["problem"], new["version"]) == (None, 2)
    yes = {"p": one, "a": "PUBLISH", "to": "PUBLIC", "v": 2}
    for who in (TCD, OFFICER, "sen-office"):
        said = (await client.graphql(who, ANSWER, yes | {"k": f"speaks-for-{who}"}))["answerPractice"]
        assert said["problem"]["status"] == 403, who
    said = (await client.graphql(SEN, ANSWER, yes | {"k": "senegal-says-yes"}))["answerPractice"]
    assert (said["problem"], said["state"]["status"]) == (None, "published")

    for who, sought in ((FRA, "enregistrement"), (CMR, "регистрация"), (None, "登记"), ("integrator-iom", CANARY)):
        node = await until(lambda who=who, sought=sought: found(client, who, one, search=sought), f"{sought} for {who}")  # type: ignore[misc]
        assert (node["title"], node["state"]["proposed_by"]) == (f"Equipos {CANARY}", "")
        assert node["state"]["content"]["origin"] is None, "there was a meeting: not everybody's to know"
    assert await found(client, FRA, one, functionalArea="coi", party="iso3166:SEN", status=["published"])
    for asked in ({"search": "vivienda"}, {"functionalArea": "reception"}, {"party": "iso3166:TCD"}):
        assert await found(client, FRA, one, **asked) is None, asked
    assert [p["itemId"] for p in (await client.graphql(FRA, FROM, {"k": meeting}))["item"]["practices"]] == [one]

    async def told() -> bool:
        entries = (await client.call(TCD, "GET", "notifications", "/inboxes/iso3166:TCD?first=200"))["entries"]
        return any(e["event_type"] == "acsg.dialogue.practice-published" for e in entries)

    await until(told, "the proposer hears of it")

    async def everywhere() -> bool:
        return all([(await surfaces(stack, client, who)).count(CANARY) > 2 for who in OUTSIDE])

    await until(everywhere, "the practice on every public surface")
    assert await owed(client, reference) == set(), "asked again in three years"

    others = (await client.graphql(TCD, RETRACT, {"p": one, "v": 3, "k": "proposer-takes-back"}))["retractPractice"]
    assert others["problem"]["code"] == "practice_published"
    gone = (await client.graphql(SEN, RETRACT, {"p": one, "v": 3, "k": "senegal-takes-it-back"}))["retractPractice"]
    assert (gone["problem"], gone["state"]["status"]) == (None, "retracted")

    async def nowhere() -> bool:
        return not any([CANARY in await surfaces(stack, client, who) for who in (*OUTSIDE, FRA)])

    await until(nowhere, "the practice gone from every surface")
    assert (await client.graphql(FRA, FROM, {"k": meeting}))["item"]["practices"] == []
    await on_the_bus(stack, one)


async def on_the_bus(stack: Stack, one: str) -> None:
    """Geneva hears each step by the twin; who reads the public topic from its beginning ends with nothing of it."""
    twin = PRACTICE.twin
    assert twin is not None

    async def steps(topic: Any) -> list[str]:
        records = [r for r in await everything(stack.addresses["kafka"], [topic]) if r.key == one]
        return [dict(r.headers)["ce_type"].decode().rpartition(".")[2] for r in records]

    async def all_told() -> bool:
        return (await steps(twin))[-1:] == ["practice-retracted"]

    await until(all_told, "the last step on the twin")
    assert await steps(twin) == ["practice-proposed", "practice-reworded", "practice-published", "practice-retracted"]
    assert await steps(PUBLIC_PRACTICE) == ["good-practice-published", "good-practice-retracted"]

    async def emptied() -> bool:
        current = [r for r in await everything(stack.addresses["kafka"], [PUBLIC_PRACTICE_CURRENT]) if r.key == one]
        return bool(current) and current[-1].body == b""

    await until(emptied, "a tombstone")


@pytest.mark.clause("4.2")
async def test_what_was_learnt_in_a_project_is_shared_by_who_took_part_and_held_against_time(client: Client) -> None:
    work = await engaged(client)
    origin = {"kind": "engagement", "item_id": work.one}

    async def proposed() -> dict[str, Any] | None:
        made = (await client.graphql(TCD, PROPOSE, {"c": worded(origin=origin), "k": f"proposes-{uuid4()}"}))[
            "proposePractice"
        ]
        assert made["problem"] is None or made["problem"]["faults"][0]["code"] == "unknown_origin", "not heard of yet"
        return dict(made["state"]) if made["problem"] is None else None

    one = (await until(proposed, "the engagement known where practices are"))["practice_id"]
    assert await refused(client, CMR, worded(origin=origin)) == {("/origin/item_id", "unknown_origin")}
    path = f"/good-practices/{one}"
    await client.call(SEN, "PUT", "dialogue", f"{path}/answer", {"answer": "publish", "audience": "mechanism"})
    assert (await client.call(FRA, "GET", "dialogue", path))["content"]["origin"] is None
    with pytest.raises(Refused) as outside:
        await client.call(None, "GET", "dialogue", path)
    assert outside.value.status == 404
    since = (await client.call(SEN, "GET", "dialogue", path))["stands_since"]
    held = await client.call(SEN, "PUT", "dialogue", f"{path}/review", {"stands": True})
    assert held["stands_since"] > since
    stale = {"p": one, "s": False, "v": 2, "k": "says-it-too-late"}
    assert (await client.graphql(SEN, REVIEW, stale))["reviewPractice"]["problem"]["status"] == 412
    old = (await client.graphql(SEN, REVIEW, stale | {"v": 3, "k": "says-outdated"}))["reviewPractice"]
    assert old["state"]["status"] == "outdated"

    async def read() -> bool:
        node = await found(client, FRA, one, status=["outdated"])
        return node is not None

    await until(read, "outdated, and still read by every party")

    async def linked() -> bool:
        mine = (await client.graphql(FRA, FROM, {"k": work.one}))["item"]["practices"]
        return [p["itemId"] for p in mine] == [one]

    await until(linked, "the practice beside its engagement")
