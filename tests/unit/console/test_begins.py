"""What a person may begin is declared beside the page that begins it, and offered by the policy where its kind is listed (WM 3)."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.console.http.page import Page
from services.console.http.register import begun_on, register
from services.console.wording.words import texts
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotPermitted
from tests.support.pages import MadeUpGateway, Reader, page_of

CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, "org:ecre", None, "en")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
GENEVA = Actor("geneva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "fr")
APPLICANT = Actor("a", Role.APPLICANT, "applicant:a", None, "en")
PEOPLE = {
    "state": CHAD,
    "office": OFFICE,
    "stakeholder": NGO,
    "officer": OFFICER,
    "geneva": GENEVA,
    "applicant": APPLICANT,
}
MAY = {
    "new_request": {"state", "office"},
    "new_offer": {"state", "stakeholder"},
    "ready": {"state", "office"},
    "notice": {"state", "stakeholder"},
    "review_ask": {"state", "stakeholder"},
    "convene": {"officer", "geneva"},
    "crisis_declare": {"officer", "geneva"},
    "practice_new": set(PEOPLE) - {"applicant"},
    "initiative_new": {"state", "officer", "geneva"},
    "call_for_action_new": {"officer", "geneva"},
    "liaison_new": {"officer", "geneva"},
    "link_new": {"state", "stakeholder", "officer", "geneva"},
    "project_new": {"state", "stakeholder", "officer", "geneva"},
    "import_new": {"state", "stakeholder", "officer"},
    "needs_plan_new": {"officer", "geneva"},
    "commitment_new": {"state", "stakeholder"},
    "commitments_confirm": {"state", "stakeholder"},
    "national_plan_new": {"state", "office"},
    "handover_new": {"geneva"},
    "assessment_new": {"state", "office"},
    "package_new": {"state", "stakeholder"},
    "edition_new": {"officer", "geneva"},
    "expert_new": {"state", "stakeholder"},
    "organisation_new": {"applicant"},
    "endpoint_new": set(PEOPLE) - {"applicant"},
}
"""Page -> who is offered it: those whom the policy lets do it, and nobody else."""
APART = {
    "mailbox_new": "offered on a page that nobody else reads",
    "warning_new": "signals are looked at there; for anybody but officers there is no such page, and no list of warnings",
}
BEGINNING = [page for page in register() if page.begins is not None]


def answers(_: str, __: Mapping[str, Any]) -> dict[str, Any]:
    nothing = {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}
    nothing_yet = dict.fromkeys(
        ("warnings", "liaisons", "experts", "capacityAssessments", "nationalPlans", "organisations"), nothing
    )
    return {**nothing_yet, "readyOffers": [], "item": None, "handovers": []}


def reader(actor: Actor) -> Reader:
    return Reader(actor, MadeUpGateway(answers))


def test_whatever_begins_something_declares_it() -> None:
    new = {page.name for page in register() if page.path.endswith("/new")}
    assert new - set(APART) <= {page.name for page in BEGINNING} == set(MAY)
    addresses = {page.path for page in register()}
    for page in BEGINNING:
        assert page.begins is not None
        assert set(page.begins.on) <= addresses
        assert page.begins.title in texts("en")


@pytest.mark.parametrize("page", BEGINNING, ids=lambda page: page.name)
async def test_it_is_offered_to_those_who_may_and_shown_to_nobody_else(page: Page) -> None:
    assert page.begins is not None
    offered = set()
    for name, actor in PEOPLE.items():
        visit = reader(actor).visit(page_of("requests"), {}, ())
        found = {one.name for one, _ in begun_on(visit, page.begins.on[0])}
        if page.name in found:
            offered.add(name)
    assert offered == MAY[page.name]
    for name, actor in PEOPLE.items():
        if name in offered:
            assert (await reader(actor).see(page.name)).status == 200
        elif page.template != "begin":  # a draft's page says who may instead
            with pytest.raises(NotPermitted):
                await reader(actor).see(page.name)
