"""People propose thematic projects, tie offers to them and are their champions on pages; each page offers what its reader may do
(WM 2, 3, 18).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandProblem
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.projects import of_project, seen
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.projects import ECRE, FRA, TCD, Project

pytestmark = pytest.mark.paragraph("18")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE, None, "en")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
ACTS = ("opening", "refusal", "closing", "offers", "volunteers", "volunteers/answer", "champions", "champions/answer")
POINTS = ("proposed", "declined", "open", "beside", "closed")
WORDS = [{"language": "en", "title": "River <b>", "text": "Mobile <b>teams"}]


def at(point: str) -> Project:
    """A project at that point; beside: France volunteered, an organisation is asked, Chad is a champion with an offer."""
    one = Project(NOW, by=FRA if point in {"proposed", "declined"} else None, wordings=WORDS, regions=["wca"])
    if point == "declined":
        one.declined("Pas <b>maintenant</b>")
    if point in {"beside", "closed"}:
        one.asked(TCD)
        one.said("accepted", TCD)
        one.attached(TCD)
        one.volunteered(FRA)
        one.asked(ECRE)
    if point == "closed":
        one.closed("Fini <b>bien</b>")
    return one


def answers(actor: Actor, one: Project) -> Any:
    offer = {"itemId": "o1", "reference": "OFFER-1", "title": "Équipes <b>", "status": "live", "parties": [TCD]}

    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        state = seen(actor, of_project(one.state), one.state.model_dump(mode="json"))
        base = {"itemId": "p1", "kind": "project", "version": one.version, "status": one.state.status, "title": "River <b>",
                "reference": one.state.reference, "parties": [TCD], "functionalAreas": ["registration"],
                "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip
        if name == "own_offers":
            content = {"offering_parties": [actor.party], "in_response_to": None}
            joint = {"offering_parties": ["org:euaa", actor.party], "in_response_to": None}
            said = [("o1", content), ("o2", content), ("o3", content | {"in_response_to": "r"}), ("o4", joint)]
            nodes = [{"itemId": n, "reference": f"OFFER-{n}", "title": "<b>", "state": {"content": c}} for n, c in said]
            if given["after"] is None:  # what may be chosen stands on the second page
                return {"supportOffers": {"nodes": nodes[2:], "pageInfo": {"hasNextPage": True, "endCursor": "2"}}}
            more = {"hasNextPage": given["after"] != "4", "endCursor": "3" if given["after"] == "2" else "4"}
            return {"supportOffers": {"nodes": nodes[:2] * 25, "pageInfo": more}}
        if name == "projects":
            assert given["filter"] in (None, {"status": ["open"], "champion": TCD, "functionalArea": "registration"})
            return {"thematicProjects": {"nodes": [base], "pageInfo": {"hasNextPage": True, "endCursor": "c"}}}
        assert name == "project"
        attached = [offer] if one.state.offers else []
        return {
            "item": base | {"state": state, "history": [], "steps": [], "attachedOffers": attached} if state else None
        }

    return answer


def reader(actor: Actor, one: Project, language: str = "fr") -> Reader:
    return Reader(actor, MadeUpGateway(answers(actor, one)), language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_project_is_read_in_every_language_at_every_point(language: str) -> None:
    for point in POINTS:
        for actor in (FRANCE, OFFICER):
            page = await reader(actor, at(point), language).see("project", project_id="p1")
            assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False), point
    assert (await reader(CHAD, at("open"), language).see("projects")).status == 200


@pytest.mark.parametrize(
    ("actor", "offered"),
    [
        (OFFICER, {"proposed": {"opening", "refusal"}, "open": {"closing", "champions"},
                   "beside": {"closing", "champions", "volunteers/answer"}}),
        (CHAD, {"open": {"offers", "volunteers"}, "beside": {"offers", "champions/answer"}}),
        (FRANCE, {"open": {"offers", "volunteers"}, "beside": {"offers", "champions/answer"}}),
        (NGO, {"open": {"offers", "volunteers"}, "beside": {"offers", "champions/answer"}}),
        (OTHER, {}),
        (OFFICE, {}),
    ],
    ids=["officer", "champion", "volunteer", "asked", "officer elsewhere", "country office"],
)  # fmt: skip
async def test_a_page_offers_what_its_reader_may_do_now(actor: Actor, offered: dict[str, set[str]]) -> None:
    for point in ("open", "beside", "closed", *(("proposed", "declined") if actor in (OFFICER, FRANCE) else ())):
        text = (await reader(actor, at(point)).see("project", project_id="p1")).text
        assert {one for one in ACTS if f'href="/projects/p1/{one}"' in text} == offered.get(point, set()), point


async def test_a_list_is_narrowed_by_status_area_and_champion_and_goes_on_so() -> None:
    one = reader(CHAD, at("open"))
    page = await one.see("projects", f"status=open&champion={TCD}&area=registration&country=x")
    assert "status=open&amp;area=registration&amp;champion=iso3166%3ATCD" in page.text


async def test_who_proposes_sends_its_words_and_a_country_office_cannot() -> None:
    one = reader(CHAD, at("open"))
    page = await one.see("project_new")
    given = {"functional_areas": "registration", "wordings-0-title": "Le fleuve", "wordings-0-text": "Deux ans",
             "period-start-y": "2030", "period-start-m": "1", "period-start-d": "1", "countries": "iso3166:TCD"}  # fmt: skip
    await one.send("project_new", filled(page, given))
    name, said = one.gateway.sent[-1]
    assert (name, said["content"]["wordings"][0]["language"], said["content"]["countries"]) == (
        "propose_project", "fr", ["iso3166:TCD"],
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        await reader(OFFICE, at("open")).see("project_new")


async def test_one_ties_an_offer_of_ones_own_accord_that_is_not_tied_yet() -> None:
    one = reader(CHAD, at("beside"))
    page = await one.see("project_offer", project_id="p1")
    assert [f'value="{it}"' in page.text for it in ("o1", "o2", "o3", "o4")] == [False, True, False, False]
    assert 'href="?after=4"' in page.text, "others are to be chosen further on"
    last = (await one.see("project_offer", query="after=4", project_id="p1")).text
    assert ("after=" in last, 'href="?"' in last) == (False, True)
    await one.send("project_offer", filled(page, {"offer_id": "o2"}), project_id="p1")
    assert one.gateway.sent[-1][0] == "attach_offer"
    assert one.gateway.sent[-1][1]["offer"] == "o2"
    back = await one.see("project_offer_back", project_id="p1", offer_id="o1")
    await one.send("project_offer_back", filled(back, {}), project_id="p1", offer_id="o1")
    assert one.gateway.sent[-1][0] == "detach_offer"
    with pytest.raises(NotFound):
        await reader(FRANCE, at("beside")).see("project_offer_back", project_id="p1", offer_id="o1")
    with pytest.raises(NotPermitted):
        await reader(OFFICER, at("beside")).see("project_offer", project_id="p1")


@pytest.mark.paragraph("2")
async def test_each_says_its_own_word_and_the_officer_takes_note() -> None:
    asked = reader(NGO, at("beside"), "en")
    page = await asked.see("project_answer", project_id="p1")
    assert ('value="accepted"' in page.text, 'value="ended"' in page.text) == (True, False)
    await asked.send("project_answer", filled(page, {"answer": "accepted"}), project_id="p1")
    assert asked.gateway.sent[-1][1]["answer"] == "ACCEPTED"
    for actor, word in ((FRANCE, "declined"), (CHAD, "ended")):
        text = (await reader(actor, at("beside")).see("project_answer", project_id="p1")).text
        assert [one for one in ("accepted", "declined", "ended") if f'value="{one}"' in text] == [word]
    officer = reader(OFFICER, at("beside"))
    page = await officer.see("project_volunteers", project_id="p1")
    assert (f'value="{FRA}"' in page.text, f'value="{ECRE}"' in page.text) == (True, False)
    await officer.send("project_volunteers", filled(page, {"party": FRA, "answer": "accepts"}), project_id="p1")
    said = officer.gateway.sent[-1][1]
    assert (said["party"], said["accepts"], said["reason"], said["language"]) == (FRA, True, None, None)
    page = await officer.see("project_ask", project_id="p1")
    await officer.send("project_ask", filled(page, {"party": "org:euaa"}), project_id="p1")
    assert officer.gateway.sent[-1][1]["party"] == "org:euaa"
    volunteer = reader(NGO, at("open"), "en")
    await volunteer.send(
        "project_volunteer", filled(await volunteer.see("project_volunteer", project_id="p1"), {}), project_id="p1"
    )
    assert volunteer.gateway.sent[-1][0] == "volunteer_as_champion"
    with pytest.raises(Conflict):
        await reader(CHAD, at("beside")).see("project_volunteer", project_id="p1")


async def test_an_officer_opens_declines_and_closes_and_is_told_what_is_in_the_way() -> None:
    for page_name, document, point in (
        ("project_opening", "open_project", "proposed"), ("project_refusal", "decline_project", "proposed"),
        ("project_closing", "close_project", "open"),
    ):  # fmt: skip
        one = reader(OFFICER, at(point))
        page = await one.see(page_name, project_id="p1")
        await one.send(
            page_name, filled(page, {} if page_name == "project_opening" else {"reason": "Voilà"}), project_id="p1"
        )
        assert one.gateway.sent[-1][0] == document
        with pytest.raises(NotPermitted):
            await reader(FRANCE, at(point)).see(page_name, project_id="p1")
    one = reader(OFFICER, at("open"))
    one.gateway.result = CommandProblem(409, "project_closed", "closed", "18", (), None)
    page = await one.see("project_closing", project_id="p1")
    refused = await one.send("project_closing", filled(page, {"reason": "Voilà"}), project_id="p1")
    assert "Le projet est clos" in getattr(refused, "text", "")
