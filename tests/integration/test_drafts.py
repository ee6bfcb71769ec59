"""Requests are prepared, signed and submitted, on real processes: nobody signs for a State, and nothing of a draft is told (WM 8, 15.v)."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from deploy.demo.client import Client, Refused
from deploy.demo.versions import on_the_present_version
from deploy.local.stack import Stack
from shared.contracts.catalogue import topics
from shared.contracts.topic import is_federated
from shared.workbooks.media_type import MEDIA_TYPE
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.topics import everything

DRAFTS, REQUESTS = "/drafts", "/support-requests"
TCD, NER, NGO = "iso3166:TCD", "iso3166:NER", "org:ecre"
STRANGERS = {
    "cmr-authority": "iso3166:CMR", "cmr-office": "unhcr-office:CMR", "wca-officer": "unhcr-bureau:wca",
    "geneva-officer": "", "integrator-observer": "", "ecre": NGO,
}  # fmt: skip
POST = {"post": "Permanent Secretary"}


async def refused(client: Client, actor: str, *call: Any) -> Refused:
    with pytest.raises(Refused) as found:
        await client.call(actor, *call)
    return found.value


async def opened(client: Client, actor: str = "tcd-office", **content: Any) -> dict[str, Any]:
    return await client.call(actor, "POST", "intake", DRAFTS, {"lead": TCD, "content": content})


def text(**changes: Any) -> dict[str, Any]:
    """A whole request as a text of a draft; of others one says something when one submits."""
    return {name: said for name, said in request_body(**changes).items() if name != "distinct_from"}


async def workbook(client: Client, actor: str, method: str, path: str, raw: bytes | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {await client.token(actor)}", "Accept-Language": "fr"}
    headers |= {"Idempotency-Key": "a-workbook-of-a-draft", "Content-Type": MEDIA_TYPE} if raw is not None else {}

    async def ask(method: str, path: str, headers: dict[str, str]) -> httpx.Response:
        url = client.addresses["intake"].rstrip("/") + path
        return await client.http.request(method, url, content=raw, headers=headers)

    return await on_the_present_version(ask, method, path, headers)


@pytest.mark.clause("8.2")
@pytest.mark.clause("8.4")
@pytest.mark.paragraph("8")
async def test_an_office_enters_and_endorses_and_the_state_signs(client: Client) -> None:
    one = await opened(client)
    at = f"{DRAFTS}/{one['draft_id']}"
    assert one["content"]["submission_route"]["country_office"] == "unhcr-office:TCD"
    raw = (await workbook(client, "tcd-office", "GET", f"{REQUESTS}/workbook")).content
    book, file = load_workbook(BytesIO(raw)), BytesIO()
    book["Appui"]["B3"].value, book["Appui"]["E3"].value = "cuisine", "beaucoup"
    book["Demande"]["C2"].value = "Enregistrement numérique"
    book.save(file)
    filled = await workbook(client, "tcd-office", "POST", f"{at}/workbook", file.getvalue())
    assert filled.status_code == 200, filled.text
    left = {(one["sheet"], one["cell"]): (one["code"], one["text"]) for one in filled.json()["unread"]}
    assert left["Appui", "B3"][1] == "cuisine"
    assert left["Appui", "E3"] == ("amount", "beaucoup")
    assert filled.json()["title"] == "Enregistrement numérique"
    checked = await client.call("tcd-office", "GET", "intake", f"{at}/check")
    assert {"/competent_authority", "/lines/0/quantity/amount"} & {fault["pointer"] for fault in checked["faults"]}
    assert (checked["ready"], checked["missing"]) == (False, [TCD])
    assert [f["outcome"] for f in checked["findings"] if f["paragraph"] == "15.i"] == ["not_met"]
    assert (await refused(client, "tcd-office", "POST", "intake", f"{at}/signing")).status == 422
    await client.call("tcd-office", "PUT", "intake", f"{at}/content", text(title="Prepared by its office"))
    stands = await client.call("tcd-office", "POST", "intake", f"{at}/signing")
    sign = POST | {"party": TCD, "digest": stands["digest"]}
    # The office signs for nobody by login: it records the paper that the State signed.
    assert (await refused(client, "tcd-office", "POST", "intake", f"{at}/signatures", sign)).status == 422
    assert (await refused(client, "cmr-office", "POST", "intake", f"{at}/signatures", sign)).status == 404
    other = sign | {"digest": "0" * 64}
    assert (await refused(client, "tcd-authority", "POST", "intake", f"{at}/signatures", other)).status == 412
    missing = await refused(client, "tcd-authority", "POST", "intake", f"{at}/submission", {})
    assert (missing.status, missing.problem["code"]) == (422, "signatures_missing")
    await client.call("tcd-office", "PUT", "intake", f"{at}/endorsement", {"digest": stands["digest"]})
    await client.call("tcd-authority", "POST", "intake", f"{at}/signatures", sign)
    assert (await client.call("tcd-office", "GET", "intake", f"{at}/check"))["ready"] is True
    done = await client.call("tcd-authority", "POST", "intake", f"{at}/submission", {})
    assert (done["status"], done["reference"][:9]) == ("submitted", "ACSG-2026")
    made = await client.call("tcd-authority", "GET", "intake", f"{REQUESTS}/{done['request_id']}")
    assert (made["reference"], made["status"]) == (done["reference"], "submitted")
    assert made["prepared"]["draft_id"] == one["draft_id"]
    assert made["prepared"]["endorsement"]["office"] == "unhcr-office:TCD"
    assert [s["party"] for s in made["prepared"]["signatures"]] == [TCD]
    again = await refused(client, "tcd-authority", "POST", "intake", f"{at}/submission", {})
    assert (again.status, again.problem["code"]) == (409, "draft_submitted")


@pytest.mark.clause("15.v")
@pytest.mark.paragraph("15.v")
async def test_a_joint_request_waits_for_each_signature_and_nobody_is_asked_twice(client: Client) -> None:
    body = text(requesting_states=[TCD, NER], title="A platform that two States sign")
    one = await opened(client, "tcd-authority", **body)
    at = f"{DRAFTS}/{one['draft_id']}"
    assert (await refused(client, "ner-authority", "GET", "intake", at)).status == 404, "named, and not asked yet"
    stands = await client.call("tcd-authority", "POST", "intake", f"{at}/signing")
    sign = POST | {"digest": stands["digest"]}

    async def owes() -> bool:
        found = await client.call("ner-authority", "GET", "notifications", f"/deadlines?item_id={one['draft_id']}")
        return [(d["owed"], d["party"]) for d in found["deadlines"]] == [("sign_draft", NER)]

    assert await until(owes, "the step of who signs")
    seen = await client.call("ner-authority", "GET", "intake", at)
    assert seen["content"]["competent_authority"].get("focal_point") is None
    await client.call("tcd-authority", "POST", "intake", f"{at}/signatures", sign | {"party": TCD})
    waits = await refused(client, "tcd-authority", "POST", "intake", f"{at}/submission", {})
    assert [NER in fault["message"] for fault in waits.problem["errors"]] == [True]
    paper = sign | {"party": NER, "on_paper": {"reference": "Note verbale 12/2026", "signed_on": "2026-02-01"}}
    assert (await refused(client, "tcd-office", "POST", "intake", f"{at}/signatures", paper)).status == 403
    await client.call("ner-office", "POST", "intake", f"{at}/signatures", paper)
    done = await client.call("tcd-office", "POST", "intake", f"{at}/submission", {})
    made = await client.call("ner-authority", "GET", "intake", f"{REQUESTS}/{done['request_id']}")
    assert made["content"]["requesting_states"] == [TCD, NER]
    assert [(n["party"], n["answer"]) for n in made["named"]] == [(NER, "agreed")]
    asked = await client.call("ner-authority", "GET", "notifications", f"/deadlines?item_id={done['request_id']}")
    assert [d["owed"] for d in asked["deadlines"] if d["party"] == NER] == []

    async def owes_no_more() -> bool:
        found = await client.call("ner-authority", "GET", "notifications", f"/deadlines?item_id={one['draft_id']}")
        return found["deadlines"] == []

    assert await until(owes_no_more, "the step that was taken")


@pytest.mark.clause("8.3")
@pytest.mark.paragraph("3")
async def test_an_invited_stakeholder_comments_edits_and_is_invited_no_more(client: Client) -> None:
    one = await opened(client, "tcd-authority", title="Prepared with others", gap="A first gap")
    at = f"{DRAFTS}/{one['draft_id']}"
    assert (await refused(client, "ecre", "GET", "intake", at)).status == 404
    await client.call("tcd-authority", "PUT", "intake", f"{at}/hands/{NGO}", {"role": "commenter"})
    said = await client.call("ecre", "POST", "intake", f"{at}/comments", {"place": "/gap", "text": "Which registers?"})
    comment = said["comments"][0]["comment_id"]
    edit = {"title": "Prepared with others", "gap": "A second gap"}
    assert (await refused(client, "ecre", "PUT", "intake", f"{at}/content", edit)).status == 403
    await client.call("tcd-office", "PUT", "intake", f"{at}/hands/{NGO}", {"role": "editor"})
    assert (await client.call("ecre", "PUT", "intake", f"{at}/content", edit))["content"]["gap"] == "A second gap"
    assert (await refused(client, "ecre", "POST", "intake", f"{at}/signing")).status == 403
    done = await client.call(
        "tcd-authority", "PUT", "intake", f"{at}/comments/{comment}/resolution", {"resolved": True}
    )
    assert done["comments"][0]["resolved_by"] == TCD
    mine = await client.call("ecre", "GET", "intake", DRAFTS)
    assert one["draft_id"] in [found["draft_id"] for found in mine["drafts"]]

    async def invited() -> bool:
        inbox = await client.call("ecre", "GET", "notifications", f"/inboxes/{NGO}?first=200")
        return "acsg.intake.draft-shared" in str(inbox)

    assert await until(invited, "word of the invitation")
    await client.call("tcd-authority", "DELETE", "intake", f"{at}/hands/{NGO}")
    assert (await refused(client, "ecre", "GET", "intake", at)).status == 404
    assert one["draft_id"] not in str(await client.call("ecre", "GET", "intake", DRAFTS))


@pytest.mark.paragraph("8")
async def test_nothing_of_a_draft_is_read_by_others_on_any_surface(client: Client, stack: Stack) -> None:
    canary, title = "canary-in-a-gap-7301", "canary-in-a-title-7301"
    one = await opened(client, "tcd-authority", **text(title=title, gap=canary))
    at = f"{DRAFTS}/{one['draft_id']}"
    stands = await client.call("tcd-authority", "POST", "intake", f"{at}/signing")
    await client.call("tcd-authority", "POST", "intake", f"{at}/comments", {"place": "/gap", "text": canary})
    await client.call(
        "tcd-authority", "POST", "intake", f"{at}/signatures", POST | {"party": TCD, "digest": stands["digest"]}
    )

    async def told() -> bool:
        return title in str(
            await client.call("tcd-office", "GET", "notifications", "/inboxes/unhcr-office:TCD?first=200")
        )

    assert await until(told, "control: its own office is told, with its title")
    for actor, party in STRANGERS.items():
        for path in ("", "/check", "/workbook"):
            assert (await refused(client, actor, "GET", "intake", at + path)).status == 404, (actor, path)
        found = [await client.call(actor, "GET", "intake", DRAFTS)]
        if party:
            found.append(await client.call(actor, "GET", "notifications", f"/inboxes/{party}?first=200"))
        if actor not in ("integrator-observer", "geneva-officer"):
            found.append(await client.graphql(actor, "{ worklist(first: 50) { itemId } }"))
            found.append(await client.call(actor, "GET", "notifications", f"/notices?item_id={one['draft_id']}"))
            found.append(await client.call(actor, "GET", "notifications", f"/deadlines?item_id={one['draft_id']}"))
        assert not any(word in str(found) for word in (canary, title, one["draft_id"])), actor
    on_topics = [
        (record.topic, record.body.decode()) for record in await everything(stack.addresses["kafka"], topics())
    ]
    assert any(one["draft_id"] in said for topic, said in on_topics if topic == "acsg.intake.draft"), "control"
    assert canary not in str(on_topics), "its text is on no topic"
    leaving = [said for topic, said in on_topics if is_federated(topic) or topic.startswith("acsg.public.")]
    assert title not in str(leaving)
