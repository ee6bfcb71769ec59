"""Pages of rule sets: everybody reads what holds from which day; officers see what another set would find of open requests (WM 21)."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
import strawberry

from services.console.wording.words import words
from services.gateway.graphql.rule_set_types import comparison_of, rule_set_of
from services.intake.criteria.rule_sets import RuleSets, differing
from services.intake.http.rule_sets import ComparedCriterion, ComparedRequestSeen, ComparisonAnswer
from services.intake.queries.told_rules import told_rules
from shared.contracts.rule_sets import MEASURES
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.errors import NotFound
from tests.support.bodies import request_body
from tests.support.drafts_at_owner import camel
from tests.support.pages import MadeUpGateway, Reader
from tests.support.rule_sets import FIRST, later, two_sets

pytestmark = pytest.mark.paragraph("21")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
SETS, NOW = two_sets(), datetime(2027, 1, 20, tzinfo=UTC)


def graph(rules: RuleSets, now: datetime = NOW) -> list[dict[str, Any]]:
    """Rule sets as the gateway answers them."""
    told = [one.model_dump(mode="json") for one in told_rules(rules, now)]
    days = [{"holds_from": one["holds_from"]} for one in told]
    return [
        camel(strawberry.asdict(rule_set_of(one)) | day, kept=("words",)) for one, day in zip(told, days, strict=True)
    ]


def compared(after: str | None = None) -> dict[str, Any]:
    """A comparison as the gateway answers it: one of three requests differs."""
    content = RequestContent.model_validate(
        request_body(title="Registre <b>national</b>", horizon="long_term", engagement="project")
    )
    moved = differing(*(one.assess(content) for one in SETS.all))
    one = ComparedRequestSeen(
        request_id="r-1", reference="ACSG-2027-TCD-001", title=content.title, held_by="2026-11",
        differing=tuple(ComparedCriterion(paragraph=m.paragraph, before=m.before, after=m.after) for m in moved),
    )  # fmt: skip
    answer = ComparisonAnswer(rule_set="2026-11", instead="planted", looked_at=3, requests=(one,), after=after)
    found: dict[str, Any] = camel(strawberry.asdict(comparison_of(answer.model_dump(mode="json"))))
    return found


def gateway(rules: RuleSets = SETS, now: datetime = NOW, after: str | None = None) -> tuple[MadeUpGateway, list[Any]]:
    asked: list[Any] = []

    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        asked.append((name, dict(given)))
        return {"ruleSets": graph(rules, now)} if name == "rule_sets" else {"ruleSetComparison": compared(after)}

    return MadeUpGateway(answers), asked


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_everybody_reads_each_set_with_its_day_and_what_it_changed(language: str) -> None:
    spoken = words(language)
    for actor in (PUBLIC, CHAD, OFFICER):
        shown = plain((await Reader(actor, gateway()[0], language).see("rules")).text)
        last, first = shown.index(f"Stricter ({language})"), shown.index(FIRST.words[language])
        assert last < first, "the last one stands first"
        for one in (spoken.day("2027-03-01"), spoken.number("1096"), spoken.number("366"), spoken.say("rules.dropped")):
            assert " ".join(one.split()) in shown, one
        assert spoken.choice("rule_set", "comes") in shown[:first]
        assert spoken.choice("rule_set", "holds") in shown[last:]
        assert "REVIEW-2026-GVA-001" in shown
        assert (spoken.say("title.rule_comparison") in shown) == (actor is OFFICER)


async def test_what_held_before_is_said_and_what_is_new_too() -> None:
    three = RuleSets((FIRST, later(), later(date(2027, 6, 1), "third", criteria=FIRST.criteria)))
    shown = plain((await Reader(CHAD, gateway(three, datetime(2027, 4, 1, tzinfo=UTC))[0]).see("rules")).text)
    spoken = words("fr")
    assert [shown.count(spoken.choice("rule_set", one)) for one in ("comes", "holds", "held")] == [1, 1, 1]
    assert spoken.say("rules.added") in shown


async def test_where_no_requests_are_received_it_is_said() -> None:
    none = MadeUpGateway(lambda *_: {"ruleSets": []})
    for page in ("rules", "rule_comparison"):
        assert words("fr").say("rules.none") in (await Reader(OFFICER, none).see(page)).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_officer_sees_each_request_that_differs_before_and_after(language: str) -> None:
    spoken = words(language)
    made_up, asked = gateway(after="r-1")
    page = await Reader(OFFICER, made_up, language).see("rule_comparison")
    assert asked[-1] == ("rule_set_comparison", {"ruleSet": "2026-11", "instead": "planted", "after": None})
    assert 'href="/requests/r-1"' in page.text
    assert "<b>national" not in page.text
    shown = plain(page.text)
    for one in (spoken.choice("outcome", "met"), spoken.choice("outcome", "partly"), spoken.say("rules.not_there")):
        assert one in shown
    assert "after=r-1" in page.text.replace("&amp;", "&")
    await Reader(OFFICER, made_up, language).see("rule_comparison", query="rule_set=planted&instead=2026-11&after=r-1")
    assert asked[-1][1] == {"ruleSet": "planted", "instead": "2026-11", "after": "r-1"}


@pytest.mark.parametrize("actor", [CHAD, Actor("x", Role.STAKEHOLDER, "org:ecre", None, "fr"), PUBLIC])
async def test_for_others_there_is_no_such_page(actor: Actor) -> None:
    made_up, asked = gateway()
    with pytest.raises(NotFound):
        await Reader(actor, made_up).see("rule_comparison")
    assert asked == []


def test_every_measure_is_a_field_of_its_criterion() -> None:
    for rules in SETS.all:
        assert {n: set(m) for n, m in rules.measures.items() if m} == {n: set(m) for n, m in MEASURES.items()}
