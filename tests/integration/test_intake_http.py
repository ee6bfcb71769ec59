"""Intake over HTTP: every fault named and nothing stored; a repeat is recognised; nobody sees too much."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from shared.runtime.clock import SystemClock
from shared.runtime.identifiers import new_id
from tests.support.bodies import another, offer_body, request_body
from tests.support.journey import request_in_line
from tests.support.meetings import meeting_body

ALL = "/support-requests"


async def count(stack: Stack) -> int:
    connection = await asyncpg.connect(stack.databases["intake"])
    try:
        return int(await connection.fetchval("select count(*) from support_request"))
    finally:
        await connection.close()


async def test_a_bad_body_names_every_fault_and_stores_nothing(stack: Stack, client: Client) -> None:
    before = await count(stack)
    bad = request_body(title="x", unknown=1, lines=[{}], language="french")
    with pytest.raises(Refused) as refused:
        await client.call("tcd-authority", "POST", "intake", ALL, bad)
    pointers = {fault["pointer"] for fault in refused.value.problem["errors"]}
    assert {"/title", "/unknown", "/language", "/lines/0/line_id", "/lines/0/quantity"} <= pointers
    assert refused.value.status == 422
    assert await count(stack) == before


async def test_a_repeat_gets_the_same_answer_and_another_body_is_refused(stack: Stack, client: Client) -> None:
    before, key, body = await count(stack), "repeat-0001", request_body()
    answers = await asyncio.gather(
        *(client.call("tcd-authority", "POST", "intake", ALL, body, key) for _ in range(12)),
        return_exceptions=True,
    )
    good = [a for a in answers if isinstance(a, dict)]
    assert good
    assert {a["reference"] for a in good} == {good[0]["reference"]}
    assert all(isinstance(a, dict) or (isinstance(a, Refused) and a.status == 409) for a in answers)
    assert await count(stack) == before + 1
    with pytest.raises(Refused) as refused:
        await client.call("tcd-authority", "POST", "intake", ALL, request_body(title="Another title"), key)
    assert refused.value.status == 422


@pytest.mark.paragraph("8")
async def test_requests_that_arrive_together_are_numbered_without_a_gap(stack: Stack, client: Client) -> None:
    """Of two States at once, and some refused: every number of each State is a request's."""
    bodies = [request_body(requesting_states=[f"iso3166:{state}"]) for state in ("NER", "CMR")]
    calls = [
        client.call(f"{state}-authority", "POST", "intake", ALL, body | another(), f"together-{n:03}")
        for n in range(20)
        for state, body in zip(("ner", "cmr"), bodies, strict=True)
    ]
    refused = [client.call("ner-authority", "POST", "intake", ALL, bodies[1], f"refused-{n:03}") for n in range(5)]
    made, not_made = await asyncio.gather(asyncio.gather(*calls), asyncio.gather(*refused, return_exceptions=True))
    assert all(isinstance(one, Refused) and one.status == 403 for one in not_made)
    for state in ("NER", "CMR"):
        numbers = sorted({int(one["reference"].rpartition("-")[2]) for one in made if f"-{state}-" in one["reference"]})
        assert len(numbers) == 20
        assert numbers == list(range(numbers[0], numbers[0] + 20))


@pytest.mark.paragraph("17")
async def test_an_officer_cannot_consent_for_the_state(client: Client) -> None:
    made = await client.call("tcd-authority", "POST", "intake", ALL, request_body())
    body = {"fields": ["title"], "audiences": ["offerers"]}
    for officer in ("wca-officer", "geneva-officer"):
        with pytest.raises(Refused) as refused:
            await client.call(officer, "PUT", "intake", f"{ALL}/{made['request_id']}/consent", body)
        assert refused.value.status == 403


@pytest.mark.paragraph("17")
async def test_a_stranger_cannot_tell_a_request_from_nothing(client: Client) -> None:
    made = await request_in_line(client)
    seen = []
    for path in (made["request_id"], "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(Refused) as refused:
            await client.call("fra-authority", "GET", "intake", f"{ALL}/{path}")
        seen.append((refused.value.status, refused.value.problem["detail"]))
    assert seen[0] == seen[1] == (404, "There is no such support request")


@pytest.mark.paragraph("8")
async def test_a_revision_is_a_new_version_and_the_first_stays(client: Client) -> None:
    made = await client.call("tcd-authority", "POST", "intake", ALL, request_body())
    one = f"{ALL}/{made['request_id']}"
    plan = {"statement": "Posts move to the budget", "exit_arrangement": "Handover in 2028"}
    revised = await client.call("tcd-authority", "PUT", "intake", f"{one}/content", request_body(sustainability=plan))
    moved = {f["paragraph"]: f["moved_from"] for f in revised["findings"] if f["moved_from"]}
    assert moved == {"15.iii": "not_met"}
    first = await client.call("tcd-authority", "GET", "intake", f"{one}/versions/1")
    assert first["content"]["sustainability"] is None


@pytest.mark.clause("3.2")
@pytest.mark.clause("8.3")
@pytest.mark.paragraph("3")
@pytest.mark.paragraph("17")
async def test_a_supporter_reads_without_contacts_and_does_nothing_in_the_states_name(client: Client) -> None:
    supported = request_body(supporters=["iso3166:FRA", "org:euaa"], urgent=False, title="With supporters")
    made = await client.call("tcd-authority", "POST", "intake", ALL, supported)
    one, agreed = f"{ALL}/{made['request_id']}", {"fields": ["title"], "audiences": ["offerers"]}
    shown = await client.call("tcd-authority", "PUT", "intake", f"{one}/consent", agreed)
    assert shown["shown"] is not None
    in_its_name = (
        ("PUT", "/consent", agreed), ("DELETE", "/consent", None), ("PUT", "/content", request_body(title="Not theirs")),
        ("POST", "/withdrawal", {"reason": "Not theirs"}),
    )  # fmt: skip
    for helper in ("fra-authority", "euaa"):
        for method, path, body in in_its_name:
            with pytest.raises(Refused) as refused:
                await client.call(helper, method, "intake", one + path, body)
            assert refused.value.status == 403
    now = await client.call("tcd-authority", "GET", "intake", one)
    assert (now["status"], now["content"]["title"], now["shown"]) == ("submitted", "With supporters", shown["shown"])
    assert now["content"]["competent_authority"]["focal_point"]["email"]
    for helper in ("fra-authority", "euaa"):
        seen = await client.call(helper, "GET", "intake", one)
        assert seen["content"]["competent_authority"]["focal_point"] is None
        assert (seen["findings"], "submission_route" in seen["content"]) == ([], False)


@pytest.mark.paragraph("15.v")
async def test_a_request_is_led_by_who_submits_it(client: Client) -> None:
    joint = request_body(requesting_states=["iso3166:CMR", "iso3166:TCD"], title="Led by another")
    with pytest.raises(Refused) as refused:
        await client.call("tcd-authority", "POST", "intake", ALL, joint)
    assert refused.value.status == 403


@pytest.mark.clause("15.vi.b")
@pytest.mark.paragraph("8")
async def test_a_second_one_that_says_the_same_is_said(stack: Stack, client: Client) -> None:
    """With another key, other letters, at the same moment, tried out, or by a revision; unless another one is meant."""
    said = request_body(title=f"Déploiement {new_id(SystemClock())}", distinct_from=[])
    same, before = (
        said | {"title": said["title"].upper().replace("É", "E\u0301"), "summary": "Other words"},
        await count(stack),
    )
    made = await asyncio.gather(
        *(client.call("tcd-authority", "POST", "intake", ALL, one) for one in (said, same) * 6), return_exceptions=True
    )
    (first,) = [one for one in made if isinstance(one, dict)]
    for one in made:
        assert one is first or (isinstance(one, Refused) and one.problem["code"] == "already_open"), one
        assert one is first or first["reference"] in one.problem["detail"]  # type: ignore[union-attr]
    assert await count(stack) == before + 1
    check = f"{ALL}/check"
    assert (await client.call("tcd-authority", "POST", "intake", check, same))["already_open"] == first["reference"]
    assert (await client.call("ner-authority", "POST", "intake", check, same))["already_open"] is None
    meant = same | {"distinct_from": [first["reference"]]}
    second = await client.call("tcd-authority", "POST", "intake", ALL, meant)
    assert "distinct_from" not in second["content"]
    other = await client.call("tcd-authority", "POST", "intake", ALL, request_body(distinct_from=[first["reference"]]))
    with pytest.raises(Refused) as revised:
        await client.call("tcd-authority", "PUT", "intake", f"{ALL}/{other['request_id']}/content", said)
    assert (revised.value.problem["code"], first["reference"] in str(revised.value)) == ("already_open", True)
    await client.call("tcd-authority", "PUT", "intake", f"{ALL}/{first['request_id']}/content", same)
    await client.call("tcd-authority", "POST", "intake", f"{ALL}/{first['request_id']}/withdrawal", {})
    await client.call("tcd-authority", "POST", "intake", ALL, said)


async def test_a_second_offer_or_meeting_that_says_the_same_is_said(client: Client) -> None:
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    meeting = meeting_body(starts_at=starts.isoformat(), ends_at=(starts + timedelta(hours=1)).isoformat(),
                           registration_closes_at=None, distinct_from=[])  # fmt: skip
    offer = offer_body(title=f"Experts {new_id(SystemClock())}", distinct_from=[])
    for actor, service, path, body, end in (
        ("fra-authority", "roster", "/support-offers", offer, "withdrawal"),
        ("wca-officer", "dialogue", "/meetings", meeting, "cancellation"),
    ):
        first = await client.call(actor, "POST", service, path, body)
        with pytest.raises(Refused) as second:
            await client.call(actor, "POST", service, path, body | {"title": f" {body['title'].upper()}"})
        assert (second.value.status, second.value.problem["code"]) == (409, "already_open")
        assert first["reference"] in second.value.problem["detail"]
        await client.call(actor, "POST", service, path, body | {"distinct_from": [first["reference"]]})
        one = first.get("offer_id") or first["meeting_id"]
        await client.call(actor, "PUT", service, f"{path}/{one}/content", body | {"summary": "Other words"})
        await client.call(actor, "POST", service, f"{path}/{one}/{end}", {"reason": "No more"})
        await client.call(actor, "POST", service, path, body)
