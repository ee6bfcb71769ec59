"""An officer asks France and an agency to raise funds; each says its own word, France reports, the agency declines; nobody else reads of it.
An open call is joined by who was not asked (WM 5).
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.calls_for_action import ECRE, EUAA, FRA, call_body, done_body, word_body
from tests.support.meetings import meeting_body
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("5")
OFFICER, FRANCE, AGENCY, NGO, CHAD = "wca-officer", "fra-authority", "euaa", "ecre", "tcd-authority"
DONE = "{ state version problem { status code faults } }"
OPEN = f"mutation($c: JSON!, $k: String!) {{ done: openCallForAction(content: $c, key: $k) {DONE} }}"
REVISE = f"mutation($i: String!, $c: JSON!, $v: Int!, $k: String!) {{ done: reviseCallForAction(callForActionId: $i, content: $c, expectedVersion: $v, key: $k) {DONE} }}"
ANSWER = f"mutation($i: String!, $w: JSON!, $v: Int!, $k: String!) {{ done: answerCallForAction(callForActionId: $i, word: $w, expectedVersion: $v, key: $k) {DONE} }}"
SHOW = f"mutation($i: String!, $s: Boolean!, $v: Int!, $k: String!) {{ done: showOwnAction(callForActionId: $i, shown: $s, expectedVersion: $v, key: $k) {DONE} }}"
REPORT = f"mutation($i: String!, $r: JSON!, $v: Int!, $k: String!) {{ done: reportOnCallForAction(callForActionId: $i, report: $r, expectedVersion: $v, key: $k) {DONE} }}"
BACK = f"mutation($i: String!, $n: Int!, $v: Int!, $k: String!) {{ done: takeActionReportBack(callForActionId: $i, number: $n, expectedVersion: $v, key: $k) {DONE} }}"
CLOSE = f'mutation($i: String!, $t: String!, $v: Int!, $k: String!) {{ done: closeCallForAction(callForActionId: $i, text: $t, language: "en", expectedVersion: $v, key: $k) {DONE} }}'
WITHDRAW = f'mutation($i: String!, $t: String!, $v: Int!, $k: String!) {{ done: withdrawCallForAction(callForActionId: $i, text: $t, language: "en", expectedVersion: $v, key: $k) {DONE} }}'
ITEM = "query($i: String!) { item(key: $i) { status version state parties steps { code who } } }"
LIST = "query($f: ItemFilter) { callsForAction(first: 100, filter: $f) { nodes { itemId parties } } }"


class Walk(StepsTaken):
    """With what is refused, and who is outside."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"call-for-action-{uuid4().hex[:8]}", "acsg.dialogue.call-for-action-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def outside(self, actor: str | None, one: str) -> None:
        """For the reader there is no such call."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        nodes = (await self.client.graphql(actor, LIST, {"f": None}))["callsForAction"]["nodes"]
        assert one not in {node["itemId"] for node in nodes}, actor
        with pytest.raises(Refused) as refused:
            await self.client.call(actor, "GET", "dialogue", f"/calls-for-action/{one}")
        assert refused.value.status in {401, 404}, actor


def today() -> Any:
    return datetime.now(UTC).date()


@pytest.mark.clause("5.4")
async def test_two_are_asked_one_raises_funds_one_declines_and_the_officer_says_what_came(client: Client) -> None:
    walk = Walk(client)
    assert await walk.no(FRANCE, OPEN, c=call_body(EUAA)) == (403, "not_permitted")
    made = await walk.said(OFFICER, OPEN, c=call_body(FRA, EUAA))
    one = made["call_for_action_id"]
    assert (made["status"], made["counts"]["asked"], made["counts"]["answered"]) == ("open", 2, 0)
    for actor, party in ((FRANCE, FRA), (AGENCY, EUAA)):
        assert (await walk.told(actor, party, "opened", of=one))["need"] == "must_act"
        item = await walk.seen(actor, one, lambda item: [it["code"] for it in item["steps"]] == ["action_word"])
        assert ([it["party"] for it in item["state"]["parties"]], item["parties"]) == ([party], [])
    for outsider in (NGO, CHAD, "tcd-office", "integrator-observer", None):
        await walk.outside(outsider, one)
    for other in (OFFICER, "geneva-officer", "tcd-office", NGO):
        assert (await walk.no(other, ANSWER, i=one, w=word_body(), v=1))[0] in {403, 404}, other
    france = await walk.said(FRANCE, ANSWER, i=one, w=word_body(today() + timedelta(days=5)), v=1)
    assert [(it["party"], it["answer"]) for it in france["parties"]] == [(FRA, "will_do")]
    declined = await walk.said(AGENCY, ANSWER, i=one, w={"answer": "declined", "reason_code": "timing"}, v=2)
    assert [it["party"] for it in declined["parties"]] == [EUAA], "France did not say that it is shown"
    assert await walk.no(AGENCY, REPORT, i=one, r=done_body(today()), v=3) == (409, "not_undertaken")
    await walk.told(OFFICER, "unhcr-bureau:wca", "answered", of=one)
    await walk.seen(FRANCE, one, lambda item: [it["code"] for it in item["steps"]] == ["action_report"])
    await reported(walk, one)
    await closed(walk, one)


async def reported(walk: Walk, one: str) -> None:
    """France says what it did, corrects it to the cent, lets the other party read it."""
    await walk.said(FRANCE, REPORT, i=one, r=done_body(today()), v=3)
    right = done_body(today(), raised={"amount": "12500.55", "unit": "EUR"}, corrects=1)
    await walk.said(FRANCE, REPORT, i=one, r=right, v=4)
    await walk.said(FRANCE, REPORT, i=one, r=done_body(today(), text="A third gave."), v=5)
    await walk.said(FRANCE, BACK, i=one, n=2, v=6)
    assert (await walk.no(AGENCY, BACK, i=one, n=1, v=7))[0] == 422
    officers = await walk.seen(OFFICER, one, lambda item: item["version"] == 7)
    mine = next(it for it in officers["state"]["parties"] if it["party"] == FRA)
    assert mine["reports"][0]["raised"] == {"amount": "12500.55", "unit": "EUR"}
    assert [it["withdrawn_at"] is None for it in mine["reports"]] == [True, False]
    assert officers["state"]["counts"] == {"asked": 2, "answered": 2, "will_do": 1, "done": 1, "nothing_came": 0}
    await walk.said(FRANCE, SHOW, i=one, s=True, v=7)
    agency = await walk.seen(AGENCY, one, lambda item: len(item["state"]["parties"]) == 2)
    assert [len(it["reports"]) for it in agency["state"]["parties"]] == [1, 0]
    assert agency["state"]["counts"] is None


async def closed(walk: Walk, one: str) -> None:
    """With words on what came, which both parties hear."""
    assert await walk.no(FRANCE, CLOSE, i=one, t="All is well", v=8) == (403, "not_permitted")
    end = await walk.said(OFFICER, CLOSE, i=one, t="France raised funds; the agency will be asked in autumn.", v=8)
    assert (end["status"], end["outcome"]["language"]) == ("closed", "en")
    for actor, party in ((FRANCE, FRA), (AGENCY, EUAA)):
        said = await walk.told(actor, party, "closed", of=one, words=True)
        assert said["spoken"][0]["text"].startswith("France raised funds")
    assert await walk.no(FRANCE, ANSWER, i=one, w={"answer": "not_now"}, v=9) == (409, "call_for_action_closed")
    await walk.said(FRANCE, SHOW, i=one, s=False, v=9)
    await walk.seen(AGENCY, one, lambda item: [it["party"] for it in item["state"]["parties"]] == [EUAA])


@pytest.mark.clause("5.4")
async def test_whoever_is_interested_joins_an_open_call_and_a_further_party_is_asked(client: Client) -> None:
    walk = Walk(client)
    body = call_body(
        kind="advocacy",
        open_to_all=True,
        wordings=[{"language": "en", "title": "Speak for asylum", "text": "At the forum."}],
    )
    made = await walk.said(OFFICER, OPEN, c=body)
    one = made["call_for_action_id"]
    for actor in (NGO, CHAD, FRANCE, "tcd-office"):
        item = await walk.seen(actor, one, lambda item: item["status"] == "open")
        assert (item["state"]["parties"], item["steps"]) == ([], [])
    await walk.outside(None, one)
    assert await walk.no(NGO, REPORT, i=one, r=done_body(today(), raised=None), v=1) == (403, "not_permitted")
    joined = await walk.said(NGO, ANSWER, i=one, w=word_body(shown=True), v=1)
    assert [(it["party"], it["came"]) for it in joined["parties"]] == [(ECRE, "joined")]
    await walk.seen(CHAD, one, lambda item: item["parties"] == [ECRE])
    more = {name: value for name, value in body.items() if name != "open_to_all"} | {"asked": [FRA]}
    await walk.said(OFFICER, REVISE, i=one, c=more, v=2)
    assert (await walk.told(FRANCE, FRA, "revised", of=one))["need"] == "must_act"
    assert (await walk.told(NGO, ECRE, "revised", of=one))["need"] == "should_know"
    await walk.said(OFFICER, WITHDRAW, i=one, t="The forum is put off.", v=3)
    said = await walk.told(NGO, ECRE, "withdrawn", of=one, words=True)
    assert said["spoken"][0]["text"] == "The forum is put off."
    await walk.seen(FRANCE, one, lambda item: (item["status"], item["steps"]) == ("withdrawn", []))


async def test_what_a_call_is_about_is_read_by_everybody_who_is_asked(client: Client) -> None:
    walk = Walk(client)
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=20)
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=2)).isoformat()}
    body = meeting_body(registration_closes_at=None, invited=[FRA], **times)
    meeting = await client.call(OFFICER, "POST", "dialogue", "/meetings", body)
    about = {"kind": "meeting", "item_id": meeting["meeting_id"]}
    assert (await walk.no(OFFICER, OPEN, c=call_body(FRA, EUAA, about=about)))[0] == 422
    assert (await walk.no(OFFICER, OPEN, c=call_body(FRA, about=about, open_to_all=True)))[0] == 422
    absent = {"kind": "crisis", "item_id": str(uuid4())}
    assert (await walk.no(OFFICER, OPEN, c=call_body(FRA, about=absent)))[0] == 422
    made = await walk.said(OFFICER, OPEN, c=call_body(FRA, about=about))
    assert made["content"]["about"] == about
