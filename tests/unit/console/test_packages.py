"""A party prepares a package on pages and offers from it: the whole offer is shown before it is made (WM 17, 18)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.forms.of_packages import body
from services.roster.domain import support_package as domain
from services.roster.domain.from_package import offer_of
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.packages import FRA, prepared
from tests.support.pages import MadeUpGateway, Reader, filled

pytestmark = pytest.mark.paragraph("18")
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
FRANCE = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
ACTS = ("offer", "revise", "confirmation", "withdrawal")
PLAIN = prepared(NOW, wordings=[{"language": "en", "title": "River <b>", "summary": "Two <b>teams"}])


def answers(state: Any) -> Any:
    """One package, as its owner made it: the list, the item, or the offer in mind."""
    item = {"itemId": "p1", "kind": "package", "version": 1, "status": state.status, "title": state.content.title,
            "reference": state.reference, "parties": [FRA], "functionalAreas": ["registration"], "steps": [], "history": [],
            "changedAt": NOW.isoformat(), "begunAt": NOW.isoformat(), "state": state.model_dump(mode="json")}  # fmt: skip

    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "own_experts":
            return {"experts": {"nodes": [], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        if name == "packages":
            assert given["filter"] in (None, {"status": ["prepared"]})
            return {"supportPackages": {"nodes": [item], "pageInfo": {"hasNextPage": True, "endCursor": "c"}}}
        if name == "offer_in_mind":
            offer = offer_of(state, NOW.date(), given["language"], given["answers"], None)
            return {"offerInMind": {"content": offer.model_dump(mode="json"), "version": 7}}
        assert name == "item"
        return {"item": item}

    return answer


def reader(actor: Actor, state: Any = PLAIN, language: str = "fr") -> Reader:
    return Reader(actor, MadeUpGateway(answers(state)), language)


def test_what_is_typed_is_the_body_that_its_owner_takes() -> None:
    line = {
        "functional_areas": ["coi"],
        "support_type": "technical",
        "unit": "visits",
        "years": [{"year": "2030", "amount": "2"}],
    }
    typed = {
        "wordings": [{"language": "en", "title": "T", "summary": ""}],
        "lines": [line | {"line_id": "2"}, line, line],
    }
    made = body(typed, {"bureaux": ["wca"]})
    assert [one["line_id"] for one in made["lines"]] == ["2", "1", "3"]
    assert made["lines"][0]["years"] == [{"year": 2030, "amount": "2"}]
    assert (made["wordings"], made["bureaux"]) == ([{"language": "en", "title": "T"}], ["wca"])
    odd = body({"lines": [line | {"years": [{"year": "next year", "amount": "2"}]}]})
    assert odd["lines"][0]["years"][0]["year"] == "next year"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_package_is_read_and_offered_from_in_every_language(language: str) -> None:
    for state in (PLAIN, domain.withdrawn(PLAIN), prepared(NOW)):
        page = await reader(FRANCE, state, language).see("package", package_id="p1")
        assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False)
        acts = {one for one in ACTS if f'href="/packages/p1/{one}"' in page.text}
        assert acts == (set() if state.status == "withdrawn" else set(ACTS))
    for query in ("", "for=r1"):
        page = await reader(FRANCE, PLAIN, language).see("packages", query)
        assert ('href="/packages/p1/offer?for=r1"' in page.text) is bool(query)
    page = await reader(FRANCE, prepared(NOW), language).see("package_offer", "language=fr&for=r1", package_id="p1")
    assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False)
    assert "Formation" in page.text
    assert ("Two trainers" in page.text) is False


async def test_the_whole_offer_is_shown_and_made_on_the_version_that_was_shown() -> None:
    one = reader(FRANCE)
    page = await one.see("package_offer", "for=r1", package_id="p1")
    await one.send("package_offer", filled(page, {"visibility": "public"}), package_id="p1")
    name, said = one.gateway.sent[-1]
    assert name == "offer_from_package"
    assert (said["answers"], said["language"], said["visibility"], said["version"]) == ("r1", "en", "public", 7)
    page = await one.see("package_offer", package_id="p1")
    await one.send("package_offer", filled(page, {}), package_id="p1")
    assert one.gateway.sent[-1][1]["answers"] is None


async def test_a_party_prepares_changes_confirms_and_withdraws_its_own() -> None:
    one = reader(FRANCE)
    page = await one.see("package_new")
    given = {
        "wordings-0-title": "Formation", "lines-0-functional_areas": "registration", "lines-0-support_type": "technical",
        "lines-0-unit": "courses", "lines-0-years-0-year": "2030", "lines-0-years-0-amount": "4", "cost_borne": "shared",
    }  # fmt: skip
    await one.send("package_new", filled(page, given))
    name, said = one.gateway.sent[-1]
    assert (name, said["content"]["cost_borne"]) == ("prepare_package", "shared")
    assert said["content"]["lines"] == [
        {
            "functional_areas": ["registration"], "support_type": "technical", "unit": "courses", "line_id": "1",
            "years": [{"year": 2030, "amount": "4"}],
        }
    ]  # fmt: skip
    page = await one.see("package_revise", package_id="p1")
    await one.send("package_revise", filled(page, {"wordings-0-title": "Autre titre"}), package_id="p1")
    name, said = one.gateway.sent[-1]
    assert (name, said["content"]["wordings"][0]["title"], said["version"]) == ("revise_package", "Autre titre", 1)
    assert [line["line_id"] for line in said["content"]["lines"]] == ["courses", "kits"]
    for act in ("confirmation", "withdrawal"):
        page = await one.see(f"package_{act}", package_id="p1")
        await one.send(f"package_{act}", filled(page, {}), package_id="p1")
    assert [name for name, _ in one.gateway.sent[-2:]] == ["confirm_package", "withdraw_package"]


async def test_officers_prepare_none_and_offer_from_none() -> None:
    for name, places in (("packages", {}), ("package_new", {}), ("package_offer", {"package_id": "p1"})):
        with pytest.raises(NotPermitted):
            await reader(OFFICER).see(name, **places)
    with pytest.raises(Conflict):
        await reader(FRANCE, domain.withdrawn(PLAIN)).see("package_offer", package_id="p1")
