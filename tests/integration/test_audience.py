"""To whom a State opens its request, on real processes: every surface follows, and at once when it narrows (WM 15.v, 17)."""

from collections.abc import Iterable
from typing import Any

import httpx
import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import offer_body, request_body
from tests.support.journey import listed, proposal, request_in_line, settled
from tests.support.poll import until

REQUESTS = "/support-requests"
FIELDS = ["title", "requesting_states", "lines"]
FRA, DEU, ECRE, OTHER_NGO = "iso3166:FRA", "iso3166:DEU", "org:ecre", "org:refugee-rights-turkey"
READERS = {"fra-authority", "deu-authority", "fra-office", "ecre", "refugee-rights-turkey", "euaa", "integrator-ecre"}
POSSIBLE = READERS - {"integrator-ecre"}


async def opened(client: Client, request_id: str, who: str = "tcd-authority", **to_whom: Any) -> dict[str, Any]:
    """A State's agreement."""
    body = {"fields": FIELDS} | to_whom
    return await client.call(who, "PUT", "intake", f"{REQUESTS}/{request_id}/consent", body)


async def sees(client: Client, who: str, title: str) -> dict[str, bool]:
    """Whether a reader finds the request by each way that the gateway has."""
    asked = "{ solicitedRequests(first: 500) { itemId fields } }"
    found = await client.graphql(who, asked)
    answer = await client.http.get(
        f"{client.addresses['gateway'].rstrip('/')}/exports/support-requests.csv",
        headers={"Authorization": f"Bearer {await client.token(who)}"},
    )
    searched = await client.http.get(
        f"{client.addresses['gateway'].rstrip('/')}/exports/support-requests.csv",
        params={"search": title},
        headers={"Authorization": f"Bearer {await client.token(who)}"},
    )
    assert answer.status_code == searched.status_code == 200
    return {"graphql": title in str(found), "csv": title in answer.text, "search": title in searched.text}


async def seen_by(client: Client, title: str, expected: Iterable[str]) -> bool:
    """Waits until exactly these readers find the request, each by every way."""
    wanted = {who: who in set(expected) for who in READERS}

    async def as_wanted() -> bool:
        found = {who: await sees(client, who, title) for who in sorted(READERS)}
        return all(set(by.values()) == {wanted[who]} for who, by in found.items())

    return await until(as_wanted, f"who sees {title}: {sorted(expected)}")


@pytest.mark.clause("17.1")
@pytest.mark.paragraph("17")
async def test_each_audience_shows_the_request_to_its_readers_and_to_nobody_else(client: Client) -> None:
    title = "A request that is opened to some"
    one = (await request_in_line(client, title=title))["request_id"]
    assert await seen_by(client, title, POSSIBLE)
    for to_whom, readers in (
        ({"parties": [DEU]}, {"deu-authority"}),
        ({"kinds": ["ngo"]}, {"ecre", "refugee-rights-turkey"}),
        ({"kinds": ["ngo", "regional_organisation"], "but": [OTHER_NGO]}, {"ecre", "euaa"}),
        ({"but": [FRA]}, POSSIBLE - {"fra-authority", "fra-office"}),
        ({"kinds": ["state"], "parties": [ECRE], "but": [DEU]}, {"fra-authority", "ecre"}),
        ({"audiences": ["public"]}, READERS),
        ({"parties": ["unhcr-office:FRA"]}, {"fra-office"}),
    ):
        state = await opened(client, one, **to_whom)
        assert state["shown"]["parties"] == to_whom.get("parties", [])
        assert await seen_by(client, title, readers), to_whom
    await client.call("tcd-authority", "DELETE", "intake", f"{REQUESTS}/{one}/consent")
    assert await seen_by(client, title, ())


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("17")
async def test_a_joint_request_is_shown_to_those_whom_both_agreed_to(client: Client) -> None:
    title = "A request of two States to some"
    body = request_body(title=title, requesting_states=["iso3166:TCD", "iso3166:NER"])
    one = (await client.call("tcd-authority", "POST", "intake", REQUESTS, body))["request_id"]
    await client.call(
        "ner-authority", "POST", "intake", f"{REQUESTS}/{one}/answer", {"party": "iso3166:NER", "answer": "agreed"}
    )
    await opened(client, one, but=[FRA])
    assert (await opened(client, one, "ner-authority", kinds=["state", "ngo"], but=[OTHER_NGO]))["shown"]["but"] == [
        FRA, OTHER_NGO,
    ]  # fmt: skip
    assert await seen_by(client, title, {"deu-authority", "ecre"})
    # One of them narrows further, then both share nobody: the officers read why no offers can be sought.
    await opened(client, one, "ner-authority", parties=[ECRE])
    assert await seen_by(client, title, {"ecre"})
    apart = await opened(client, one, parties=[DEU])
    assert apart["shown"] is None
    assert await seen_by(client, title, ())
    decided = {"in_line": True, "reason": "Complete"}
    await client.call("wca-officer", "POST", "intake", f"{REQUESTS}/{one}/decision", decided)

    async def why() -> str | None:
        try:
            sought = {"approached": [DEU]}
            await client.call("wca-officer", "POST", "matching", f"{REQUESTS}/{one}/solicitations", sought)
        except Refused as refused:
            # Until it heard that an officer found it in line, that is what is missing.
            code = str(refused.problem["code"])
            return code if refused.status == 409 and code != "request_not_in_line" else None
        return None

    assert await until(why, "that matching knows the request") == "nobody_in_common"


async def refused(client: Client, actor: str, *call: Any) -> dict[str, Any]:
    with pytest.raises(Refused) as found:
        await client.call(actor, *call)
    return found.value.problem


async def is_ranked(client: Client, request_id: str, ranked: set[str], shut: set[str]) -> bool:
    """Waits until of these offers some are ranked, and the others are left out since the request is not open to them."""

    async def as_wanted() -> bool:
        try:
            found = await client.call("wca-officer", "GET", "matching", f"{REQUESTS}/{request_id}/ranking?first=5000")
        except Refused:
            return False
        line = found["lines"][0]
        out = {one["offer_id"] for one in line["excluded"] if one["reason"] == "outside_audience"}
        there = {one["offer_id"] for one in line["ranked"]}
        return (there & (ranked | shut), out & (ranked | shut)) == (ranked, shut)

    return await until(as_wanted, "the ranking within the audience")


@pytest.mark.clause("17.2")
@pytest.mark.paragraph("11")
@pytest.mark.paragraph("17")
async def test_nobody_outside_is_ranked_approached_matched_or_may_answer(client: Client) -> None:
    title = "A request that France is not shown"
    several = [request_body()["lines"][0] | {"quantity": {"amount": "5", "unit": "packages"}}]
    one = (await request_in_line(client, title=title, lines=several))["request_id"]
    french = (await listed(client, title="Of France, for a request it is not shown"))["offer_id"]
    body = offer_body(offering_parties=[DEU], title="Of Germany, for a request it is shown")
    german = (await client.call("deu-authority", "POST", "roster", "/support-offers", body))["offer_id"]
    assert await is_ranked(client, one, {french, german}, set())
    # What was proposed while both were in ends for the one that is out when the agreement narrows.
    both = [
        await client.call("wca-officer", "POST", "matching", "/matches", small(one, offer))
        for offer in (french, german)
    ]
    assert [(await settled(client, match["match_id"]))["status"] for match in both] == ["reserved", "reserved"]
    await opened(client, one, but=[FRA])
    assert await is_ranked(client, one, {german}, {french})

    async def ended() -> bool:
        states = [await client.call("wca-officer", "GET", "matching", f"/matches/{m['match_id']}") for m in both]
        return [state["status"] for state in states] == ["withdrawn", "reserved"]

    assert await until(ended, "the end of the match with a party that is out")
    call = {"approached": [DEU, FRA, ECRE]}
    problem = await refused(client, "wca-officer", "POST", "matching", f"{REQUESTS}/{one}/solicitations", call)
    # Who said "not now" to a call of another test in this region is named beside.
    found = [(one["pointer"], one["code"]) for one in problem["errors"] if one["code"] != "asked_not_now"]
    assert found == [("/approached/1", "outside_audience")]
    problem = await refused(client, "wca-officer", "POST", "matching", "/matches", small(one, french))
    assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == [
        ("/lines/0/offer_id", "outside_audience")
    ]

    # An offer in response takes a request that is shown: to its party, and to each that would join it.
    async def known_to_the_roster() -> bool:
        return (await answer(client, "fra-authority", [FRA], one)).get("code") == "request_not_shown"

    assert await until(known_to_the_roster, "that the roster knows the narrowed audience")
    assert (await answer(client, "fra-authority", [FRA], one)) == await answer(client, "fra-authority", [FRA], german)
    assert (await answer(client, "deu-authority", [DEU, FRA], one))["code"] == "request_not_shown"
    assert (await answer(client, "deu-authority", [DEU], one))["content"]["in_response_to"] == one
    # Nor by changing an offer that is there.
    changed = offer_body(title="Of France, changed", in_response_to=one)
    problem = await refused(client, "fra-authority", "PUT", "roster", f"/support-offers/{french}/content", changed)
    assert problem["code"] == "request_not_shown"


def small(request_id: str, offer_id: str) -> dict[str, Any]:
    """Half a package of an offer."""
    half = {"amount": "0.5", "unit": "packages"}
    made = proposal(request_id, offer_id)
    return made | {"lines": [made["lines"][0] | {"quantity": half, "covers": half}]}


async def answer(client: Client, actor: str, parties: list[str], request_id: str) -> dict[str, Any]:
    """An offer in response, or why not."""
    body = offer_body(offering_parties=parties, in_response_to=request_id, title=f"In response, of {len(parties)}")
    try:
        return await client.call(actor, "POST", "roster", "/support-offers", body)
    except Refused as found:
        return {name: value for name, value in found.problem.items() if name != "instance"}


@pytest.mark.paragraph("17")
async def test_contradictions_are_faults_that_name_their_field_and_change_nothing(client: Client) -> None:
    one = (await request_in_line(client, title="A request with contradictions"))["request_id"]
    at = f"{REQUESTS}/{one}"
    before = await client.call("tcd-authority", "GET", "intake", at)
    for to_whom, faults in (
        ({"audiences": []}, [("/audiences", "empty_audience")]),
        ({"kinds": ["foundation"]}, [("/kinds/0", "kind_of_nobody")]),
        ({"kinds": ["ngos"], "parties": ["iso3166:FRX"], "but": ["unhcr-bureau:europe"]},
         [("/kinds/0", "unknown_code"), ("/parties/0", "unknown_country"), ("/but/0", "not_an_offerer")]),
        ({"parties": [FRA], "but": [FRA]}, [("/but", "empty_audience"), ("/parties/0", "named_and_left_out")]),
        ({"fields": ["titel"], "audiences": ["public"], "but": [FRA]},
         [("/fields/0", "not_consentable"), ("/but/0", "public_leaves_nobody_out")]),
    ):  # fmt: skip
        problem = await refused(client, "tcd-authority", "PUT", "intake", f"{at}/consent", {"fields": FIELDS} | to_whom)
        assert [(fault["pointer"], fault["code"]) for fault in problem["errors"]] == faults
    assert await client.call("tcd-authority", "GET", "intake", at) == before
    mutation = """mutation($id: String!, $v: Int!, $but: [String!]) { giveConsent(requestId: $id, fields: ["title"],
        kinds: ["ngo"], but: $but, expectedVersion: $v, key: "audience-by-graphql") { version state problem { code } } }"""
    version = await client.http.get(
        f"{client.addresses['intake'].rstrip('/')}{at}",
        headers={"Authorization": f"Bearer {await client.token('tcd-authority')}"},
    )
    number = int(httpx.Headers(version.headers)["ETag"].strip('"'))
    given = await client.graphql("tcd-authority", mutation, {"id": one, "v": number, "but": [ECRE]})
    assert given["giveConsent"]["state"]["shown"]["but"] == [ECRE]
