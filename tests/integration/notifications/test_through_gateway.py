"""Inboxes, the ledger and why, asked of the gateway: the owner answers, each caller sees its own (WM 6)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from services.gateway.graphql.root_field_actions import FIELDS
from shared.modalities.access import actions as a
from tests.support.gateway import Gateway, gateway
from tests.support.happenings import Request
from tests.support.mail_room import MailRoom
from tests.support.notifications_desk import NotificationsDesk
from tests.support.served import served
from tools.faults.receivers import Farm, answer

TCD, FRA, BUREAU = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
INBOX = """query ($first: Int = 50, $after: String, $state: String) { inbox(first: $first, after: $after, state: $state) {
  edges { cursor node { eventId need headline step dueAt late doneWhy item { reference title view } } }
  pageInfo { hasNextPage hasPreviousPage endCursor } counts { mustActOpen mustActUnread shouldKnowUnread } } }"""
LEDGER = """query ($filter: LedgerFilter, $first: Int = 50, $after: String) {
  deliveryLedger(filter: $filter, first: $first, after: $after) { nodes { deliveryId recipient party channel state
  attempts nextAttemptAt lastError tries { number at code status durationMs nextAttemptAt } }
  pageInfo { hasNextPage endCursor } } }"""
WHY = """query ($event: String!, $recipient: String, $language: String) {
  whyTold(eventId: $event, recipient: $recipient, language: $language) { told status code text language direction ground paragraph deliveries { state tries { code } } } }"""
MARK = """mutation ($ids: [String!], $mark: String!, $party: String) {
  markInbox(mark: $mark, eventIds: $ids, party: $party, key: "marks-0001") { state problem { status code } } }"""


@asynccontextmanager
async def before(app: Any) -> AsyncIterator[Gateway]:
    """A gateway over a notifications that is really served."""
    async with served(app) as address, gateway(NOWHERE, deployment="wca", notifications_url=address) as one:
        yield one


async def refused(one: Gateway, who: str | None, query: str, **variables: Any) -> dict[str, Any]:
    """The extensions of the error a query ends with."""
    found = (await one.send(who, query, variables=variables)).json()
    (error,) = found["errors"]
    extensions: dict[str, Any] = error["extensions"]
    return extensions


async def test_an_inbox_is_read_and_marked(room: MailRoom) -> None:
    await room.mailbox("tcd-authority", TCD)
    await room.mailbox("wca-officer", BUREAU)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    async with before(room.service.app()) as asking:
        found = (await asking.ask("tcd-authority", INBOX, first=1))["inbox"]
        assert found["counts"] == {"mustActOpen": 1, "mustActUnread": 1, "shouldKnowUnread": 1}
        assert found["pageInfo"]["hasNextPage"]
        rest = (await asking.ask("tcd-authority", INBOX, after=found["pageInfo"]["endCursor"]))["inbox"]
        both = [*found["edges"], *rest["edges"]]
        assert {edge["node"]["need"] for edge in both} == {"must_act", "should_know"}
        (act,) = [edge["node"] for edge in both if edge["node"]["need"] == "must_act"]
        assert (act["step"], act["dueAt"][:10], act["item"]["reference"]) == (
            "revision",
            "2026-04-01",
            "ACSG-2026-TCD-001",
        )
        marked = (await asking.ask("tcd-authority", MARK, ids=[act["eventId"]], mark="done"))["markInbox"]
        assert marked["state"]["counts"]["must_act_open"] == 0
        assert (await asking.ask("tcd-authority", INBOX, state="open"))["inbox"]["counts"]["mustActOpen"] == 0
        stranger = await asking.ask("fra-authority", MARK, ids=[act["eventId"]], mark="open", party=TCD)
        assert stranger["markInbox"]["problem"]["status"] == 403
        foreign = f'{{ inbox(party: "{TCD}") {{ counts {{ mustActOpen }} }} }}'
        for who, code in (
            ("wca-officer", "not_permitted"),
            ("geneva-officer", "not_permitted"),
            (None, "not_permitted"),
        ):
            assert (await refused(asking, who, foreign))["code"] == code
        faulty = await refused(asking, "tcd-authority", INBOX, first=0)
        assert [fault["pointer"] for fault in faulty["faults"]] == ["/parameters/first"]


@pytest.mark.control
async def test_the_owner_refuses_even_a_gateway_that_lets_everything_through(
    room: MailRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FIELDS, "Query.inbox", a.QUERY)  # type: ignore[arg-type]
    await room.hear(Request("r1", room.clock.now()).submitted)
    async with before(room.service.app()) as asking:
        foreign = f'{{ inbox(party: "{TCD}") {{ edges {{ node {{ headline }} }} }} }}'
        assert (await refused(asking, "fra-authority", foreign))["code"] == "not_permitted"


async def test_the_ledger_shows_an_officer_everything_and_a_party_its_own(room: MailRoom) -> None:
    for actor, party in (("tcd-authority", TCD), ("wca-officer", BUREAU)):
        await room.mailbox(actor, party)
    room.postbox.refuse = "550 no"
    await room.hear(Request("r1", room.clock.now()).submitted)
    await room.tick()
    async with before(room.service.app()) as asking:
        dead = (await asking.ask("wca-officer", LEDGER, filter={"state": "failed"}))["deliveryLedger"]["nodes"]
        assert {one["recipient"] for one in dead} == {TCD, BUREAU, "unhcr-office:TCD"}
        (mine,) = (await asking.ask("tcd-authority", LEDGER))["deliveryLedger"]["nodes"]
        assert (mine["party"], mine["lastError"], [t["code"] for t in mine["tries"]]) == (TCD, "smtp_550", ["smtp_550"])
        (why,) = (await asking.ask("tcd-authority", WHY, event="r1-support-request-submitted-1"))["whyTold"]
        assert (why["told"], why["code"], why["deliveries"][0]["state"]) == (True, "immediately", "failed")
        assert (why["language"], why["direction"]) == ("fr", "ltr")
        for language in ("ar", "zh"):
            asked = {"event": "r1-support-request-submitted-1", "language": language}
            (said,) = (await asking.ask("tcd-authority", WHY, **asked))["whyTold"]
            assert (said["language"], said["direction"]) == (language, "rtl" if language == "ar" else "ltr")
            assert said["text"] not in {why["text"], ""}
        headers = {"Authorization": "Bearer tcd-authority", "Accept-Language": "de, ru;q=0.9, en;q=0.5"}
        body = {"query": WHY, "variables": {"event": "r1-support-request-submitted-1"}}
        (heard,) = (await asking.http.post("/graphql", json=body, headers=headers)).json()["data"]["whyTold"]
        assert (heard["language"], heard["code"]) == ("ru", "immediately")
        assert (await refused(asking, "tcd-authority", WHY, event="x", recipient=BUREAU))["status"] == 403
        room.postbox.refuse = None
        again = f'mutation {{ retryDelivery(deliveryId: "{mine["deliveryId"]}", key: "again-0001") {{ state problem {{ status }} }} }}'
        assert (await asking.ask("tcd-authority", again))["retryDelivery"]["problem"]["status"] == 403
        every = 'mutation { replayMails(since: "2026-03-01T00:00:00Z", lastError: "smtp_550", key: "again-0002") { state } }'
        assert (await asking.ask("wca-officer", every))["replayMails"]["state"] == {"queued": 2, "more": False}
        await room.tick()
        assert len(room.mails()) == 2
        assert (await refused(asking, None, LEDGER))["status"] == 403


async def test_an_integrator_sees_its_own_endpoints_alone(notifications: NotificationsDesk, farm: Farm) -> None:
    farm.planted["/bad"] = lambda _: answer(410)
    mine = (await notifications.endpoint(farm.url("/bad")))["webhook_id"]
    other = (await notifications.endpoint(farm.url("/ok"), who="integrator-other"))["webhook_id"]
    event = (await notifications.publish()).envelope.id
    await notifications.send(notifications.queues())
    async with before(notifications.service.app()) as asking:
        (one,) = (await asking.ask("integrator-observer", LEDGER))["deliveryLedger"]["nodes"]
        assert (one["recipient"], one["state"]) == (f"webhook:{mine}", "failed")
        assert [(t["code"], t["status"]) for t in one["tries"]] == [("http_410", 410)]
        theirs = await asking.ask("integrator-observer", LEDGER, filter={"recipient": f"webhook:{other}"})
        assert theirs["deliveryLedger"]["nodes"] == []
        (why,) = (await asking.ask("integrator-observer", WHY, event=event, recipient=f"webhook:{mine}"))["whyTold"]
        assert (why["told"], why["code"]) == (True, "asked_for")
        assert (await refused(asking, "integrator-observer", WHY, event=event, recipient=f"webhook:{other}"))[
            "status"
        ] == 404
        seen = (await asking.ask("wca-officer", LEDGER, filter={"channel": "webhook"}))["deliveryLedger"]["nodes"]
        assert {node["recipient"] for node in seen} == {f"webhook:{mine}", f"webhook:{other}"}
        farm.planted.clear()
        await notifications.call("integrator-observer", "POST", f"/webhooks/{mine}/enable", {"replay_missed": False})
        replay = (
            f'mutation {{ replayWebhook(webhookId: "{mine}", key: "again-0001") {{ state problem {{ status }} }} }}'
        )
        assert (await asking.ask("integrator-other", replay))["replayWebhook"]["problem"]["status"] == 404
        assert (await asking.ask("integrator-observer", replay))["replayWebhook"]["state"]["queued"] == 1
        await notifications.send(notifications.queues())
        (one,) = (await asking.ask("integrator-observer", LEDGER))["deliveryLedger"]["nodes"]
        assert [t["code"] for t in one["tries"]] == ["http_410", "ok"]


async def test_an_owner_that_is_away_or_unknown_is_said() -> None:
    async with gateway(NOWHERE, deployment="wca", notifications_url="http://127.0.0.1:1") as asking:
        assert (await refused(asking, "tcd-authority", INBOX))["code"] == "owner_away"
        elsewhere = '{ deliveryLedger(region: "ap") { nodes { state } } }'
        assert (await refused(asking, "geneva-officer", elsewhere))["code"] == "unknown_region"
