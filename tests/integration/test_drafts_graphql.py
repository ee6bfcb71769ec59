"""A draft by GraphQL alone, on real processes: begun, shared, said of, signed and submitted; nobody else knows of it (WM 3, 8, 15.v)."""

from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import request_body

TCD, OFFICE, NGO, CMR = "tcd-authority", "tcd-office", "ecre", "cmr-authority"
WHAT = "{ state version problem { status code faults } }"
DRAFT = """query($id: String!) { requestDraft(draftId: $id) { draftId version status lead title digest missing content
  hands { party role } comments { commentId place text by resolvedBy } signatures { party post current }
  endorsement { office current } reference
  check { ready missing findings { paragraph outcome message(language: "fr") } faults { pointer message } } } }"""
MINE = "query($after: String) { requestDrafts(first: 2, after: $after) { after nodes { draftId title } } }"
CANARY = "CANARY-OF-A-DRAFT-5512"


class Drafted:
    """One draft before several people; every command by its own key."""

    def __init__(self, client: Client) -> None:
        self.client, self.id, self.count = client, "", 0

    async def say(self, actor: str, name: str, **given: Any) -> dict[str, Any]:
        """One mutation, with the kinds of its arguments as the schema has them."""
        self.count += 1
        given |= {"key": f"draft-by-graphql-{self.count}"} | ({"draftId": self.id} if self.id else {})
        kinds = {"content": "JSON", "onPaper": "JSON", "expectedVersion": "Int!", "resolved": "Boolean!"}
        if name == "editDraft":
            kinds["content"] = "JSON!"
        head = ", ".join(f"${one}: {kinds.get(one, 'String!')}" for one in given)
        put = ", ".join(f"{one}: ${one}" for one in given)
        answer = await self.client.graphql(actor, f"mutation({head}) {{ {name}({put}) {WHAT} }}", given)
        said: dict[str, Any] = answer[name]
        return said

    async def see(self, actor: str) -> dict[str, Any]:
        """The draft as somebody reads it."""
        found: dict[str, Any] = (await self.client.graphql(actor, DRAFT, {"id": self.id}))["requestDraft"]
        return found

    async def hidden(self, *actors: str) -> bool:
        """Whether it is not found, for each of them."""
        for actor in actors:
            with pytest.raises(Refused) as refused:
                await self.see(actor)
            assert "'status': 404" in str(refused.value), refused.value
        return True


def refused(said: dict[str, Any]) -> tuple[int, str]:
    assert said["state"] is None
    return said["problem"]["status"], said["problem"]["code"]


@pytest.mark.clause("8.2")
@pytest.mark.paragraph("8")
async def test_a_draft_is_prepared_signed_and_submitted_over_graphql(client: Client) -> None:
    one = Drafted(client)
    opened = await one.say(TCD, "openDraft", lead="iso3166:TCD")
    assert opened["problem"] is None
    one.id = opened["state"]["draft_id"]
    empty = await one.see(TCD)
    by = {found["paragraph"]: found for found in empty["check"]["findings"]}
    assert (by["9"]["outcome"], empty["check"]["ready"]) == ("unclear", False)
    assert by["9"]["message"].startswith("Il n’est pas encore dit")
    assert await one.hidden(CMR, NGO, "wca-officer")
    assert refused(await one.say(CMR, "editDraft", content={}, expectedVersion=empty["version"]))[0] == 404

    body = {name: said for name, said in request_body(title=f"Prepared by many {CANARY}").items() if name != "distinct_from"}  # fmt: skip
    written = await one.say(TCD, "editDraft", content=body, expectedVersion=empty["version"])
    stale = await one.say(OFFICE, "editDraft", content=body | {"gap": "Another"}, expectedVersion=empty["version"])
    assert refused(stale) == (412, "changed_meanwhile")
    wrong = await one.say(TCD, "editDraft", content={"lines": "none"}, expectedVersion=written["version"])
    assert (refused(wrong)[0], wrong["problem"]["faults"][0]["pointer"]) == (422, "/lines")

    shared = await one.say(TCD, "shareDraft", party="org:ecre", role="commenter", expectedVersion=written["version"])
    assert (await one.see(NGO))["hands"] == [{"party": "org:ecre", "role": "commenter"}]
    assert refused(await one.say(NGO, "editDraft", content=body, expectedVersion=shared["version"]))[0] == 403
    said = await one.say(NGO, "commentDraft", place="/gap", text="Which registers?")
    comment = said["state"]["comments"][0]["comment_id"]
    assert refused(await one.say(NGO, "commentDraft", place="/nothing", text="?"))[0] == 422
    await one.say(TCD, "resolveDraftComment", commentId=comment, resolved=True)
    assert (await one.see(NGO))["comments"][0]["resolvedBy"] == "iso3166:TCD"
    ended = await one.say(TCD, "endDraftHand", party="org:ecre", expectedVersion=shared["version"])
    assert await one.hidden(NGO)

    early = await one.say(TCD, "submitDraft", expectedVersion=ended["version"])
    assert refused(early) == (422, "signatures_missing")
    stands = await one.say(TCD, "askSignatures", expectedVersion=ended["version"])
    sign = {"party": "iso3166:TCD", "post": "Permanent Secretary", "digest": stands["state"]["digest"]}
    by_office = await one.say(OFFICE, "signDraft", **sign, expectedVersion=stands["version"])
    assert refused(by_office)[0] == 422, "an office signs for nobody: it records the paper"
    assert refused(await one.say(CMR, "signDraft", **sign, expectedVersion=stands["version"]))[0] == 404
    behind = await one.say(OFFICE, "endorseDraft", digest=sign["digest"], expectedVersion=stands["version"])
    signed = await one.say(TCD, "signDraft", **sign, expectedVersion=behind["version"])
    seen = await one.see(OFFICE)
    assert (seen["missing"], seen["check"]["ready"]) == ([], True)
    assert [(s["party"], s["current"]) for s in seen["signatures"]] == [("iso3166:TCD", True)]
    assert seen["endorsement"] == {"office": "unhcr-office:TCD", "current": True}
    done = await one.say(TCD, "submitDraft", expectedVersion=signed["version"])
    made = await client.call(TCD, "GET", "intake", f"/support-requests/{done['state']['request_id']}")
    assert made["prepared"]["draft_id"] == one.id
    assert CANARY not in str(await client.graphql(CMR, MINE))


@pytest.mark.paragraph("8")
async def test_drafts_are_read_page_by_page_and_come_to_nothing(client: Client) -> None:
    made = []
    for number in range(3):
        one = Drafted(client)
        one.count = 100 * (number + 1)
        opened = await one.say(OFFICE, "openDraft", lead="iso3166:TCD", content={"title": f"{CANARY} {number}"})
        one.id = opened["state"]["draft_id"]
        made.append((one, opened["version"]))
    found, after = [], None
    while True:
        page = (await client.graphql(TCD, MINE, {"after": after}))["requestDrafts"]
        found += [node["draftId"] for node in page["nodes"]]
        after = page["after"]
        if after is None:
            break
    assert {one.id for one, _ in made} <= set(found)
    assert len(set(found)) == len(found)
    one, version = made[0]
    dropped = await one.say(TCD, "dropDraft", reason="Asked otherwise", expectedVersion=version)
    assert dropped["state"]["status"] == "dropped"
    again = await one.say(TCD, "dropDraft", reason="Once more", expectedVersion=dropped["version"])
    assert refused(again) == (409, "draft_dropped")
