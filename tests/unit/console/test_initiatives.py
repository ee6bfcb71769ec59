"""Pages of pilots and the quality-assurance initiative: each act by who may, at the point where it makes sense, in every language (WM 7, 11)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.console.http.offered import OfferedAct
from services.console.http.register import register
from services.dialogue.actions.carry_out_initiative import CycleBody, DiagnosisBody, InitiativeStepsBody
from services.dialogue.actions.initiative import InitiativeBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.initiatives import of_initiative, seen
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.initiatives import ECRE, FRA, TCD, Initiative, running
from tests.support.pages import MadeUpGateway, Reader

pytestmark = [pytest.mark.paragraph("7"), pytest.mark.paragraph("11")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE, None, "en")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
POINTS = ("proposed", "asked", "diagnosed", "running", "audited", "closed")
NAMES = (
    "answer",
    "diagnosis",
    "diagnosis_word",
    "steps",
    "step_done",
    "cycle",
    "recommendation",
    "readers",
    "practice",
    "closing",
)
ACTS = tuple(f"initiative_{one}" for one in NAMES)
OFFERED: dict[tuple[str, str], tuple[str, ...]] = {
    ("proposed", "tcd"): ("answer", "closing"), ("proposed", "wca"): ("closing",),
    ("asked", "ecre"): ("answer",), ("asked", "tcd"): ("readers", "closing"),
    ("diagnosed", "tcd"): ("diagnosis", "diagnosis_word", "readers", "closing"), ("diagnosed", "ecre"): ("answer", "diagnosis"),
    ("running", "ecre"): ("answer", "diagnosis", "steps", "cycle"),
    ("running", "tcd"): ("diagnosis", "steps", "step_done", "cycle", "readers", "practice", "closing"),
    ("audited", "tcd"): ("steps", "step_done", "cycle", "recommendation", "readers", "practice", "closing"),
    ("audited", "wca"): ("steps", "step_done", "cycle", "closing"), ("audited", "fra"): (),
    ("closed", "tcd"): ("readers", "practice"), ("closed", "wca"): (),
}  # fmt: skip
"""How one stands, who reads it -> what its page offers."""


def at(point: str) -> Initiative:
    if point == "proposed":
        return Initiative(NOW, by=None, title="Quality <b>here")
    one = Initiative(NOW, ECRE, title="Quality <b>here")
    if point == "asked":
        return one
    one.answered(ECRE)
    one.diagnosed("partner", summary="Short <b>reasons")
    if point == "diagnosed":
        return one
    one.stood_by()
    one.planned()
    if point in {"audited", "closed"}:
        one.audited(recommendations=[{"functional_area": "coi", "text": "A <b>form"}])
        one.shown(FRA, with_figures=True)
    if point == "closed":
        one.recommendation(text="We <b>will")
        one.closed(early=True, text="It <b>ends")
        one.led_to()
    return one


def item(actor: Actor, one: Initiative) -> dict[str, Any]:
    state = seen(actor, of_initiative(one.state), one.state.model_dump(mode="json")) or {}
    return {"itemId": "i1", "kind": "initiative", "version": one.version, "status": one.state.status, "reference": one.state.reference,
            "title": one.state.content.title, "parties": [TCD], "functionalAreas": ["decision_quality"], "state": state,
            "history": [], "steps": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip


def reader(actor: Actor, one: Initiative, language: str = "fr") -> Reader:
    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        page = {"hasNextPage": name == "initiatives", "endCursor": "c+1"}
        if name == "initiatives":
            assert given["filter"] in (
                None,
                {"status": ["running"], "party": TCD, "functionalArea": "decision_quality"},
            )
            return {"initiatives": {"nodes": [item(actor, one)], "pageInfo": page}}
        if name == "practices":
            return {
                "practices": {"nodes": [{"itemId": "p-1", "title": "A practice", "reference": "P"}], "pageInfo": page}
            }
        return {"item": item(actor, one)}

    return Reader(actor, MadeUpGateway(answers, CommandDone({"initiative_id": "i-9"}, 1)), language, now=NOW)


def typed(page: Any, **given: str | list[str]) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert set(given) <= form.names, set(given) - form.names
    kept = [one for one in form.fields if one[0] not in given]
    return kept + [(name, one) for name, what in given.items() for one in (what if isinstance(what, list) else [what])]


def day(name: str, year: str = "2026") -> dict[str, Any]:
    return {f"{name}-y": year, f"{name}-m": "3", f"{name}-d": "2"}


async def sent(actor: Actor, point: str, name: str, **given: Any) -> dict[str, Any]:
    """What the act sends of what was typed."""
    one = reader(actor, at(point))
    page = await one.see(name, initiative_id="i1")
    await one.send(name, typed(page, **given), initiative_id="i1")
    ((_, said),) = one.gateway.sent
    return dict(said)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_one_is_read_in_every_language_at_every_point(language: str) -> None:
    for point in POINTS:
        for actor in (CHAD, OFFICER):
            page = await reader(actor, at(point), language).see("initiative", initiative_id="i1")
            assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False), point
    shown = await reader(FRANCE, at("audited"), language).see("initiative", initiative_id="i1")
    assert ("Short" in shown.text, "12" in shown.text, "<b>" in shown.text) == (False, True, False)


async def test_one_that_is_typed_is_one_as_its_owner_takes_it() -> None:
    one = reader(CHAD, at("asked"))
    said = {"kind": "pilot", "title": "Mobile counters", "aim": "To try", "functional_areas": ["registration"], "places": "Faya",
            "judged_by": "Days", "partner": ECRE} | day("period-start") | day("period-end", "2027")  # fmt: skip
    where = await one.send("initiative_new", typed(await one.see("initiative_new"), **said))
    assert str(where).startswith("/initiatives/i-9?written=1"), where
    ((name, given),) = one.gateway.sent
    body = InitiativeBody.model_validate(given["content"])
    assert (name, body.country, body.partner, body.language) == ("open_initiative", TCD, ECRE, "fr")
    assert "country" in (await reader(OFFICER, at("asked")).see("initiative_new")).form("send_key").names
    with pytest.raises(NotPermitted):
        await reader(NGO, at("asked")).see("initiative_new")


@pytest.mark.parametrize(("point", "who"), OFFERED)
async def test_the_page_offers_what_its_reader_may_do_and_each_act_is_refused_to_others(point: str, who: str) -> None:
    actor = {"tcd": CHAD, "ecre": NGO, "wca": OFFICER, "fra": FRANCE}[who]
    read = await reader(actor, at(point)).see("initiative", initiative_id="i1")
    acts = {page.name: page.act for page in register() if page.name in ACTS}
    assert set(acts) == set(ACTS)
    for name in ACTS:
        act = acts[name]
        assert isinstance(act, OfferedAct)
        offered = name.removeprefix("initiative_") in OFFERED[point, who]
        assert (f'href="{act.path.replace("{initiative_id}", "i1")}"' in read.text) is offered, name
        if offered:
            assert (await reader(actor, at(point)).see(name, initiative_id="i1")).status == 200
        else:
            with pytest.raises((NotPermitted, Conflict)):
                await reader(actor, at(point)).see(name, initiative_id="i1")


async def test_each_act_sends_what_was_said() -> None:
    answer = await sent(CHAD, "proposed", "initiative_answer", answer="accepts", partner=ECRE)
    assert (answer["accepts"], answer["partner"], answer["reason"]) == (True, ECRE, None)
    left = await sent(NGO, "running", "initiative_answer", answer="declines")
    assert (left["accepts"], left["partner"]) == (False, None)
    area = {"areas-0-functional_area": "coi", "areas-0-standing": "weak"}
    diagnosis = await sent(CHAD, "diagnosed", "initiative_diagnosis", **day("held_on"), **area)
    assert DiagnosisBody.model_validate(diagnosis["diagnosis"]).areas[0].standing == "weak"
    step = {"steps-0-title": "A form", "steps-0-by": "partner"} | day("steps-0-due_on", "2027")
    steps = await sent(CHAD, "running", "initiative_steps", **step)
    assert InitiativeStepsBody.model_validate({"steps": steps["steps"]}).steps[0].by == "partner"
    done = await sent(CHAD, "running", "initiative_step_done", step="1", **day("done_on"))
    assert (done["step"], done["doneOn"]) == (1, "2026-03-02")
    assert (await sent(CHAD, "diagnosed", "initiative_diagnosis_word"))["id"] == "i1"
    word = await sent(CHAD, "audited", "initiative_recommendation", which="1", answer="accepted")
    assert (word["cycle"], word["recommendation"], word["answer"]) == (1, 1, "accepted")
    shown = await sent(CHAD, "closed", "initiative_readers", readers=[FRA], with_figures="1")
    assert (shown["readers"], shown["figures"]) == ([FRA], True)
    assert (await sent(CHAD, "closed", "initiative_practice", practice_id="p-1"))["practice"] == "p-1"
    closing = await sent(OFFICER, "audited", "initiative_closing", end="early", text="No auditor")
    assert (closing["early"], closing["judged"], closing["text"]) == (True, None, "No auditor")


async def test_a_round_that_is_typed_is_one_as_its_owner_takes_it() -> None:
    round_ = await sent(
        CHAD, "audited", "initiative_cycle", sampled="decisions", sample="40", auditors="EXPERT-2026-FRA-001\nEXPERT-2026-FRA-002",
        **{"findings-0-functional_area": "coi", "findings-0-fault": "records", "findings-0-count": "3", "follow_ups-0-standing": "done"},
        **day("held_on"),
    )  # fmt: skip
    body = CycleBody.model_validate(round_["cycle"])
    assert (body.sample, body.findings[0].count, body.follow_ups[0].recommendation, len(body.auditors)) == (40, 3, 1, 2)
    assert running(NOW).state.cycles == ()


async def test_the_list_asks_for_what_there_is_and_nothing_else() -> None:
    one = reader(CHAD, at("running"))
    assert "after=c%2B1" in (await one.see("initiatives", f"status=running&party={TCD}&area=decision_quality")).text
    assert (await one.see("initiatives", "status=nowhere&party=x&area=y")).status == 200
