"""Pages of calls for action: each act for whom it is and where it makes sense, in every language; a body as its owner takes it (WM 5)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.dialogue.actions.answer_call_for_action import ActionDoneBody, ActionWordBody
from services.dialogue.actions.call_for_action import CallForActionBody, NewCallForActionBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.calls_for_action import of_call_for_action, seen
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.calls_for_action import ECRE, EUAA, FRA, CalledForAction
from tests.support.pages import MadeUpGateway, Reader

pytestmark = pytest.mark.paragraph("5")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE, None, "en")
ONE = {"call_for_action_id": "c1"}
POINTS = ("asked", "answered", "reported", "closed")


def at(point: str, **changes: Any) -> CalledForAction:
    worded = [{"language": "en", "title": "Tents <b>now", "text": "Raise <b>funds."}]
    one = CalledForAction(NOW, FRA, EUAA, wordings=worded, **changes)
    if point != "asked":
        one.answered(EUAA, shown=True, what="We <b>write")
        one.answered(FRA, what="We <b>write")
    if point in ("reported", "closed"):
        one.reported(FRA, text="Two <b>gave")
        one.taken_back(one.reported(FRA, text="A third <b>gave").number)
    if point == "closed":
        one.closed("Two <b>gave")
    return one


def reader(actor: Actor, point: str = "asked", language: str = "en", **changes: Any) -> Reader:
    one = at(point, **changes)

    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        state = seen(actor, of_call_for_action(one.state), one.state.model_dump(mode="json"))
        item = {"itemId": "c1", "kind": "call_for_action", "version": one.version, "status": one.state.status,
                "reference": "ACTION-2026-WCA-001", "title": "Tents <b>now", "parties": [], "functionalAreas": ["registration"],
                "state": state, "history": [], "steps": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip
        if name == "calls_for_action":
            assert given["filter"] in (None, {"search": "tents", "status": ["open"], "functionalArea": "registration"})
            return {"callsForAction": {"nodes": [item], "pageInfo": {"hasNextPage": True, "endCursor": "c+1"}}}
        return {"item": item}

    return Reader(actor, MadeUpGateway(answer, CommandDone({"call_for_action_id": "c-9"}, 1)), language, now=NOW)


def typed(page: Any, **given: str) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert set(given) <= form.names, set(given) - form.names
    return [one for one in form.fields if one[0] not in given] + list(given.items())


def day(name: str, year: str = "2026", number: str = "1") -> dict[str, str]:
    return {f"{name}-y": year, f"{name}-m": "3", f"{name}-d": number}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_and_the_list_are_read_in_every_language(language: str) -> None:
    for point in POINTS:
        for actor in (OFFICER, FRANCE):
            page = await reader(actor, point, language).see("call_for_action", **ONE)
            assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False), point
    listed = await reader(FRANCE, "asked", language).see("calls_for_action", "status=open&area=registration&q=tents")
    assert (listed.status, "<b>" in listed.text, "after=c%2B1" in listed.text) == (200, False, True)
    assert (await reader(FRANCE).see("calls_for_action", "status=nowhere&area=x")).status == 200


async def test_the_page_offers_each_what_it_may_say_and_what_makes_sense() -> None:
    def offered(text: str) -> set[str]:
        tails = ("answer", "reports", "reports/withdrawal", "showing", "content", "closing", "withdrawal")
        return {tail for tail in tails if f'"/calls-for-action/c1/{tail}"' in text}

    found = {
        (actor.subject, point): offered((await reader(actor, point).see("call_for_action", **ONE)).text)
        for actor in (OFFICER, FRANCE) for point in POINTS
    }  # fmt: skip
    officers, own = {"content", "closing", "withdrawal"}, {"reports", "reports/withdrawal", "showing"}
    assert found == {
        ("wca", "asked"): officers, ("wca", "answered"): officers, ("wca", "reported"): officers, ("wca", "closed"): set(),
        ("fra", "asked"): {"answer"}, ("fra", "answered"): {"answer", "reports", "showing"},
        ("fra", "reported"): {"answer", *own}, ("fra", "closed"): own,
    }  # fmt: skip
    for name in ("call_for_action_answer", "call_for_action_report"):
        with pytest.raises(NotPermitted):
            await reader(OFFICER).see(name, **ONE)
    with pytest.raises(NotPermitted):
        await reader(FRANCE).see("call_for_action_closing", **ONE)
    with pytest.raises(NotPermitted):
        await reader(FRANCE).see("call_for_action_new")
    with pytest.raises(Conflict):
        await reader(FRANCE, "asked").see("call_for_action_report", **ONE)


async def test_what_an_officer_types_is_a_call_as_its_owner_takes_it() -> None:
    one = reader(OFFICER)
    said = {"kind": "advocacy", "wordings-0-title": "Speak", "wordings-0-text": "At the forum", "open_to_all": "yes"}
    page = await one.see("call_for_action_new", "crisis=c-1")
    where = await one.send("call_for_action_new", typed(page, **said, **day("due_on", "2027")))
    assert str(where).startswith("/calls-for-action/c-9?written=1"), where
    ((name, given),) = one.gateway.sent
    body = NewCallForActionBody.model_validate(given["content"])
    assert (name, body.open_to_all, body.about and body.about.kind) == ("open_call_for_action", True, "crisis")
    assert (body.wordings[0].title, body.wordings[0].language, str(body.due_on)) == ("Speak", "en", "2027-03-01")
    again = reader(OFFICER)
    page = await again.see("call_for_action_revision", **ONE)
    await again.send("call_for_action_revision", typed(page, **day("due_on", "2027")), **ONE)
    ((_, given),) = again.gateway.sent
    assert CallForActionBody.model_validate(given["content"]).content() == at("asked").state.content
    ending = reader(OFFICER)
    await ending.send(
        "call_for_action_closing", typed(await ending.see("call_for_action_closing", **ONE), text="Two"), **ONE
    )
    taken = await ending.see("call_for_action_withdrawal", **ONE)
    await ending.send("call_for_action_withdrawal", typed(taken, text="Put off"), **ONE)
    assert [(name, given["text"], given["language"]) for name, given in ending.gateway.sent] == [
        ("close_call_for_action", "Two", "en"), ("withdraw_call_for_action", "Put off", "en"),
    ]  # fmt: skip


async def test_what_a_party_types_is_its_own_word_and_its_own_statement() -> None:
    one = reader(FRANCE)
    page = await one.see("call_for_action_answer", **ONE)
    said = typed(page, answer="will_do", what="We write", **day("by", "2027"))
    await one.send("call_for_action_answer", said, **ONE)
    ((name, given),) = one.gateway.sent
    word = ActionWordBody.model_validate(given["word"])
    assert (name, word.answer, word.language, word.shown) == ("answer_call_for_action", "will_do", "en", False)
    money = reader(FRANCE, "reported")
    page = await money.see("call_for_action_report", **ONE)
    said = typed(
        page, corrects="1", text="Three gave", **{"raised-amount": "12.55", "raised-unit": "EUR"}, **day("done_on")
    )
    await money.send("call_for_action_report", said, **ONE)
    ((_, given),) = money.gateway.sent
    done = ActionDoneBody.model_validate(given["report"])
    assert (done.corrects, str(done.raised and done.raised.amount), done.language) == (1, "12.55", "en")
    await money.send(
        "call_for_action_report_back", typed(await money.see("call_for_action_report_back", **ONE), number="1"), **ONE
    )
    await money.send(
        "call_for_action_showing", typed(await money.see("call_for_action_showing", **ONE), shown="yes"), **ONE
    )
    assert [(name, given.get("number"), given.get("shown")) for name, given in money.gateway.sent[1:]] == [
        ("take_action_report_back", 1, None), ("show_own_action", None, True),
    ]  # fmt: skip
    speech = reader(FRANCE, "answered", kind="advocacy")
    assert "raised-amount" not in (await speech.see("call_for_action_report", **ONE)).form("send_key").names


async def test_who_was_not_asked_joins_an_open_call_by_the_same_page() -> None:
    joins = reader(NGO, open_to_all=True)
    assert (await joins.see("call_for_action_answer", **ONE)).status == 200
    assert FRA not in (await joins.see("call_for_action", **ONE)).text
