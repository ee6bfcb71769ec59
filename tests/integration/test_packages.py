"""A package of support on real processes: prepared once, offered in one step in answer to a call or of one's own accord; its party's
alone until then (WM 7, 17, 18).
"""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.integration.test_calls import FRA, OFFICER, TCD, made_for, of
from tests.support.journey import SHOWN, request_in_line
from tests.support.packages import package_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken

pytestmark = [pytest.mark.paragraph("18"), pytest.mark.paragraph("7")]
FRANCE = "iso3166:FRA"
DONE = "{ state version problem { status code faults } }"
PREPARE = f"mutation($c: JSON!, $k: String!) {{ done: prepareSupportPackage(content: $c, key: $k) {DONE} }}"
REVISE = f"mutation($i: String!, $c: JSON!, $v: Int!, $k: String!) {{ done: reviseSupportPackage(packageId: $i, content: $c, expectedVersion: $v, key: $k) {DONE} }}"
SAY = f"mutation($i: String!, $v: Int!, $k: String!) {{ done: %sSupportPackage(packageId: $i, expectedVersion: $v, key: $k) {DONE} }}"
OFFER = f'mutation($i: String!, $r: String, $v: Int!, $k: String!) {{ done: offerFromPackage(packageId: $i, inResponseTo: $r, language: "fr", expectedVersion: $v, key: $k) {DONE} }}'
IN_MIND = "query($i: String!, $r: String) { offerInMind(packageId: $i, inResponseTo: $r) { content version } }"
ITEM = "query($i: String!) { item(key: $i) { kind status version reference title state steps { code who } } }"
LIST = "{ supportPackages(first: 100) { nodes { itemId } } }"
OTHERS = ("deu-authority", "euaa", TCD, OFFICER, "geneva-officer", "tcd-office", "integrator-observer")
CANARY = "Quokkapackage"


class Walk(StepsTaken):
    """With what is refused, and what is read of a package."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, f"package-{uuid4().hex[:8]}", "acsg.roster.package-", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"]

    async def prepared(self, actor: str = FRA, **changes: Any) -> str:
        """A package of a party, which the read model has."""
        one = str((await self.said(actor, PREPARE, c=package_body(**changes)))["package_id"])
        await self.seen(actor, one, lambda item: item["status"] == "prepared")
        return one

    async def outside(self, actor: str, one: str) -> None:
        """There is no such package."""
        assert (await self.client.graphql(actor, ITEM, {"i": one}))["item"] is None, actor
        for path in ("", "/versions/1", "/offer"):
            with pytest.raises(Refused) as refused:
                await self.client.call(actor, "GET", "roster", f"/support-packages/{one}{path}")
            assert refused.value.status in {403, 404}, (actor, path)


def wordings() -> list[dict[str, Any]]:
    """With a word that stands nowhere else."""
    return [{"language": "fr", "title": f"{CANARY} en français", "conditions": "Salles fournies"}]


@pytest.mark.clause("18.1")
@pytest.mark.clause("18.2")
async def test_it_is_prepared_once_and_offered_of_ones_own_accord(client: Client) -> None:
    walk = Walk(client)
    bad = package_body(lines=[package_body()["lines"][0] | {"years": [{"year": 2020, "amount": "1"}] * 2}])
    done = await walk(FRA, PREPARE, c=bad)
    assert [one["code"] for one in done["problem"]["faults"]] == ["twice", "in_the_past"]
    assert await walk.no(OFFICER, PREPARE, c=package_body()) == (403, "not_permitted")
    one = await walk.prepared(wordings=wordings())
    for actor in OTHERS:
        await walk.outside(actor, one)
        nodes = (await client.graphql(actor, LIST))["supportPackages"]["nodes"]
        assert one not in {node["itemId"] for node in nodes}, actor
    assert await walk.no(OFFICER, OFFER, i=one, r=None, v=1) == (404, "not_found")
    assert await walk.no("deu-authority", OFFER, i=one, r=None, v=1) == (404, "not_found")

    mind = (await client.graphql(FRA, IN_MIND, {"i": one, "r": None}))["offerInMind"]
    offer = await walk.said(FRA, OFFER, i=one, r=None, v=mind["version"])
    assert offer["content"] == mind["content"]
    assert offer["from_package"] == {
        "package_id": one,
        "reference": offer["from_package"]["reference"],
        "content_version": 1,
    }
    assert (offer["origin"], offer["content"]["cost_borne"], offer["content"]["title"]) == (
        "proactive",
        "offering_party",
        f"{CANARY} en français",
    )
    assert {line["line_id"]: line["quantity"]["amount"] for line in offer["content"]["lines"]} == {
        "courses": "6",
        "kits": "10",
    }
    again = await walk(FRA, OFFER, i=one, r=None, v=1)
    assert again["problem"]["code"] == "already_open", again
    theirs = await until(lambda: read(client, TCD, offer["offer_id"]), "the offer as Chad reads it")
    assert "from_package" not in theirs["state"]


async def read(client: Client, actor: str, one: str) -> Any:
    return (await client.graphql(actor, ITEM, {"i": one}))["item"]


async def test_a_change_leaves_offers_alone_and_an_old_tab_is_told(client: Client) -> None:
    walk = Walk(client)
    one = await walk.prepared(wordings=[{"language": "en", "title": "Two tabs at once"}])
    offer = await walk.said(FRA, OFFER, i=one, r=None, v=1)
    changed = package_body(wordings=[{"language": "en", "title": "Two tabs, the second"}], cost_borne="shared")
    assert (await walk.said(FRA, REVISE, i=one, c=changed, v=1))["content_version"] == 2
    assert await walk.no(FRA, OFFER, i=one, r=None, v=1) == (412, "changed_meanwhile")
    assert await walk.no(FRA, REVISE, i=one, c=changed, v=1) == (412, "changed_meanwhile")
    kept = await client.call(FRA, "GET", "roster", f"/support-offers/{offer['offer_id']}")
    assert kept["content"] == offer["content"]
    first = await client.call(FRA, "GET", "roster", f"/support-packages/{one}/versions/1")
    assert (first["wordings"][0]["title"], first["cost_borne"]) == ("Two tabs at once", "offering_party")
    second = await walk.said(FRA, OFFER, i=one, r=None, v=2)
    assert (second["from_package"]["content_version"], second["content"]["cost_borne"]) == (2, "shared")
    assert (await walk.said(FRA, SAY % "confirm", i=one, v=2))["content_version"] == 2
    assert (await walk.said(FRA, SAY % "withdraw", i=one, v=3))["status"] == "withdrawn"
    assert await walk.no(FRA, OFFER, i=one, r=None, v=4) == (409, "package_withdrawn")
    live = await client.call(FRA, "GET", "roster", f"/support-offers/{second['offer_id']}")
    assert live["status"] == "live"


@pytest.mark.clause("18.1")
async def test_a_call_is_answered_in_one_step_with_what_it_asks_for(client: Client) -> None:
    walk = Walk(client)
    request = (await request_in_line(client, lines=asked_lines()))["request_id"]
    agreed = {"fields": [*SHOWN], "audiences": [], "parties": [FRANCE]}
    await client.call(TCD, "PUT", "intake", f"/support-requests/{request}/consent", agreed)
    call = await made_for(client, request, FRANCE)
    one = await walk.prepared(wordings=[{"language": "fr", "title": "Formation sur mesure"}], lines=fitting())
    mind = await until(lambda: in_mind(client, one, request), "what the call asks for, as the roster knows it")
    offer = await walk.said(FRA, OFFER, i=one, r=request, v=mind["version"])
    assert offer["content"] == mind["content"]
    assert {line["line_id"]: line["quantity"]["amount"] for line in offer["content"]["lines"]} == {"fits": "3"}
    assert (offer["origin"], offer["content"]["in_response_to"]) == ("in_response", request)

    async def offered() -> Any:
        now = await of(client, OFFICER, call)
        found = next(one for one in now["asked"] if one["party"] == FRANCE)
        return found if found["answer"] == "offered" else None

    assert (await until(offered, "the offer in the call"))["offers"] == [offer["offer_id"]]

    other = await walk.prepared(wordings=[{"language": "en", "title": "Of another area"}], lines=fitting("legal_aid"))
    assert await walk.no(FRA, OFFER, i=other, r=request, v=1) == (409, "nothing_fits")
    german = await walk.prepared("deu-authority", wordings=[{"language": "en", "title": "Not asked"}], lines=fitting())
    assert await walk.no("deu-authority", OFFER, i=german, r=request, v=1) == (409, "request_not_shown")

    await client.call(TCD, "DELETE", "intake", f"/support-requests/{request}/consent")

    async def gone() -> bool:
        try:
            await client.call(FRA, "GET", "roster", f"/support-packages/{one}/offer?in_response_to={request}")
        except Refused as refused:
            return refused.problem["code"] == "request_not_shown"
        return False

    assert await until(gone, "nothing of the request once the agreement is taken back")


async def in_mind(client: Client, one: str, request: str) -> Any:
    """None while the roster has not heard of the call."""
    try:
        return (await client.graphql(FRA, IN_MIND, {"i": one, "r": request}))["offerInMind"]
    except Refused:
        return None


def asked_lines() -> list[dict[str, Any]]:
    """Three courses that are wanted in two years, and what no package has."""
    period = {"start": "2030-01-01", "end": "2031-12-31"}
    return [
        {"line_id": "1", "functional_area": "registration", "support_type": "technical", "quantity": {"amount": "3", "unit": "courses"}, "period": period},
        {"line_id": "2", "functional_area": "coi", "support_type": "technical", "quantity": {"amount": "9", "unit": "visits"}, "period": period},
    ]  # fmt: skip


def fitting(area: str = "registration") -> list[dict[str, Any]]:
    """Five courses in these years, and kits that nobody asks for."""
    years = [{"year": 2030, "amount": "2"}, {"year": 2031, "amount": "3"}]
    return [
        {"line_id": "fits", "functional_areas": [area], "support_type": "technical", "unit": "courses", "years": years},
        {"line_id": "kits", "functional_areas": [area], "support_type": "material", "unit": "items", "years": years},
    ]
