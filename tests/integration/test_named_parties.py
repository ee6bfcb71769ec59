"""Nobody is spoken for, on real processes: who is named is asked, answers itself, and leaves (WM 3, 8, 15.v, 18)."""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import offer_body, request_body
from tests.support.poll import until

REQUESTS, OFFERS = "/support-requests", "/support-offers"
TCD, NER, FRA, DEU, NGO = "iso3166:TCD", "iso3166:NER", "iso3166:FRA", "iso3166:DEU", "org:ecre"


async def refused(client: Client, actor: str, *call: Any) -> Refused:
    with pytest.raises(Refused) as found:
        await client.call(actor, *call)
    return found.value


async def owes(client: Client, actor: str, party: str, item: str, *, something: bool) -> bool:
    """Whether a party finds its answer among its deadlines of an item, or not any more."""

    async def as_wanted() -> bool:
        found = await client.call(actor, "GET", "notifications", f"/deadlines?item_id={item}")
        mine = [one["owed"] for one in found["deadlines"] if one["party"] == party]
        return mine == (["naming"] if something else [])

    return await until(as_wanted, "the step of a named party")


@pytest.mark.clause("3.2")
@pytest.mark.clause("15.v")
@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("3")
async def test_a_joint_request_waits_for_the_word_of_each(client: Client) -> None:
    body = request_body(requesting_states=[TCD, NER], supporters=[NGO], title="A platform of two States")
    one = await client.call("tcd-authority", "POST", "intake", REQUESTS, body)
    at = f"{REQUESTS}/{one['request_id']}"
    assert one["content"]["requesting_states"] == [TCD]
    assert await owes(client, "ner-authority", NER, one["request_id"], something=True)
    seen = await client.call("ner-authority", "GET", "intake", at)
    assert seen["content"]["competent_authority"]["focal_point"] is None, "who is only asked reads no contact"
    word = {"party": NER, "answer": "agreed"}
    # Nobody says it in its name: not the lead, not another State, and an office only with the paper that it signed.
    for actor, status in (("tcd-authority", 403), ("cmr-authority", 404), ("ner-office", 422)):
        assert (await refused(client, actor, "POST", "intake", f"{at}/answer", word)).status == status, actor
    officer = {"in_line": True, "reason": "It is a good request"}
    waits = await refused(client, "wca-officer", "POST", "intake", f"{at}/decision", officer)
    assert (waits.status, waits.problem["code"]) == (409, "word_awaited")
    await client.call("tcd-authority", "PUT", "intake", f"{at}/consent", {"fields": ["title"], "audiences": ["public"]})
    assert (await client.call("tcd-authority", "GET", "intake", at))["shown"] is None
    paper = word | {"on_paper": {"reference": "Note verbale 12/2026", "signed_on": "2026-02-01"}}
    signed = await client.call("ner-office", "POST", "intake", f"{at}/answer", paper)
    assert signed["content"]["requesting_states"] == [TCD, NER]
    whole = await client.call("ner-authority", "GET", "intake", at)
    assert whole["content"]["competent_authority"]["focal_point"] is not None
    assert next(f["outcome"] for f in whole["findings"] if f["paragraph"] == "15.v") == "met"
    # It may not speak for the lead, and it leaves without ending the lead's request.
    assert (await refused(client, "ner-authority", "POST", "intake", f"{at}/withdrawal", {})).status == 403
    assert (await refused(client, "ner-authority", "PUT", "intake", f"{at}/content", body)).status == 403
    left = await client.call("ner-authority", "POST", "intake", f"{at}/answer", {"party": NER, "answer": "left"})
    assert left == {}, "what goes on is not for who left"
    stays = await client.call("tcd-authority", "GET", "intake", at)
    assert (stays["content"]["requesting_states"], stays["shown"]["fields"]["title"]) == ([TCD], body["title"])
    assert await owes(client, "ner-authority", NER, one["request_id"], something=False)


@pytest.mark.paragraph("15.v")
async def test_content_that_was_read_and_sent_back_takes_nobody_back(client: Client) -> None:
    body = request_body(requesting_states=[TCD, NER], supporters=[NGO], title="Read and sent back")
    one = await client.call("tcd-authority", "POST", "intake", REQUESTS, body)
    at = f"{REQUESTS}/{one['request_id']}"
    read = (await client.call("tcd-authority", "GET", "intake", at))["content"]
    sent = await client.call("tcd-authority", "PUT", "intake", f"{at}/content", read | {"gap": "Another gap"})
    assert {n["party"]: n["answer"] for n in sent["named"]} == {NER: "pending", NGO: "pending"}
    wrong = await refused(client, "tcd-authority", "PUT", "intake", f"{at}/content", read | {"taken_back": [FRA]})
    assert [fault["code"] for fault in wrong.problem["errors"]] == ["not_awaited"]
    back = await client.call("tcd-authority", "PUT", "intake", f"{at}/content", read | {"taken_back": [NER]})
    assert {n["party"]: n["answer"] for n in back["named"]} == {NER: "taken_back", NGO: "pending"}


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("18")
async def test_who_names_another_first_speaks_for_it_and_is_refused(client: Client) -> None:
    led = request_body(requesting_states=[NER, TCD])
    assert (await refused(client, "tcd-authority", "POST", "intake", REQUESTS, led)).status == 403
    for actor, parties in (("fra-authority", [DEU, FRA]), ("ecre", [DEU, NGO])):
        body = offer_body(offering_parties=parties, visibility="public")
        assert (await refused(client, actor, "POST", "roster", OFFERS, body)).status == 403, actor


@pytest.mark.clause("7.3")
@pytest.mark.paragraph("18")
async def test_a_joint_offer_is_on_no_roster_before_each_agreed(client: Client) -> None:
    body = offer_body(offering_parties=[FRA, DEU], visibility="public", title="An offer of two States")
    one = await client.call("fra-authority", "POST", "roster", OFFERS, body)
    at = f"{OFFERS}/{one['offer_id']}"
    assert (one["content"]["offering_parties"], one["named"][0]["answer"]) == ([FRA], "pending")
    assert await owes(client, "deu-authority", DEU, one["offer_id"], something=True)
    announced = await client.call(None, "GET", "notifications", "/announcements")
    assert one["offer_id"] not in str(announced)
    assert (await refused(client, "esp-authority", "GET", "roster", at)).status == 404
    agreed = await client.call("deu-authority", "POST", "roster", f"{at}/answer", {"party": DEU, "answer": "agreed"})
    assert (agreed["status"], agreed["content"]["offering_parties"]) == ("live", [FRA, DEU])

    async def is_announced() -> bool:
        return one["offer_id"] in str(await client.call(None, "GET", "notifications", "/announcements"))

    assert await until(is_announced, "the announcement")
    assert (await client.call("esp-authority", "GET", "roster", at))["content"]["offering_parties"] == [FRA, DEU]


@pytest.mark.paragraph("18")
async def test_who_agreed_to_another_wording_agrees_to_the_new_one_and_it_is_public_again(client: Client) -> None:
    """A word is to the wording that was read (WM 18): until it is said again, the offer is on no public list."""
    body = offer_body(offering_parties=[FRA, DEU], visibility="public", title="Ten trainers of two States")
    one = await client.call("fra-authority", "POST", "roster", OFFERS, body)
    at, word = f"{OFFERS}/{one['offer_id']}", {"party": DEU, "answer": "agreed"}
    await client.call("deu-authority", "POST", "roster", f"{at}/answer", word)
    again = await refused(client, "deu-authority", "POST", "roster", f"{at}/answer", word)
    assert (again.status, again.problem["code"]) == (409, "already_answered")
    await client.call("fra-authority", "PUT", "roster", f"{at}/content", body | {"title": "A hundred trainers"})

    async def announced(title: str) -> bool:
        return title in str(await client.call(None, "GET", "notifications", "/announcements"))

    async def gone() -> bool:
        return not await announced("Ten trainers of two States") and not await announced("A hundred trainers")

    assert await until(gone, "an end of the announcement")
    stranger = await refused(
        client, "esp-authority", "POST", "roster", f"{at}/answer", {"party": DEU, "answer": "agreed"}
    )
    assert stranger.status == 403
    agreed = await client.call("deu-authority", "POST", "roster", f"{at}/answer", word)
    assert {n["party"]: n["content_version"] for n in agreed["named"]}[DEU] == agreed["content_version"]

    async def is_public() -> bool:
        return await announced("A hundred trainers")

    assert await until(is_public, "the announcement of the new wording")
