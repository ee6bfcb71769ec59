"""A party lists experts on pages, says when they are away and who they are; who received one says how it went (WM 7)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.console.forms.of_experts import body, number
from services.roster.domain import expert as domain
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import experts as access
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.experts import FRA, TCD, listed, sent
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.person import day

pytestmark = pytest.mark.paragraph("7")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
PLAIN = listed(NOW, title="Judge <b>", summary="Two <b>courses")
SENT = domain.released(sent(PLAIN, date(2025, 1, 1), date(2025, 2, 1), NOW), 1, True)
OWN = {"revise", "confirmation", "unavailability", "deployments", "person", "person/withdrawal", "withdrawal"}


def reader(actor: Actor, state: Any = PLAIN, language: str = "fr") -> Reader:
    """Of one expert, as the gateway shows it to that person."""
    shown = access.seen(actor, access.of_expert(state), state.model_dump(mode="json"))
    item = {"itemId": "x1", "kind": "expert", "version": 3, "status": state.status, "title": state.content.title,
            "reference": state.reference, "parties": [FRA], "functionalAreas": ["registration"], "steps": [], "history": [],
            "changedAt": NOW.isoformat(), "begunAt": NOW.isoformat(), "state": shown}  # fmt: skip
    nodes = {"nodes": [item], "pageInfo": {"hasNextPage": False, "endCursor": None}}

    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name in ("experts", "own_experts"):
            return {"experts": nodes}
        if name == "expert_people":
            return {"expertPeople": [{"number": 1, "name": "Anne <b>Petit", "post": None, "email": "a@cour.example"}]}
        if name == "own_engagements":
            one = {
                "itemId": "e1",
                "reference": "ENGAGEMENT-1",
                "title": None,
                "state": {"sides": [{"party": FRA, "role": "offerer"}]},
            }
            other = one | {"itemId": "e2", "state": {"sides": [{"party": FRA, "role": "requester"}]}}
            return {"engagements": {"nodes": [one, other], "pageInfo": nodes["pageInfo"]}}
        assert name == "item"
        return {"item": item if shown is not None else None}

    return Reader(actor, MadeUpGateway(answer), language)


def test_what_is_typed_is_the_body_that_its_owner_takes() -> None:
    assert body({"title": "Judge", "experience_years": "12", "summary": ""}) == {
        "title": "Judge",
        "experience_years": 12,
    }
    assert body({"experience_years": "twelve"}) == {"experience_years": "twelve"}
    assert [number({"number": one}) for one in ("2", "", "x", "٢")] == [2, 0, 0, 0]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_expert_is_read_in_every_language(language: str) -> None:
    for actor in (FRANCE, CHAD, OFFICER):
        for state in (PLAIN, SENT, domain.withdrawn(SENT)):
            if actor is CHAD and state.status == "withdrawn" and not state.deployments:
                continue
            page = await reader(actor, state, language).see("expert", expert_id="x1")
            assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False)
            assert ("Anne" in page.text) is (bool(state.deployments) and actor is not OFFICER)
        page = await reader(actor, SENT, language).see("experts", "area=registration")
        assert (page.status, 'href="/experts/x1"' in page.text, "<b>" in page.text) == (200, True, False)


async def test_each_is_offered_its_own_acts() -> None:
    def acts(text: str) -> set[str]:
        every = OWN | {"appraisal"}
        return {one for one in every if f'href="/experts/x1/{one}"' in text}

    for actor, state, right in (
        (FRANCE, PLAIN, OWN - {"person", "person/withdrawal"}), (FRANCE, SENT, OWN), (CHAD, SENT, {"appraisal"}),
        (OFFICER, SENT, set()), (FRANCE, domain.withdrawn(SENT), {"person", "person/withdrawal"}),
    ):  # fmt: skip
        assert acts((await reader(actor, state).see("expert", expert_id="x1")).text) == right, (actor, state.status)
    for name in ("expert_new", "expert_revise"):
        with pytest.raises(NotPermitted):
            await reader(OFFICER, SENT).see(name, **({} if name == "expert_new" else {"expert_id": "x1"}))
    with pytest.raises(Conflict):
        await reader(CHAD, sent(PLAIN, date(2026, 1, 1), None, NOW)).see("expert_appraisal", expert_id="x1")
    with pytest.raises(NotFound):
        await reader(CHAD, domain.withdrawn(PLAIN)).see("expert", expert_id="x1")


async def said(
    actor: Actor, page_name: str, typed: dict[str, Any], state: Any = SENT, **places: str
) -> tuple[str, dict[str, Any]]:
    """What a page sends to the gateway."""
    one = reader(actor, state)
    page = await one.see(page_name, **places)
    await one.send(page_name, filled(page, typed), **places)
    name, variables = one.gateway.sent[-1]
    return name, dict(variables)


async def test_a_party_lists_one_without_a_name() -> None:
    given = {"title": "Juge", "functional_areas": "registration", "experience_years": "9", "level": "senior"}
    name, sent_ = await said(FRANCE, "expert_new", given)
    assert (name, sent_["content"]["title"], sent_["content"]["experience_years"]) == ("list_expert", "Juge", 9)
    assert (sent_["content"]["language"], sent_["content"]["visibility"]) == ("fr", "mechanism")


async def test_days_deployments_who_it_is_and_how_it_went_are_sent_as_they_are_typed() -> None:
    at = {"expert_id": "x1"}
    name, sent_ = await said(FRANCE, "expert_away", day("unavailable-0-start", 3), **at)
    assert (name, len(sent_["unavailable"]), sent_["unavailable"][0]["end"]) == ("expert_away", 1, None)
    name, sent_ = await said(FRANCE, "expert_deployment", {"engagement_id": "e1"} | day("period-start", 3), **at)
    assert (name, sent_["engagement"], sent_["version"]) == ("deploy_expert", "e1", 3)
    name, sent_ = await said(FRANCE, "expert_person", {"number": "1", "person-name": "Anne Petit"}, **at)
    assert (name, sent_["number"], sent_["person"]) == ("release_person", 1, {"name": "Anne Petit"})
    assert (await said(FRANCE, "expert_person_back", {"number": "1"}, **at))[1]["number"] == 1
    given = {"number": "1", "judgement": "partly_met", "text": "Deux cours sur trois"}
    name, sent_ = await said(CHAD, "expert_appraisal", given, **at)
    assert (name, sent_["judgement"], sent_["language"]) == ("appraise_expert", "PARTLY_MET", "fr")
    for act in ("confirmation", "withdrawal"):
        assert (await said(FRANCE, f"expert_{act}", {}, PLAIN, **at))[1]["version"] == 3


async def test_engagements_in_which_the_party_gives_alone_are_offered() -> None:
    text = (await reader(FRANCE).see("expert_deployment", expert_id="x1")).text
    assert ('value="e1"' in text, 'value="e2"' in text) == (True, False)
