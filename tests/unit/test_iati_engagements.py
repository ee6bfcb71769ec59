"""Engagements as IATI activities: valid whatever their life was, results with baseline, target and actual, money exact (WM 15.vii)."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from services.delivery.domain import ending, following, looking_back, publication
from services.gateway.exports.iati import Reporter, activities
from services.gateway.exports.iati.told import words_of
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView
from shared.contracts.shapes.engagement import EngagementState, EvaluationContent
from shared.contracts.shapes.engagement_plan import ReportedDelivery, ReportedMilestone, UseOfFunds
from shared.contracts.shapes.values import Quantity
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.engagement_view import engagement
from shared.modalities.access.resources import of_engagement
from tests.support.engaged import life
from tests.support.engagements import EVALUATION
from tests.support.iati import faults
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NOW, in_stage, opened, report

JUDGES = {
    "en": {"Chad", "France", "UNHCR"}, "fr": {"Tchad", "France", "HCR"}, "es": {"Chad", "Francia", "ACNUR"},
    "ru": {"Чад", "Франция", "УВКБ ООН"}, "ar": {"تشاد", "فرنسا", "المفوضية"}, "zh": {"乍得", "法国", "难民署"},
}  # fmt: skip
AT = NOW + timedelta(days=400)
REPORTER = Reporter("XM-DAC-41121", "UNHCR", "40", None, AT)
OFFICER, OFFERS = Actor("o", Role.GENEVA_OFFICER), Actor("f", Role.STATE_AUTHORITY, FRANCE)
BESIDE = Actor("b", Role.STAKEHOLDER, "org:ecre")
pytestmark = pytest.mark.paragraph("15.vii")


async def written(*states: EngagementState, reader: Actor = OFFICER, language: str = "en") -> bytes:
    """The document of engagements as a reader gets it."""

    async def batches() -> AsyncIterator[list[SeenItem]]:
        found = []
        for one in states:
            seen: Any = engagement(reader, of_engagement(one), one.model_dump(mode="json"))
            if seen is not None:
                found.append(
                    SeenItem(one.engagement_id, one.region, "engagement", ItemView.FULL, one.stage, one.reference,
                         one.opened_at, one.last_word_at, seen, {})
                )  # fmt: skip
        yield found

    return b"".join([chunk async for chunk in activities(batches(), REPORTER, language)])


def euros(amount: str) -> Quantity:
    return Quantity(amount=Decimal(amount), unit="EUR")


def followed() -> EngagementState:
    """Running: money paid and used, a mission confirmed and another not, a milestone said, one judged in words."""
    state = in_stage("in_progress")
    said = {"reported_by": FRANCE, "reported_at": NOW}
    paid = ReportedDelivery(report_id="p", line_id="2", quantity=euros("600.50"), covers=euros("600.50"),
                            delivered_on=date(2026, 3, 1), words="First part", **said)  # fmt: skip
    for one in (report("a", "3", "12"), report("b", "1", "4"), paid):
        state = following.delivered(state, one, NOW)
    for one_id in ("a", "p"):
        state = following.delivery_answered(state, one_id, CHAD, True, None, NOW)
    state = following.funds_used(state, UseOfFunds(report_id="u", line_id="2", used=euros("100"), used_on=date(2026, 3, 2),
                                                   purpose="Scanners", **said), NOW)  # fmt: skip
    number = ReportedMilestone(milestone_id="m1", reached=False, actual=Decimal("120"), as_of=date(2026, 3, 1), **said)
    judged = ReportedMilestone(milestone_id="m2", reached=True, words="At ease", as_of=date(2026, 3, 1), **said)
    for milestone in (number, judged):
        state = following.milestone_said(state, milestone, NOW)
    return state


async def test_what_came_of_it_is_told_with_its_money_and_its_chain() -> None:
    content = await written(followed())
    assert faults(content) == []
    (one,) = etree.fromstring(content).findall("iati-activity")
    assert one.get("hierarchy") == "3"
    assert one.findtext("iati-identifier") == "XM-DAC-41121-ACSG-wca-engagement-e1"
    related = [(each.get("type"), each.get("ref")) for each in one.findall("related-activity")]
    assert related == [("1", "XM-DAC-41121-ACSG-wca-match-m1")]
    money = [
        (paid.find("transaction-type").get("code"), paid.findtext("value"), paid.find("value").get("currency"))
        for paid in one.findall("transaction")
    ]
    assert money == [("3", "600.5", "EUR"), ("4", "100", "EUR")]
    results = {each.findtext("indicator/title/narrative"): each for each in one.findall("result")}
    digital = results["files"].find("indicator")
    assert (digital.find("baseline").get("value"), digital.find("period/target").get("value")) == ("0", "500")
    assert digital.find("period/actual").get("value") == "120"
    assert digital.findtext("period/actual/comment/narrative") == "Reported by one side"
    judged = results["Staff at ease"].find("indicator")
    assert judged.get("measure") == "5"
    assert judged.find("baseline") is judged.find("period/target") is None
    assert [said.text for said in judged.iter("narrative")][-1] == "At ease"
    missions = next(each for each in one.findall("result") if each.findtext("title/narrative").startswith("Delivered"))
    assert missions.find("indicator/period/target").get("value") == "10"
    assert missions.find("indicator/period/actual").get("value") == "3"
    names = {(org.get("role"), org.findtext("narrative")) for org in one.findall("participating-org")}
    assert names == {("1", "France"), ("2", "Chad"), ("3", "UNHCR"), ("4", "UNHCR")}


async def test_a_renewal_names_the_one_before_and_an_end_its_day() -> None:
    state = ending.ended(followed(), CHAD, "funding_lost", None, NOW, LOOK_BACK)
    content = await written(state.model_copy(update={"renews": "e0"}))
    assert faults(content) == []
    (one,) = etree.fromstring(content).findall("iati-activity")
    assert ("3", "XM-DAC-41121-ACSG-wca-engagement-e0") in [
        (each.get("type"), each.get("ref")) for each in one.findall("related-activity")
    ]
    assert one.find("activity-status").get("code") == "4"
    assert {day.get("type") for day in one.findall("activity-date")} == {"1", "2", "3", "4"}


async def test_whatever_its_life_was_it_is_valid_in_every_language() -> None:
    lives = []
    for number in range(24):
        *_, (_, event) = life(random.Random(number), f"e{number}", datetime(2026, 3, 2, tzinfo=UTC))
        lives.append(event.engagement)
    for language in LANGUAGES:
        content = await written(*lives, followed().model_copy(update={"engagement_id": "f"}), language=language)
        assert faults(content) == []
    told = len(etree.fromstring(content).findall("iati-activity"))
    assert told == 1 + sum(one.signed() and one.stage != "withdrawn" for one in lives) > 10


@pytest.mark.paragraph("17")
async def test_who_reads_no_signed_terms_reads_no_activity() -> None:
    champions = [{"party": "org:ecre", "came": "approached", "answer": "accepted"}]
    beside = EngagementState.model_validate(followed().model_dump() | {"champions": champions})
    for state, reader in ((opened(), OFFICER), (opened(), OFFERS), (beside, BESIDE), (followed(), BESIDE)):
        assert b"<iati-activity " not in await written(state, reader=reader)
    assert b"<iati-activity " in await written(followed(), reader=OFFERS)


@pytest.mark.control
async def test_planted_faults_are_found() -> None:
    content = await written(followed())
    for said, instead in (
        (b'measure="5"', b'measure="1"'), (b'value="500"', b'value="many"'), (b'type="1" ref', b'type="7" ref'),
        (b'<result type="1">', b'<result type="4">'), (b">600.5<", b">600.505<"), (b'currency="EUR"', b'currency="EUX"'),
        (b'<transaction-date iso-date="2026', b'<transaction-date iso-date="2036'),
        (b'<period-start iso-date="2026', b'<period-start iso-date="2036'), (b'code="2"', b'code="8"'),
    ):  # fmt: skip
        planted = content.replace(said, instead)
        if said.startswith(b'type="1" ref'):
            planted = content.replace(b'-match-m1" type="1"', b'-match-m1" type="7"')
        assert planted != content, said
        assert faults(planted) != [], said


async def test_what_is_published_is_an_activity_of_no_more_than_that_in_every_language() -> None:
    state = ending.ended(followed(), CHAD, "security", "A hidden reason", NOW, LOOK_BACK)
    for party in (CHAD, FRANCE):
        said = EVALUATION | {"may_be_public": True, "sustainability": f"Lasts, says {party}"}
        state = looking_back.evaluated(state, party, EvaluationContent.model_validate(said), NOW)
    of_secretariat = EvaluationContent.model_validate(EVALUATION | {"may_be_public": True})
    state = looking_back.evaluated_by_secretariat(state, "user:o", of_secretariat, NOW)
    for party in (CHAD, FRANCE):
        state = publication.agreed_with(state, party, NOW)
    shown = publication.public_view(state)
    assert shown is not None

    async def batches() -> AsyncIterator[list[SeenItem]]:
        yield [SeenItem("e1", "wca", "engagement", ItemView.SHOWN, "published", None, NOW, NOW, {}, shown)]

    for language in LANGUAGES:
        content = b"".join([chunk async for chunk in activities(batches(), REPORTER, language)])
        assert faults(content) == []
        (one,) = etree.fromstring(content).findall("iati-activity")
        assert len(one.findall("result")) == 3 * 6
        titles = {each.findtext("title/narrative") for each in one.findall("result")}
        judges = {words_of()["judged_by"][language].format(who=who) for who in JUDGES[language]}
        assert titles == judges
        assert one.findall("transaction") == []
        assert one.get("last-updated-datetime") is None
        text = content.decode()
        assert f"Lasts, says {CHAD}" in text
        for kept in (state.title, state.reference, "hidden", "First part", "Scanners", "At ease"):
            assert kept not in text, kept
