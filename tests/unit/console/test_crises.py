"""A crisis is declared, answered, looked at and ended on pages; each page offers what its reader may do (WM 12)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.crises import of_crisis, seen
from shared.modalities.errors import Conflict, NotPermitted, Retryable
from tests.support.crises import CMR, TCD, Crisis
from tests.support.pages import MadeUpGateway, Reader, filled

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
ACTS = ("word", "review", "end")
STEP = {"code": "feedback", "who": ["unhcr-bureau:wca"], "message": "Retour <b>", "paragraph": "8",
        "dueAt": NOW.isoformat(), "late": True}  # fmt: skip
OFFER = {"rank": 1, "offerId": "o-1", "reference": "OFFER-2026-FRA-001", "title": "Experts <i>", "language": "fr",
         "offeringParties": ["iso3166:FRA"], "score": 0.9, "signals": []}  # fmt: skip


def asks(**more: Any) -> dict[str, Any]:
    return {"itemId": "r1", "kind": "request", "title": "Registration <b>", "reference": "ACSG-2026-TCD-001", "status": "submitted",
            "functionalAreas": ["registration"], "steps": [STEP], "crisis": None} | more  # fmt: skip


def reader(actor: Actor, one: Crisis, language: str = "fr", away: bool = False) -> Reader:
    state = seen(actor, of_crisis(one.state), one.state.model_dump(mode="json"))
    item = {"itemId": "c1", "kind": "crisis", "version": one.version, "status": one.state.status, "region": "wca",
            "reference": one.state.reference, "title": "Arrivals <b>", "parties": [TCD, CMR], "functionalAreas": [],
            "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat(), "state": state, "history": [], "steps": [],
            "openRequests": [asks(crisis={"itemId": "c1"}), asks(itemId="r2", functionalAreas=["appeals"])]}  # fmt: skip

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "ready_in_crisis":
            if away:
                raise Retryable("owner_away", "matching does not answer")
            assert (given["areas"], given["state"], given["region"]) == (["appeals", "registration"], TCD, "wca")
            return {
                "readyOffers": [
                    {"functionalArea": "registration", "offers": [OFFER]},
                    {"functionalArea": "appeals", "offers": []},
                ]
            }
        if name == "crises":
            return {"crises": {"nodes": [item], "pageInfo": {"hasNextPage": True, "endCursor": "x y"}}}
        if name == "warnings":
            return {"warnings": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        assert name == "crisis"
        return {"item": item}

    return Reader(actor, MadeUpGateway(answers), language)


def at(status: str) -> Crisis:
    one = Crisis(NOW, (TCD, CMR))
    one.said(CMR, agrees=False, words="Pas <b>chez nous</b>")
    if status == "ended":
        one.reviewed("Toujours <b>là</b>")
        one.ended("Fini <b>!</b>")
    return one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["declared", "ended"])
async def test_a_crisis_is_read_in_every_language(status: str, language: str) -> None:
    for actor in (CHAD, OFFICER, OFFICE):
        page = await reader(actor, at(status), language).see("crisis", crisis_id="c1")
        assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False)
        assert ("chez nous" in page.text) == (actor is OFFICER)
        listed = await reader(actor, at(status), language).see("crises")
        assert ("<b>" in listed.text, 'href="/requests/r1"' in listed.text) == (False, True)
        assert ('href="/crises/new"' in listed.text) == (actor is OFFICER)


@pytest.mark.parametrize(
    ("actor", "offered"),
    [(OFFICER, {"declared": {"review", "end"}}), (CHAD, {"declared": {"word"}, "ended": {"word"}}), (OFFICE, {})],
    ids=["officer", "state", "country office"],
)
async def test_a_page_offers_what_its_reader_may_do_now(actor: Actor, offered: dict[str, set[str]]) -> None:
    for status in ("declared", "ended"):
        text = (await reader(actor, at(status)).see("crisis", crisis_id="c1")).text
        assert {one for one in ACTS if f'href="/crises/c1/{one}"' in text} == offered.get(status, set()), status


async def test_officers_read_which_requests_are_about_it_by_when_and_what_can_begin_at_once() -> None:
    text = (await reader(OFFICER, at("declared")).see("crisis", crisis_id="c1")).text
    assert (text.count("sur cette crise"), text.count("Retour &lt;b&gt;"), 'href="/offers/o-1"' in text) == (1, 2, True)
    assert 'href="/offers/o-1"' not in (await reader(CHAD, at("declared")).see("crisis", crisis_id="c1")).text
    away = (await reader(OFFICER, at("declared"), away=True).see("crisis", crisis_id="c1")).text
    assert ("Arrivals &lt;b&gt;" in away, 'href="/offers/' in away) == (True, False)


async def test_a_crisis_is_declared_of_states_that_the_bureau_serves() -> None:
    one = reader(OFFICER, at("declared"))
    page = await one.see("crisis_declare")
    assert (f'value="{TCD}"' in page.text, 'value="iso3166:FRA"' in page.text) == (True, False)
    typed = {"title": "Arrivées", "states": TCD, "reason": "Deux fois plus", "plan-title": "RRP", "plan-link": "https://x.example/1",
             "plan-coordinator": "HCR", "from_on-d": "1", "from_on-m": "3", "from_on-y": "2026"}  # fmt: skip
    lacking = await one.send("crisis_declare", filled(page, typed | {"plan-link": ""}))
    assert not isinstance(lacking, str)
    assert lacking.status == 422
    await one.send("crisis_declare", filled(page, typed))
    ((name, said),) = one.gateway.sent
    content = {"title": "Arrivées", "language": "fr", "fromOn": "2026-03-01",
               "plan": {"title": "RRP", "link": "https://x.example/1", "coordinator": "HCR"}}  # fmt: skip
    assert (name, said["content"], said["states"]) == ("declare_crisis", content, [TCD])
    for actor in (CHAD, OFFICE):
        with pytest.raises(NotPermitted):
            await reader(actor, at("declared")).see("crisis_declare")


async def test_a_state_says_its_word_and_an_officer_looks_and_ends() -> None:
    one = reader(CHAD, at("declared"))
    page = await one.see("crisis_word", crisis_id="c1")
    await one.send("crisis_word", filled(page, {"agrees": "agrees", "shown": "1"}), crisis_id="c1")
    name, said = one.gateway.sent[0]
    assert (name, said["agrees"], said["shown"], said["words"], said["version"]) == (
        "say_on_crisis",
        True,
        True,
        None,
        2,
    )
    two = reader(OFFICER, at("declared"))
    for act, typed, wanted in (
        ("review", {"words": "Encore"}, "review_crisis"),
        ("end", {"reason": "Fini"}, "end_crisis"),
    ):
        page = await two.see(f"crisis_{act}", crisis_id="c1")
        await two.send(f"crisis_{act}", filled(page, typed), crisis_id="c1")
        assert two.gateway.sent[-1][0] == wanted
    with pytest.raises(NotPermitted):
        await two.see("crisis_word", crisis_id="c1")
    with pytest.raises(Conflict):
        await reader(OFFICER, at("ended")).see("crisis_review", crisis_id="c1")


async def test_what_lacks_and_what_lies_in_the_future_is_told_at_once() -> None:
    """Nobody mends a form twice: answers that lack, a date that is none and one of tomorrow stand in one list."""
    one = reader(OFFICER, at("declared"))
    page = await one.see("crisis_declare")
    tomorrow = {"from_on-d": "3", "from_on-m": "3", "from_on-y": "2030"}
    refused = await one.send("crisis_declare", filled(page, {"title": "", "reason": "x", **tomorrow}))
    assert not isinstance(refused, str)
    assert (refused.status, one.gateway.sent) == (422, [])
    told = set(re.findall(r'<li><a href="#([\w-]+)"', refused.text))
    assert {"title", "states", "from_on", "plan-title", "plan-link", "plan-coordinator"} <= told
    none = await one.send("crisis_declare", filled(page, {**tomorrow, "from_on-m": "13"}))
    assert not isinstance(none, str)
    assert 'href="#from_on"' in none.text
