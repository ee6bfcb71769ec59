"""A review of the terms on real processes: asked for, opened, proposed in, concluded; each reads what is its own (WM 4, 21)."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from tests.support.meetings import meeting_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("21")
TCD, FRA, EUAA, OFFICER = "tcd-authority", "fra-authority", "euaa", "wca-officer"
ALL = "/terms-reviews"
PROBLEM = "{ state version problem { status code faults } }"
ASK = 'mutation($r: String!, $k: String!) { done: askForReview(reason: $r, language: "fr", key: $k) ' + PROBLEM + " }"
OPEN = (
    """mutation($i: String!, $p: PeriodInput!, $told: [String!], $v: Int!, $k: String!) { done: openReview(reviewId: $i,
  period: $p, words: "The year", language: "en", parties: $told, expectedVersion: $v, key: $k) """
    + PROBLEM
    + " }"
)
DECLINE = (
    """mutation($i: String!, $r: String!, $v: Int!) { done: declineReview(reviewId: $i, reason: $r, language: "fr",
  expectedVersion: $v, key: "no-review-for-now") """
    + PROBLEM
    + " }"
)
CONSULT = (
    """mutation($i: String!, $d: String!, $v: Int!) { done: consultOnReview(reviewId: $i, untilOn: $d, expectedVersion: $v,
  key: "takes-proposals-now") """
    + PROBLEM
    + " }"
)
PROPOSE = (
    """mutation($i: String!, $p: ProposalInput!, $k: String!) { done: proposeInReview(reviewId: $i, proposal: $p, key: $k) """
    + PROBLEM
    + " }"
)
BACK = (
    "mutation($i: String!, $p: String!, $k: String!) { done: withdrawProposal(reviewId: $i, proposalId: $p, key: $k) "
    + PROBLEM
    + " }"
)
END = (
    """mutation($i: String!, $d: [DecisionInput!]!, $from: String, $v: Int!, $k: String!) { done: concludeReview(reviewId: $i,
  decisions: $d, words: "Done", language: "en", termsFrom: $from, expectedVersion: $v, key: $k) """
    + PROBLEM
    + " }"
)
LIST = "{ termsReviews { nodes { itemId status reference state } } }"
ITEM = "query($i: String!) { item(key: $i) { status state steps { code who } } }"


class Walk(StepsTaken):
    """With what is refused, and why."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, "review", "acsg.dialogue.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[str]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        return problem["status"], problem["code"], [one["code"] for one in problem["faults"]]


async def outside(client: Client, actor: str, one: str) -> None:
    """There is no such review."""
    assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None
    with pytest.raises(Refused) as refused:
        await client.call(actor, "GET", "dialogue", f"{ALL}/{one}")
    assert refused.value.status == 404


async def meeting_on_the_mechanism(client: Client) -> str:
    """A meeting of Chad's whose agenda is how to improve the mechanism (WM 4)."""
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=40)
    body = meeting_body(
        title="What we would change", starts_at=begins.isoformat(), ends_at=(begins + timedelta(hours=2)).isoformat(),
        registration_closes_at=None, invited=["iso3166:TCD"],
        agenda=[{"item_id": "1", "kind": "improve_mechanism", "title": "Feedback in time"}],
    )  # fmt: skip
    return str((await client.call(OFFICER, "POST", "dialogue", "/meetings", body))["meeting_id"])


async def the_day_passes(stack: Stack, one: str) -> None:
    """The clock of running processes is not moved; the day that the parties were told is."""
    connection = await asyncpg.connect(stack.databases["dialogue"])
    try:
        await connection.execute(
            "update review set state = jsonb_set(state, '{consult_until}', '\"2026-01-02\"') where review_id = $1::uuid",
            one,
        )
    finally:
        await connection.close()


async def worklist(client: Client, one: str) -> Callable[[], Awaitable[list[str] | None]]:
    """What the bureau owes of it."""

    async def lines() -> list[str] | None:
        found = await whole_worklist(client, OFFICER, mine=True)
        return [line["what"] for line in found if line["itemId"] == one] or None

    return lines


@pytest.mark.clause("4.5")
@pytest.mark.clause("21.1")
@pytest.mark.clause("21.2")
async def test_a_stakeholder_asks_every_party_proposes_and_the_secretariat_says_what_became_of_it(
    stack: Stack, client: Client
) -> None:
    walk = Walk(client)
    first = await walk.said(TCD, ASK, r="Les observations arrivent tard")
    assert (first["status"], first["asked_by"]) == ("asked", "iso3166:TCD")
    assert (await walk.no(TCD, ASK, r="Encore"))[:2] == (409, "review_asked_already")
    assert (await walk.no(OFFICER, ASK, r="For Chad"))[:2] == (403, "not_permitted")
    asked = await walk.told(OFFICER, "unhcr-bureau:wca", "review-asked", words=True)
    assert (asked["need"], asked["spoken"][0]["text"]) == ("must_act", "Les observations arrivent tard")
    for actor in (FRA, EUAA, "europe-officer", "integrator-observer"):
        await outside(client, actor, first["review_id"])
    assert (await walk.no(TCD, DECLINE, i=first["review_id"], r="x", v=1))[:2] == (403, "not_permitted")
    await walk.said(OFFICER, DECLINE, i=first["review_id"], r="Après la réunion d’avril", v=1)
    why = await walk.told(TCD, "iso3166:TCD", "review-declined", words=True)
    assert why["spoken"][0]["text"] == "Après la réunion d’avril"

    again = await walk.said(TCD, ASK, r="La réunion a eu lieu")
    one = again["review_id"]
    lines = await worklist(client, one)
    assert await until(lines, "the step of the bureau") == [
        "open the review of the terms that is asked for, or decline it"
    ]
    period = {"fromOn": "2025-03-01", "untilOn": "2026-02-28"}
    future = {"fromOn": "2026-03-01", "untilOn": (datetime.now(UTC) + timedelta(days=9)).date().isoformat()}
    assert (await walk.no(OFFICER, OPEN, i=one, p=future, told=[], v=1))[2] == ["date_in_future"]
    opened = await walk.said(OFFICER, OPEN, i=one, p=period, told=["iso3166:FRA"], v=1)
    assert {told["party"] for told in opened["concerned"]} >= {"iso3166:FRA", "iso3166:TCD"}
    assert (await walk.told(FRA, "iso3166:FRA", "review-opened", words=True))["spoken"][0]["text"] == "The year"
    await proposals(walk, stack, one, opened["version"])


async def proposals(walk: Walk, stack: Stack, one: str, version: int) -> None:
    """Every party proposes, for itself; the officer decides once the day has passed."""
    meeting = await meeting_on_the_mechanism(walk.client)
    change = {"paragraph": "8", "text": "Dire en combien de jours", "language": "fr"}
    assert (await walk.no(FRA, PROPOSE, i=one, p=change))[1] == "review_opened"
    today = datetime.now(UTC).date().isoformat()
    await walk.said(OFFICER, CONSULT, i=one, d=today, v=version)
    await walk.told(FRA, "iso3166:FRA", "consultation-begun")
    assert (await walk.no(FRA, PROPOSE, i=one, p=change | {"meetingId": meeting}))[2] == ["unknown_meeting"]
    assert (await walk.no(FRA, PROPOSE, i=one, p=change | {"paragraph": "22"}))[2] == ["unknown_paragraph"]
    assert (await walk.no(OFFICER, PROPOSE, i=one, p=change))[1] == "not_permitted"
    mine = (await walk.said(TCD, PROPOSE, i=one, p=change | {"meetingId": meeting}))["proposals"][0]
    assert (mine["party"], mine["meeting"]["meeting_id"]) == ("iso3166:TCD", meeting)
    theirs = (await walk.said(EUAA, PROPOSE, i=one, p=change | {"text": "Canary-of-the-review"}))["proposals"][1]
    assert (await walk.no(TCD, BACK, i=one, p=theirs["proposal_id"]))[:2] == (403, "not_its_proposer")
    gone = await walk.said(EUAA, BACK, i=one, p=theirs["proposal_id"])
    assert "Canary-of-the-review" not in str(gone)
    await walk.seen(FRA, one, lambda item: len(item["state"]["proposals"]) == 2 and "Canary" not in str(item))

    decided = {"proposalId": mine["proposal_id"], "decision": "taken_up", "words": "In ten days"}
    v = gone["version"]
    assert (await walk.no(OFFICER, END, i=one, d=[decided], v=v))[1] == "consultation_runs"
    await the_day_passes(stack, one)
    assert (await walk.no(FRA, PROPOSE, i=one, p=change))[1] == "consultation_over"
    assert (await walk.no(OFFICER, END, i=one, d=[], v=v))[2] == ["undecided"]
    late = {"d": [decided], "from": "2026-01-01", "v": v}
    assert (await walk.no(OFFICER, END, i=one, **late))[2] == ["in_the_past"]
    assert (await walk.no(OFFICER, END, i=one, **late | {"v": v - 1}))[:2] == (412, "changed_meanwhile")
    end = await walk.said(OFFICER, END, i=one, **late | {"from": today})
    assert (end["status"], end["conclusion"]["terms_from"]) == ("concluded", today)
    assert (await walk.told(TCD, "iso3166:TCD", "review-concluded", words=True))["spoken"][0]["text"] == "Done"
    for actor in (FRA, EUAA, "tcd-office", "geneva-officer"):
        item = await walk.seen(actor, one, lambda item: item["status"] == "concluded")
        assert item["state"]["proposals"][0]["decision_words"] == "In ten days"
    assert await until(await worklist(walk.client, one), "changed terms that no rule set applies") == [
        "see that a rule set applies the changed terms: none does yet"
    ]
    assert [n["itemId"] for n in (await walk.client.graphql(FRA, LIST))["termsReviews"]["nodes"]] == [one]
    await outside(walk.client, "integrator-observer", one)
