"""A signal is read, taken up, set aside and named by a crisis on pages of officers alone (WM 12)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.wording.words import words
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.warnings import TCD, Warned

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
ELSEWHERE = Actor("eu", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
ACTS = ("take-up", "set-aside")


def at(status: str) -> Warned:
    one = Warned(NOW)
    if status != "open":
        one.taken_up("On regarde <b>là</b>")
    if status == "set_aside":
        one.set_aside("Un arriéré <b>!</b>")
    if status == "led_to_crisis":
        one.led()
    return one


def reader(actor: Actor, one: Warned, language: str = "fr") -> Reader:
    item = {"itemId": "w1", "kind": "warning", "version": one.version, "status": one.state.status, "region": "wca", "title": None,
            "reference": one.state.reference, "parties": [TCD], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat(),
            "state": one.state.model_dump(mode="json"), "history": [], "steps": []}  # fmt: skip

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "warnings":
            if given["after"] == "past":
                return {"warnings": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
            after = "x y" if given["filter"] is None else "past"
            return {"warnings": {"nodes": [item], "pageInfo": {"hasNextPage": True, "endCursor": after}}}
        assert name == "warning"
        return {"item": item}

    return Reader(actor, MadeUpGateway(answers), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["open", "taken_up", "set_aside", "led_to_crisis"])
async def test_a_warning_is_read_in_every_language_and_offers_what_may_be_done_now(status: str, language: str) -> None:
    page = await reader(OFFICER, at(status), language).see("warning", warning_id="w1")
    assert (page.status, "<b>" in page.text, "Undefined" in page.text, words(language).month("2025-07") in page.text) == (
        200, False, False, True,
    )  # fmt: skip
    offered = {one for one in ACTS if f'href="/warnings/w1/{one}"' in page.text}
    assert offered == {"open": set(ACTS), "taken_up": {"set-aside"}}.get(status, set())
    assert ('href="/crises/new?warning=w1"' in page.text) == (status in {"open", "taken_up"})
    assert ('href="/crises/c1"' in page.text) == (status == "led_to_crisis")
    listed = await reader(OFFICER, at(status), language).see("warnings")
    assert 'href="/warnings/w1"' in listed.text


async def test_an_officer_takes_it_up_and_sets_it_aside() -> None:
    for name, typed, wanted in (
        ("warning_take_up", {"words": "On regarde"}, "take_up_warning"),
        ("warning_set_aside", {"reason": "Un arriéré"}, "set_aside_warning"),
    ):
        one = reader(OFFICER, at("open"))
        page = await one.see(name, warning_id="w1")
        await one.send(name, filled(page, typed), warning_id="w1")
        ((sent, said),) = one.gateway.sent
        assert (sent, said["id"], said["version"], said["language"]) == (wanted, "w1", 1, "fr")
        for other in (CHAD, ELSEWHERE):
            with pytest.raises(NotPermitted):
                await reader(other, at("open")).see(name, warning_id="w1")
        with pytest.raises(Conflict):
            await reader(OFFICER, at("led_to_crisis")).see(name, warning_id="w1")
    with pytest.raises(NotFound):
        await reader(CHAD, at("open")).see("warnings")


async def test_a_crisis_that_is_declared_upon_it_has_its_state_and_names_it() -> None:
    one = reader(OFFICER, at("open"))
    page = await one.see("crisis_declare", query="warning=w1")
    typed = {"title": "Arrivées", "reason": "Deux fois plus", "plan-title": "RRP", "plan-link": "https://x.example/1",
             "plan-coordinator": "HCR", "from_on-d": "1", "from_on-m": "3", "from_on-y": "2026"}  # fmt: skip
    await one.send("crisis_declare", filled(page, typed))
    ((name, said),) = one.gateway.sent
    assert (name, said["warning"], said["states"]) == ("declare_crisis", "w1", [TCD])


async def test_a_warning_that_waits_is_chosen_wherever_in_the_list_it_stands() -> None:
    """Also the one that one came from, when the list from there on does not hold it; a judged one is none to choose."""
    asked: list[Mapping[str, Any]] = []
    one = reader(OFFICER, at("open"))
    answers = one.gateway.answers

    def listening(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        asked.extend([given] if name == "warnings" else [])
        return dict(answers(name, given))

    one.gateway.answers = listening
    past = await one.see("crisis_declare", query="warning=w1&after=past")
    assert (past.text.count('value="w1"'), "WARNING-2026-WCA-001" in past.text) == (1, True)
    assert '<a href="?warning=w1">' in past.text, "back to the first choices, with what one came with"
    assert asked[0]["filter"] == {"status": ["open", "taken_up"]}
    judged = reader(OFFICER, at("set_aside"))
    judged.gateway.answers = lambda name, given: (
        {"warnings": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        if name == "warnings"
        else answers(name, given) | {"item": answers(name, given)["item"] | {"status": "set_aside"}}
    )
    assert 'value="w1"' not in (await judged.see("crisis_declare", query="warning=w1")).text


async def test_numbers_of_a_warning_stand_as_its_reader_writes_them() -> None:
    before = [{"month": f"2025-{n:02}", "count": 31} for n in range(7, 13)]
    one = Warned(NOW, before=before, after=180, mean_before=31.0, dispersion=1.6, chance=1.1e-83)
    french = (await reader(OFFICER, one).see("warning", warning_id="w1")).text
    assert all(said in french for said in ("<dd>31</dd>", "<dd>1,6</dd>", "<dd>moins de 0,000001</dd>", "janvier 2026"))
    english = (await reader(OFFICER, one, "en").see("warning", warning_id="w1")).text
    assert "<dd>1.6</dd>" in english
    assert "<dd>less than 0.000001</dd>" in english


def own(**changes: Any) -> dict[str, Any]:
    before = [{"month": f"2025-{n:02}", "count": 1} for n in range(8, 13)] + [{"month": "2026-01", "count": 1}]
    return {"key": "requests_rise:TCD:2026-02", "kind": "requests_rise", "region": "wca", "country": TCD, "month": "2026-02", "after": 12,
            "before": before, "meanBefore": 1.0, "dispersion": 1.0, "chance": 1e-9, "limit": 0.01,
            "threshold": {"least": 5, "ratio": 1.5, "alpha": 0.01}, "keptAs": None} | changes  # fmt: skip


def watching(actor: Actor, language: str = "fr", **changes: Any) -> tuple[Reader, list[str]]:
    """Who looks at two signals, one of a country and one of the region; and which months were asked for."""
    asked: list[str] = []

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        assert name == "own_signals"
        asked.append(given["month"])
        region = own(key="late_feedback_rise:wca:2026-02", kind="late_feedback_rise", country=None)
        return {"ownSignals": {"month": given["month"], "signals": [own(**changes), region]}}

    return Reader(actor, MadeUpGateway(answers), language), asked


@pytest.mark.parametrize("language", LANGUAGES)
async def test_signals_of_own_records_are_read_in_every_language(language: str) -> None:
    one, asked = watching(OFFICER, language)
    page = await one.see("warning_new")
    assert (page.status, "Undefined" in page.text, words(language).say("signal.late_feedback_rise") in page.text) == (
        200,
        False,
        True,
    )
    assert page.text.count("/warnings/new/requests_rise/TCD/2026-02") == 1
    assert "/warnings/new/late_feedback_rise" not in page.text, "a warning is kept of a country"
    await one.see("warning_new", query=f"month={asked[0]}")
    await one.see("warning_new", query="month=2026-13")
    assert len(set(asked)) == 1, "what is no month that is over is not asked for"
    kept, _ = watching(OFFICER, language, keptAs="w1")
    assert 'href="/warnings/w1"' in (await kept.see("warning_new")).text


async def test_an_officer_keeps_a_signal_with_the_numbers_that_are_worked_out_now() -> None:
    place = {"kind": "requests_rise", "country": "TCD", "month": "2026-02"}
    one, _ = watching(OFFICER)
    page = await one.see("warning_keep", **place)
    await one.send("warning_keep", filled(page, {}), **place)
    ((name, said),) = one.gateway.sent
    assert (name, set(said)) == ("raise_warning", {"signal", "key"})
    assert {"key", "region", "keptAs"} & set(said["signal"]) == set()
    assert (said["signal"]["after"], said["signal"]["country"]) == (12, TCD)
    with pytest.raises(Conflict):
        await watching(OFFICER, keptAs="w1")[0].see("warning_keep", **place)
    for absent in (place | {"country": "CMR"}, place | {"kind": "late_feedback_rise", "country": "wca"}):
        with pytest.raises(NotFound):
            await watching(OFFICER)[0].see("warning_keep", **absent)
    for page_name, where in (("warning_new", {}), ("warning_keep", place)):
        reader_, asked = watching(CHAD)
        with pytest.raises(NotFound):
            await reader_.see(page_name, **where)
        assert asked == []
