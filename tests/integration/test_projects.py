"""A thematic project on real processes: proposed, opened, offers tied to it, champions by their own word; each reads what is its own
(WM 2, 3, 18).
"""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from services.roster.reactions import FOREIGN
from services.roster.settings import RosterSettings
from services.roster.storage.tables import runtime
from shared.contracts.event import Event
from shared.contracts.roster import OfferListed, OfferWithdrawn, SupportOfferEvent
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.identifiers import new_id
from tests.support.bodies import offer_body
from tests.support.forged import golden
from tests.support.poll import until
from tests.support.projects import envelope_of, project_body
from tests.support.steps_taken import StepsTaken

pytestmark = pytest.mark.paragraph("18")
TCD, FRA, EUAA, OFFICER = "tcd-authority", "fra-authority", "euaa", "wca-officer"
OUTSIDE = (EUAA, "cmr-authority", "integrator-observer", None)
NOWHERE = "0198f000-0000-7000-8000-000000000001"
DONE = "{ state version problem { status code faults } }"
PROPOSE = f"mutation($c: JSON!, $k: String!) {{ done: proposeThematicProject(content: $c, key: $k) {DONE} }}"
OPEN = f"mutation($i: String!, $v: Int!, $k: String!) {{ done: openThematicProject(projectId: $i, expectedVersion: $v, key: $k) {DONE} }}"
WORDS = """mutation($i: String!, $r: String!, $v: Int!, $k: String!) { done: %sThematicProject(projectId: $i, reason: $r,
  language: "en", expectedVersion: $v, key: $k) { state version problem { status code faults } } }"""
OFFER = f"mutation($i: String!, $o: String!, $k: String!) {{ done: %s(projectId: $i, offerId: $o, key: $k) {DONE} }}"
VOLUNTEER = f"mutation($i: String!, $k: String!) {{ done: volunteerAsChampion(projectId: $i, key: $k) {DONE} }}"
NOTE = """mutation($i: String!, $p: String!, $a: Boolean!, $r: String, $v: Int!, $k: String!) { done: answerVolunteer(projectId: $i,
  party: $p, accepts: $a, reason: $r, language: "en", expectedVersion: $v, key: $k) { state version problem { status code faults } } }"""
ASK = f"mutation($i: String!, $p: String!, $v: Int!, $k: String!) {{ done: askProjectChampion(projectId: $i, party: $p, expectedVersion: $v, key: $k) {DONE} }}"
ANSWER = f"mutation($i: String!, $a: ChampionWord!, $v: Int!, $k: String!) {{ done: answerAsProjectChampion(projectId: $i, answer: $a, expectedVersion: $v, key: $k) {DONE} }}"
ITEM = "query($i: String!) { item(key: $i) { status state parties steps { code who } attachedOffers { itemId reference } } }"
LIST = "query($f: ItemFilter) { thematicProjects(first: 100, filter: $f) { nodes { itemId } } }"


class Walk(StepsTaken):
    """With what is refused, and why."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, "project", "acsg.roster.project-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[str]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"], [one["code"] for one in problem["faults"]]

    async def outside(self, actor: str | None, one: str) -> None:
        """There is no such project."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        if actor is not None:
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "roster", f"/thematic-projects/{one}")
            assert refused.value.status == 404

    async def finds(self, actor: str | None, one: str, **asked: Any) -> bool:
        """Whether a list that is narrowed so names it."""
        nodes = (await self.client.graphql(actor, LIST, {"f": asked}))["thematicProjects"]["nodes"]
        return one in {node["itemId"] for node in nodes}


async def listed(client: Client, actor: str, **changes: Any) -> str:
    """A proactive offer on the roster."""
    return str((await client.call(actor, "POST", "roster", "/support-offers", offer_body(**changes)))["offer_id"])


@pytest.mark.paragraph("2")
@pytest.mark.paragraph("3")
@pytest.mark.clause("2.4")
@pytest.mark.clause("3.4")
@pytest.mark.clause("18.2")
async def test_a_theme_gathers_offers_and_champions_each_by_its_own_word(stack: Stack, client: Client) -> None:
    walk = Walk(client)
    twice = project_body(
        wordings=[project_body()["wordings"][0]] * 2, period={"start": "2020-01-01", "end": "2020-02-01"}
    )
    assert (await walk.no(TCD, PROPOSE, c=twice))[2] == ["twice", "in_the_past"]
    first = await walk.said(TCD, PROPOSE, c=project_body())
    assert (first["status"], first["proposed_by"]) == ("proposed", "iso3166:TCD")
    one = first["project_id"]
    assert (await walk.told(OFFICER, "unhcr-bureau:wca", "proposed", of=one))["need"] == "must_act"
    for actor in (FRA, *OUTSIDE):
        await walk.outside(actor, one)
    assert (await walk.no(TCD, OPEN, i=one, v=1))[:2] == (403, "not_permitted")
    no = (await walk.said(TCD, PROPOSE, c=project_body()))["project_id"]
    await walk.said(OFFICER, WORDS % "decline", i=no, r="One is enough", v=1)
    assert (await walk.told(TCD, "iso3166:TCD", "declined", of=no, words=True))["spoken"][0]["text"] == "One is enough"
    assert (await walk.said(OFFICER, OPEN, i=one, v=1))["status"] == "open"
    for actor in (FRA, EUAA, "tcd-office"):
        await walk.seen(actor, one, lambda item: item["status"] == "open" and item["state"]["proposed_by"] is None)
    for actor in ("integrator-observer", None):
        await walk.outside(actor, one)
    await champions(walk, one)
    await offers(walk, stack, one)
    last = await walk.said(OFFICER, WORDS % "close", i=one, r="Two teams work on", v=13)
    assert {it["answer"] for it in last["champions"]} <= {"ended", "declined"}
    assert (await walk.told(FRA, "iso3166:FRA", "closed", of=one, words=True))["spoken"][0][
        "text"
    ] == "Two teams work on"
    assert await until(lambda: finds_closed(walk, one), "the closed project")


async def finds_closed(walk: Walk, one: str) -> bool:
    return await walk.finds(EUAA, one, status=["closed"]) and not await walk.finds(EUAA, one, champion="org:euaa")


async def champions(walk: Walk, one: str) -> None:
    """France volunteers, EUAA is approached; nobody reads it before both sides said yes."""
    await walk.said(FRA, VOLUNTEER, i=one)
    assert (await walk.no(FRA, VOLUNTEER, i=one))[:2] == (409, "champion_already")
    assert (await walk.told(OFFICER, "unhcr-bureau:wca", "champion-volunteered", of=one))["need"] == "must_act"
    asked = await walk.said(OFFICER, ASK, i=one, p="org:euaa", v=3)
    assert len(asked["champions"]) == 2
    assert (await walk.told(EUAA, "org:euaa", "champion-asked", of=one))["need"] == "must_act"
    await walk.seen(EUAA, one, lambda item: [it["code"] for it in item["steps"]] == ["project_champion"])
    item = await walk.seen(TCD, one, lambda item: item["status"] == "open")
    assert (item["state"]["champions"], item["steps"]) == ([], [])
    assert not await walk.finds(TCD, one, champion="org:euaa")
    assert (await walk.no(FRA, ANSWER, i=one, a="ACCEPTED", v=4))[:2] == (403, "not_asked")
    assert (await walk.no(OFFICER, ANSWER, i=one, a="ACCEPTED", v=4))[:2] == (403, "not_permitted")
    assert (await walk.no(OFFICER, NOTE, i=one, p="iso3166:FRA", a=False, v=4))[2] == ["words_needed"]
    await walk.said(OFFICER, NOTE, i=one, p="iso3166:FRA", a=True, v=4)
    await walk.told(FRA, "iso3166:FRA", "champion-answered", of=one)
    await walk.said(EUAA, ANSWER, i=one, a="ACCEPTED", v=5)
    await walk.seen(TCD, one, lambda item: {"iso3166:FRA", "org:euaa"} <= set(item["parties"]))
    for asked_for in (
        {"champion": "org:euaa"},
        {"functionalArea": "registration", "status": ["open"]},
        {"party": "iso3166:CMR"},
    ):
        assert await walk.finds(TCD, one, **asked_for), asked_for
    await walk.said(FRA, ANSWER, i=one, a="ENDED", v=6)
    await walk.seen(TCD, one, lambda item: "iso3166:FRA" not in item["parties"])


async def offers(walk: Walk, stack: Stack, one: str) -> None:
    """Each ties its own; others read it where they may read the offer; what is withdrawn leaves by itself."""
    client = walk.client
    shown, kept = await listed(client, FRA), await listed(client, FRA, visibility="secretariat")
    attach, back = OFFER % "attachOffer", OFFER % "detachOffer"
    for actor, offer in ((TCD, kept), (TCD, NOWHERE), (TCD, "x")):
        assert (await walk.no(actor, attach, i=one, o=offer))[2] == ["unknown_offer"]
    assert (await walk.no(TCD, attach, i=one, o=shown))[:2] == (403, "not_its_offerer")
    assert (await walk.no(OFFICER, attach, i=one, o=shown))[:2] == (403, "not_its_offerer")
    for offer in (shown, kept):
        await walk.said(FRA, attach, i=one, o=offer)
    assert (await walk.no(FRA, attach, i=one, o=kept))[:2] == (409, "offer_attached")
    mine = await walk.seen(FRA, one, lambda item: len(item["attachedOffers"]) == 2)
    assert [it["itemId"] for it in mine["attachedOffers"]] == [shown, kept]
    theirs = await walk.seen(TCD, one, lambda item: item["attachedOffers"])
    assert ([it["itemId"] for it in theirs["attachedOffers"]], kept in str(theirs)) == ([shown], False)
    rest = await client.call(TCD, "GET", "roster", f"/thematic-projects/{one}")
    assert [it["offer_id"] for it in rest["offers"]] == [shown]
    assert (await walk.no(TCD, back, i=one, o=shown))[:2] == (404, "not_found")
    await walk.said(FRA, back, i=one, o=shown)
    await client.call(FRA, "POST", "roster", f"/support-offers/{kept}/withdrawal", {})
    await walk.seen(OFFICER, one, lambda item: item["state"]["offers"] == [])
    assert (await walk.no(FRA, attach, i=one, o=kept))[:2] == (409, "offer_not_standing")
    await of_another_deployment(walk, stack, one)


async def of_another_deployment(walk: Walk, stack: Stack, one: str) -> None:
    """What Europe's roster says of an offer of France is heard here; France ties it, and it leaves once Europe says it is gone."""
    clock = SystemClock()
    database = Database(RosterSettings(database_url=stack.databases["roster"].partition("?")[0]), runtime, clock)
    offer = new_id(clock)
    state = golden(OfferListed.wire_type)["body"]["offer"] | {
        "offer_id": offer,
        "region": "europe",
        "status": "live",
        "named": [],
    }
    state["handed_over_to"] = None
    state["content"] |= {"offering_parties": ["iso3166:FRA"], "visibility": "mechanism", "in_response_to": None}

    async def hears(event: type[SupportOfferEvent], version: int, **changes: Any) -> None:
        said: Event = event.model_validate(
            {"aggregate_id": offer, "aggregate_version": version, "offer": state | changes}
        )
        async with database.unit_of_work(ByClock("test")) as uow:
            await FOREIGN[event](said, envelope_of(said, "europe"), uow)

    await hears(OfferListed, 1)
    tied = await walk.said(FRA, OFFER % "attachOffer", i=one, o=offer)
    assert [(it["offer_id"], it["region"]) for it in tied["offers"]] == [(offer, "europe")]
    assert (await walk.no(TCD, OFFER % "attachOffer", i=one, o=offer))[:2] == (403, "not_its_offerer")
    await hears(OfferWithdrawn, 2, status="withdrawn")
    await database.dispose()
    assert (await walk.client.call(OFFICER, "GET", "roster", f"/thematic-projects/{one}"))["offers"] == []
