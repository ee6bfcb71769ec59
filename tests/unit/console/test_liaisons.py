"""Pages of contacts with parties: for officers alone, each act where it makes sense, in every language (WM 6)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.dialogue.actions.liaison import FollowUpBody, LiaisonBody, LiaisonCorrectionBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.liaisons import TCD, Liaison, owed_body
from tests.support.pages import MadeUpGateway, Reader

pytestmark = pytest.mark.paragraph("6")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
GENEVA = Actor("gva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "en")
OTHERS = (
    Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr"),
    Actor("ecre", Role.STAKEHOLDER, "org:ecre", None, "en"),
    Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr"),
)
POINTS = ("noted", "owed", "settled")
LISTS = (("liaisons", ""), ("liaison_quiet", ""), ("liaison_party", f"party={TCD}"))


def at(point: str) -> Liaison:
    one = Liaison(
        NOW, None if point == "noted" else owed_body("2026-03-10", text="Send <b>it"), title="Feedback <b>here",
        said="They <b>said", about={"kind": "meeting", "item_id": "m-1"},
    )  # fmt: skip
    if point == "settled":
        one.corrected(said="They <b>meant")
        one.followed_up("dropped", "No <b>need")
    return one


def item(one: Liaison) -> dict[str, Any]:
    state = one.state.model_dump(mode="json")
    return {"itemId": "l1", "kind": "liaison", "version": one.version, "status": one.state.status, "reference": one.state.reference,
            "title": one.state.content.title, "parties": [TCD], "functionalAreas": [], "state": state,
            "history": [], "steps": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip


def answers(one: Liaison) -> Any:
    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "liaisons":
            assert given["filter"] in (None, {"status": ["owed"], "party": TCD, "search": "feedback"})
            return {"liaisons": {"nodes": [item(one)], "pageInfo": {"hasNextPage": True, "endCursor": "c+1"}}}
        if name == "quiet_parties":
            assert (given["scheme"], given["region"]) in ((None, None), ("STATE", "esa"))
            spoken = {"party": TCD, "heldOn": "2026-01-02", "itemId": "l1", "contacts": 2, "owed": 1}
            never = {"party": "org:ecre", "heldOn": None, "itemId": None, "contacts": 0, "owed": 0}
            return {"quietParties": {"parties": [never] * given["days"] + [spoken], "more": False}}
        if name == "relationship":
            assert (given["filter"], given["owed"]) == ({"party": TCD}, {"party": TCD, "status": ["owed"]})
            there = {
                "totalCount": 1,
                "nodes": [
                    {
                        "itemId": "r-1",
                        "kind": "request",
                        "status": "in_line",
                        "reference": "R-1",
                        "title": "A <b>request",
                    }
                ],
            }
            nothing = {"totalCount": 0, "nodes": []}
            owed = {"totalCount": 1, "nodes": [item(one)]} if one.state.status == "owed" else nothing
            named = dict.fromkeys(("offer", "solicitation", "match", "engagement", "meeting"), nothing)
            return {"liaison": {"totalCount": 30, "nodes": [item(one)]}, "owed": owed, "request": there} | named
        return {"item": item(one)}

    return answer


def reader(actor: Actor = OFFICER, point: str = "owed", language: str = "fr") -> Reader:
    return Reader(actor, MadeUpGateway(answers(at(point)), CommandDone({"liaison_id": "l-9"}, 1)), language, now=NOW)


def typed(page: Any, **given: str) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert set(given) <= form.names, set(given) - form.names
    return [one for one in form.fields if one[0] not in given] + list(given.items())


def day(name: str, number: str = "1") -> dict[str, str]:
    return {f"{name}-y": "2026", f"{name}-m": "3", f"{name}-d": number}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_and_the_lists_are_read_in_every_language(language: str) -> None:
    for point in POINTS:
        page = await reader(point=point, language=language).see("liaison", liaison_id="l1")
        assert (page.status, "<b>" in page.text, "Undefined" in page.text, "/meetings/m-1" in page.text) == (
            200,
            False,
            False,
            True,
        )
        for name, query in LISTS:
            listed = await reader(point=point, language=language).see(name, query)
            assert (listed.status, "<b>" in listed.text, "Undefined" in listed.text) == (200, False, False), name
    assert "meant" in (await reader(point="settled").see("liaison", liaison_id="l1")).text


async def test_nobody_but_officers_comes_to_know_that_there_are_such_pages() -> None:
    for actor in OTHERS:
        for name, query in LISTS:
            with pytest.raises(NotFound):
                await reader(actor).see(name, query)
        for name in ("liaison_correction", "liaison_follow_up"):
            with pytest.raises(NotPermitted):
                await reader(actor).see(name, liaison_id="l1")
        with pytest.raises(NotPermitted):
            await reader(actor).see("liaison_new")
        assert "/contacts" not in (await reader(actor).see("directory")).text
    assert "/contacts" in (await reader().see("directory")).text
    with pytest.raises(NotPermitted):
        await reader(GENEVA).see("liaison_correction", liaison_id="l1")


async def test_one_that_is_typed_is_one_as_its_owner_takes_it() -> None:
    one = reader()
    page = await one.see("liaison_new", f"party={TCD}&request=r-1")
    said = {
        "way": "call",
        "posts": "Head of asylum\n\n Legal adviser ",
        "title": "Objectives",
        "said": "They agree",
        "owed-text": "Write",
    }
    where = await one.send("liaison_new", typed(page, **said, **day("held_on"), **day("owed-due_on", "9")))
    assert str(where).startswith("/contacts/l-9?written=1"), where
    ((name, given),) = one.gateway.sent
    body = LiaisonBody.model_validate(given["content"])
    assert (name, body.party, body.posts, body.language) == (
        "record_liaison",
        TCD,
        ("Head of asylum", "Legal adviser"),
        "fr",
    )
    assert (body.about and (body.about.kind, body.about.item_id), str(body.owed and body.owed.due_on)) == (
        ("request", "r-1"),
        "2026-03-09",
    )
    empty = await one.send("liaison_new", typed(await one.see("liaison_new")))
    assert empty.status == 422


async def test_the_page_offers_what_makes_sense_and_each_act_sends_what_was_said() -> None:
    for point, offered in (("noted", False), ("owed", True), ("settled", False)):
        text = (await reader(point=point).see("liaison", liaison_id="l1")).text
        assert ("/contacts/l1/correction" in text, "/contacts/l1/follow-up" in text) == (True, offered), point
    with pytest.raises(Conflict):
        await reader(point="noted").see("liaison_follow_up", liaison_id="l1")
    one = reader()
    page = await one.see("liaison_follow_up", liaison_id="l1")
    await one.send("liaison_follow_up", typed(page, outcome="done", words="Sent"), liaison_id="l1")
    correction = await one.see("liaison_correction", liaison_id="l1")
    await one.send("liaison_correction", typed(correction, reason="Another day", **day("held_on")), liaison_id="l1")
    (_, done), (_, given) = one.gateway.sent
    assert FollowUpBody(outcome=done["outcome"], words=done["words"]).outcome == "done"
    body = LiaisonCorrectionBody.model_validate({**given["content"], "reason": given["reason"]})
    assert (body.content(), body.owed) == (at("owed").state.content, at("owed").state.owed)
    settled = await reader(point="settled").see("liaison_correction", liaison_id="l1")
    assert "owed-text" not in settled.form("send_key").names


async def test_lists_ask_for_what_there_is_and_go_on() -> None:
    page = await reader().see("liaisons", f"status=owed&party={TCD}&q=feedback")
    assert "after=c%2B1" in page.text
    assert (await reader(point="noted").see("liaisons", "status=nowhere&party=x")).status == 200
    quiet = await reader().see("liaison_quiet", "days=120&scheme=state&region=esa")
    assert "from=100&amp;scheme=state&amp;region=esa" in quiet.text
    assert "from=" not in (await reader().see("liaison_quiet", "days=120&scheme=x&region=y&from=100")).text
    with pytest.raises(NotFound):
        await reader().see("liaison_party", "party=org:nobody")
