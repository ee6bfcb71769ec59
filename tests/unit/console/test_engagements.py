"""Pages of engagements over lives at random: who reads what, what is offered, and bodies that the owner's own rules take."""

import gzip
import random
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.console.asking.gateway import CommandProblem
from services.console.http.engagements import EngagementAct
from services.console.http.page import NotFresh
from services.console.http.register import register
from services.console.wording.choice_names import CHOICES, EXCLUDED
from services.console.wording.choice_names import ENDED as OTHERWISE_ENDED
from services.console.wording.words import words
from services.delivery.actions.look_back import EvaluationBody
from services.delivery.actions.plan import PlanBody
from services.delivery.actions.propose_terms import TermsBody
from services.delivery.actions.release_contact import ContactBody
from services.delivery.actions.report_progress import DeliveryBody, MilestoneBody
from services.delivery.actions.sign_terms import SignatureBody
from services.delivery.domain import following, looking_back, planning, terms
from services.delivery.domain.stages import may as stage_allows
from services.matching.domain.worked import Ended
from services.matching.fit.filters import REASONS
from services.matching.fit.weights import ENDED, WEIGHTS
from shared.contracts.shapes.engagement import AskedSide, EngagementState, EvaluationContent, Score
from shared.contracts.shapes.engagement_plan import ReportedDelivery, ReportedMilestone
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, ModalityError, NotFound, NotPermitted
from tests.support.engaged import life
from tests.support.pages import MOST, MadeUpGateway, Reader, filled, of_engagement_seen
from tests.unit.delivery import worlds

CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
SENEGAL = Actor("sen", Role.STATE_AUTHORITY, "iso3166:SEN", None, "fr")
NIGER = Actor("ner", Role.STATE_AUTHORITY, "iso3166:NER", None, "fr")
OFFICE = Actor("off", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
GENEVA = Actor("gva", Role.GENEVA_OFFICER, "unhcr-geneva", None, "fr")
ACTS = [(page, page.act) for page in register() if isinstance(page.act, EngagementAct)]
BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def reader(actor: Actor, state: EngagementState, language: str = "fr", **more: Any) -> Reader:
    return Reader(actor, MadeUpGateway(of_engagement_seen(actor, state)), language, **more)


def may_be_read() -> EvaluationContent:
    """An evaluation whose party lets it be public."""
    four = Score(score=4)
    return EvaluationContent(relevance=four, effectiveness=four, efficiency=four, coherence=four, added_value=four,
                             may_be_public=True)  # fmt: skip


def lives(count: int) -> list[EngagementState]:
    """So many engagements at some part of their lives."""
    found = []
    for number in range(count):
        (*_, (_, event)) = life(random.Random(f"console-{number}"), f"e{number}", BEGIN)
        found.append(event.engagement)
    return found


async def test_every_life_is_shown_in_every_language_to_who_may_read_it() -> None:
    stages = set()
    for number, state in enumerate(lives(60)):
        stages.add(state.stage)
        language = LANGUAGES[number % len(LANGUAGES)]
        for actor in (CHAD, FRANCE, OFFICE, OFFICER):
            seen = await reader(actor, state, language).see("engagement", engagement_id="e")
            assert state.reference in seen.text
            assert "<b>" not in seen.text
            assert len(gzip.compress(seen.text.encode(), 6)) < MOST
            assert ("Claire" in seen.text) == (actor in (CHAD, FRANCE)), actor
        with pytest.raises(NotFound):
            await reader(NIGER, state, language).see("engagement", engagement_id="e")
    assert len(stages) > 6


async def test_what_is_offered_opens_and_what_is_not_says_who_may() -> None:
    opened, refused = set(), set()
    released = terms.contact_released(worlds.opened(), "iso3166:TCD", True)
    over = {"stage": "fulfilled", "ended_at": BEGIN, "sustainability_due_at": BEGIN}
    looked_back = worlds.in_stage("in_progress").model_copy(update=over)
    named = AskedSide(party="iso3166:SEN", role="offerer")
    asked = worlds.opened().model_copy(update={"asked_sides": (named,), "origin": "bilateral_notice"})
    judged = looking_back.evaluated(looked_back, "iso3166:TCD", may_be_read(), BEGIN)
    judged = looking_back.evaluated(judged, "iso3166:FRA", may_be_read(), BEGIN)  # Chad has not read both yet
    for state in [*lives(40), released, asked, worlds.in_stage("in_progress"), looked_back, judged]:
        for actor in (CHAD, FRANCE, SENEGAL, OFFICE, OFFICER, GENEVA):
            one = reader(actor, state)
            try:
                page = await one.see("engagement", engagement_id="e")
            except NotFound:
                assert actor is SENEGAL
                continue
            for act_page, act in ACTS:
                offered = f'href="{act.path.format(engagement_id=state.engagement_id)}"' in page.text
                if offered:
                    opened.add(act.name)
                    assert any(state.stage in step.stages for step in act.steps)
                    seen = await one.see(act_page.name, engagement_id="e")
                    assert seen.form("send_key").fields
                    assert len(gzip.compress(seen.text.encode(), 6)) < MOST, act.name
                else:
                    with pytest.raises((NotPermitted, Conflict)) as why:
                        await one.see(act_page.name, engagement_id="e")
                    refused.add(type(why.value).__name__)
                    assert why.value.paragraph is not None
    assert refused == {"NotPermitted", "Conflict"}
    assert opened == {act.name for _, act in ACTS}
    early = reader(CHAD, looked_back, now=BEGIN - timedelta(days=1))
    with pytest.raises(Conflict):
        await early.see("results", engagement_id="e")


def test_every_step_of_the_table_has_a_page_that_its_owner_takes_too() -> None:
    state = worlds.opened()
    for _, act in ACTS:
        for step in act.steps:
            for stage in step.stages:
                stage_allows(state.model_copy(update={"stage": stage}), step)


def test_the_rankings_own_names_have_words() -> None:
    assert set(CHOICES["signal"]) == set(WEIGHTS)
    assert set(EXCLUDED) == set(REASONS)
    assert set(ENDED) == set(get_args(Ended))
    for language in LANGUAGES:
        said = words(language)
        assert {one for one in ENDED if not said.has(f"status.engagement.{one}")} == set(OTHERWISE_ENDED)


async def sent(one: Reader, name: str, given: dict[str, str], query: str = "") -> dict[str, Any]:
    """What a page's own form sends when it is filled in."""
    page = await one.see(name, query, engagement_id="e")
    where = await one.send(name, filled(page, given), engagement_id="e")
    assert where == "/engagements/e1?written=2", where
    return one.gateway.sent[-1][1]


async def test_terms_are_countered_by_the_forms_own_fields() -> None:
    state = worlds.opened()
    given = {"lines-0-quantity-amount": "6", "lines-0-covers-amount": "24", "lines-1-quantity-amount": "",
             "channel": "bilateral", "delivery_mode": "peer_to_peer", "words": "Six suffisent",
             "lines-0-period-end-y": "2027", "lines-0-period-end-m": "3", "lines-0-period-end-d": "31"}  # fmt: skip
    said = await sent(reader(FRANCE, state), "terms_other", given)
    body = TermsBody.model_validate({name: said[name] for name in ("party", "terms", "words")})
    after = terms.proposed(state, body.party, body.terms, body.words, worlds.NOW)
    (line,) = after.terms[-1].content.lines
    assert (str(line.quantity.amount), line.quantity.unit, str(line.covers.amount)) == ("6", "missions", "24")
    assert line.period is not None
    assert line.period.end is not None
    assert (after.terms[-1].proposed_by, said["version"]) == ("iso3166:FRA", 1)


async def test_what_was_read_is_signed_and_a_paper_is_recorded() -> None:
    state = worlds.opened()
    said = await sent(reader(CHAD, state), "sign_terms", {})
    body = SignatureBody.model_validate({"party": said["party"], "version": said["terms"], "digest": said["digest"]})
    assert (body.party, body.version, body.digest) == ("iso3166:TCD", 1, state.terms[-1].digest)
    paper = {"party": "iso3166:TCD", "on_paper-reference": "Registre 7", "on_paper-signed_on-y": "2026",
             "on_paper-signed_on-m": "3", "on_paper-signed_on-d": "1"}  # fmt: skip
    page = await reader(OFFICE, state).see("signed_paper", engagement_id="e")
    assert "iso3166:FRA" not in page.text
    said = await sent(reader(OFFICE, state), "signed_paper", paper)
    body = SignatureBody.model_validate({"party": said["party"], "version": said["terms"], "digest": said["digest"],
                                         "on_paper": said["paper"]})  # fmt: skip
    assert body.on_paper is not None
    assert body.on_paper.reference == "Registre 7"
    signed = worlds.sign(state, "iso3166:TCD")
    with pytest.raises(Conflict):
        await reader(OFFICE, signed).see("signed_paper", engagement_id="e")
    assert "iso3166:FRA" in (await reader(OFFICER, signed).see("signed_paper", engagement_id="e")).text


async def test_a_contact_is_released_and_only_its_own_party_takes_it_back() -> None:
    state = worlds.opened()
    said = await sent(reader(CHAD, state), "contact", {"name": "Amina", "email": "a@example.org"})
    body = ContactBody.model_validate({"party": said["party"], "focal_point": said["contact"]})
    released = terms.contact_released(state, body.party, True)
    assert (await sent(reader(CHAD, released), "contact_back", {}))["party"] == "iso3166:TCD"
    with pytest.raises(Conflict):
        await reader(FRANCE, released).see("contact_back", engagement_id="e")


PLANNED = {
    "deliveries-0-what": "Formation à Faya", "deliveries-0-line_id": "1", "deliveries-0-quantity-amount": "4",
    "deliveries-0-due_on-y": "2026", "deliveries-0-due_on-m": "9", "deliveries-0-due_on-d": "1", "deliveries-0-by": "party",
    "milestones-0-text": "Dix jours", "milestones-0-result": "outcome", "milestones-0-measure": "unit",
    "milestones-0-indicator": "Jours", "milestones-0-baseline": "90", "milestones-0-target": "10",
    "milestones-0-due_on-y": "2026", "milestones-0-due_on-m": "12", "milestones-0-due_on-d": "1",
    "monitoring": "Chaque mois",
}  # fmt: skip


async def test_a_plan_is_proposed_and_changed_and_what_is_new_is_named() -> None:
    state = worlds.in_stage("agreed")
    said = await sent(reader(CHAD, state), "plan", PLANNED)
    body = PlanBody.model_validate({"party": said["party"], "plan": said["plan"]})
    after = planning.proposed(state, body.party, body.plan, worlds.NOW)
    assert [one.delivery_id for one in body.plan.deliveries] == ["d1"]
    assert {one.outcome for one in after.findings if one.subject != "qualitative_milestones"} == {"met"}
    second = {name.replace("-0-", "-1-"): value for name, value in PLANNED.items() if name.startswith("deliveries-")}
    changed = await sent(reader(FRANCE, after), "plan", second | {"deliveries-1-what": "Seconde formation"})
    again = PlanBody.model_validate({"party": changed["party"], "plan": changed["plan"]}).plan
    assert [one.delivery_id for one in again.deliveries] == ["d1", "d2"]
    assert again.milestones == body.plan.milestones
    more = await reader(CHAD, after).send("plan", [*filled(await reader(CHAD, after).see("plan", engagement_id="e"), second),
                                                   ("do", "more")], engagement_id="e")  # fmt: skip
    assert not isinstance(more, str)
    assert "deliveries-2-what" in more.form("send_key").names


async def test_progress_is_reported_and_the_other_side_answers_it() -> None:
    state = worlds.in_stage("in_progress")
    given = {"line_id": "1", "quantity-amount": "2", "covers-amount": "8", "delivered_on-y": "2026", "delivered_on-m": "3",
             "delivered_on-d": "1", "evidence-0-title": "Rapport", "evidence-0-link": "https://example.org/r"}  # fmt: skip
    body = DeliveryBody.model_validate((await sent(reader(FRANCE, state), "delivery_report", given))["report"])
    report = ReportedDelivery.model_validate(
        body.model_dump(exclude={"party"}) | {"report_id": "r-1", "reported_by": body.party, "reported_at": worlds.NOW}
    )
    after = following.delivered(state, report, worlds.NOW)
    with pytest.raises(Conflict):
        await reader(FRANCE, after).see("report_answer", engagement_id="e")
    page = await reader(CHAD, after).see("report_answer", engagement_id="e")
    assert "https://example.org/r" in page.text
    said = await sent(
        reader(CHAD, after), "report_answer", {"report": "delivery-r-1", "confirms": "no", "words": "Un seul"}
    )
    assert said["answer"] == {"party": "iso3166:TCD", "confirms": False, "words": "Un seul", "report_id": "r-1"}


async def test_a_milestone_is_reported_and_answered_by_its_place() -> None:
    state = worlds.in_stage("in_progress")
    assert state.plan is not None
    number = next(one for one in state.plan.content.milestones if one.measure != "qualitative")
    given = {"milestone_id": number.milestone_id, "actual": "0", "as_of-y": "2026", "as_of-m": "3", "as_of-d": "1"}
    body = MilestoneBody.model_validate((await sent(reader(CHAD, state), "milestone_report", given))["report"])
    assert (body.reached, str(body.actual)) == (False, "0")
    report = ReportedMilestone.model_validate(
        body.model_dump(exclude={"party"}) | {"reported_by": body.party, "reported_at": worlds.NOW}
    )
    after = following.milestone_said(state, report, worlds.NOW)
    said = await sent(reader(FRANCE, after), "report_answer", {"report": "milestone-0", "confirms": "yes"})
    assert said["answer"] == {"party": "iso3166:FRA", "confirms": True, "words": None, "place": 0}


async def test_an_evaluation_is_one_that_its_owner_takes_and_can_be_changed() -> None:
    state = worlds.in_stage("in_progress").model_copy(update={"stage": "fulfilled"})
    criteria = ("relevance", "effectiveness", "efficiency", "coherence", "added_value")
    given = {f"{one}-score": "4" for one in criteria} | {"relevance-words": "Utile", "sustainability": "Budget"}
    said = await sent(reader(CHAD, state), "evaluation", given)
    body = EvaluationBody.model_validate({"party": said["party"], "evaluation": said["evaluation"]})
    after = looking_back.evaluated(state, body.party, body.evaluation, worlds.NOW + timedelta(days=1))
    assert 'value="4" selected' in (await reader(CHAD, after).see("evaluation", engagement_id="e")).text
    assert "selected" not in (await reader(FRANCE, after).see("evaluation", engagement_id="e")).text
    lacks = await reader(FRANCE, state).send("evaluation", [("send_key", "page-12345678"), ("version", "1")],
                                             engagement_id="e")  # fmt: skip
    assert not isinstance(lacks, str)
    assert (lacks.status, lacks.text.count('href="#')) == (422, 6)


async def test_an_act_in_a_states_name_takes_a_fresh_sign_in_and_nothing_is_sent_without() -> None:
    state = worlds.opened()
    one = reader(CHAD, state, fresh=False)
    page = await one.see("sign_terms", engagement_id="e")
    with pytest.raises(NotFresh):
        await one.send("sign_terms", filled(page, {}), engagement_id="e")
    assert one.gateway.sent == []


async def test_what_changed_meanwhile_is_read_before_it_is_signed_and_a_plan_stays_typed() -> None:
    stale = CommandProblem(412, "changed_meanwhile", "", None, (), None)
    one = reader(CHAD, worlds.opened())
    one.gateway.result = stale
    again = await one.send("sign_terms", filled(await one.see("sign_terms", engagement_id="e"), {}), engagement_id="e")
    assert not isinstance(again, str)
    assert again.status == 409
    one = reader(CHAD, worlds.in_stage("agreed"))
    one.gateway.result = stale
    page = await one.send("plan", filled(await one.see("plan", engagement_id="e"), PLANNED), engagement_id="e")
    assert not isinstance(page, str)
    assert (page.status, 'value="Formation à Faya"' in page.text) == (409, True)


async def test_an_owners_faults_stand_at_their_questions_wherever_it_says_they_are() -> None:
    state = worlds.opened()
    content = state.terms[-1].content
    line = content.lines[0].model_copy(update={"quantity": content.lines[0].quantity.model_copy(update={"amount": 99})})
    with pytest.raises(ModalityError) as refused:
        terms.proposed(state, "iso3166:TCD", content.model_copy(update={"lines": (line,)}), "x", worlds.NOW)
    found = refused.value.faults  # type: ignore[attr-defined]
    one = reader(CHAD, state)
    one.gateway.result = CommandProblem(422, "invalid", "", "11", tuple(found), None)
    page = await one.see("terms_other", engagement_id="e")
    given = filled(page, {"lines-0-quantity-amount": "99", "words": "x"})
    again = await one.send("terms_other", given, engagement_id="e")
    assert not isinstance(again, str)
    assert 'href="#lines-0-quantity-amount"' in again.text
    assert 'value="99"' in again.text


async def test_a_page_stays_light_however_much_was_reported_and_all_of_it_can_be_read() -> None:
    state = worlds.in_stage("in_progress")
    for number in range(400):
        report = ReportedDelivery.model_validate(
            {"report_id": f"r-{number}", "line_id": "1", "quantity": {"amount": "1", "unit": "missions"},
             "covers": {"amount": "4", "unit": "seats"}, "delivered_on": "2026-03-01", "words": f"Mission {number}.",
             "reported_by": "iso3166:FRA", "reported_at": worlds.NOW}
        )  # fmt: skip
        state = state.model_copy(update={"deliveries": (*state.deliveries, report)})
    one = reader(CHAD, state)
    page = await one.see("engagement", engagement_id="e")
    assert "Mission 399." in page.text
    assert "Mission 3." not in page.text
    assert 'href="?show=all"' in page.text
    for name in ("engagement", "report_answer"):
        assert len(gzip.compress((await one.see(name, engagement_id="e")).text.encode(), 6)) < MOST, name
    whole = await one.see("engagement", "show=all", engagement_id="e")
    assert "Mission 3." in whole.text
    assert "show=all" not in whole.text


def article(seen: Any) -> str:
    """What is printed of a page of the record."""
    begin, end = seen.text.index("<article"), seen.text.index("</article>")
    return str(seen.text[begin:end])


@pytest.mark.paragraph("19")
async def test_the_record_is_the_same_for_both_sides_and_whole_in_every_language() -> None:
    state = worlds.in_stage("in_progress")
    digest, printed = state.terms[-1].digest, {}
    for language in LANGUAGES:
        pages = [
            article(await reader(actor, state, language).see("record", engagement_id="e"))
            for actor in (CHAD, FRANCE, OFFICE, OFFICER, GENEVA)
        ]
        pages += [article(await reader(CHAD, state, language).see("record", "version=1", engagement_id="e"))]
        assert len(set(pages)) == 1
        direction = "rtl" if language == "ar" else "ltr"
        assert pages[0].startswith(f'<article class="record" lang="{language}" dir="{direction}">')
        assert digest in pages[0]
        assert state.reference in pages[0]
        assert pages[0].count('class="what"') == len(state.agreed_parts) + len(state.terms[-1].content.lines)
        printed[language] = pages[0]
    assert len(set(printed.values())) == len(LANGUAGES)
    assert "سجل الاتفاق" in printed["ar"]
    assert "تشاد" in printed["ar"]
    assert f"10 {words('fr').unit('missions')}" in printed["fr"]


@pytest.mark.paragraph("17")
async def test_the_record_says_no_more_than_was_shown_and_nothing_to_others() -> None:
    state = looking_back.champion_asked(worlds.opened(), "iso3166:SEN")
    for version in ("", "version=1", "version=one", "version=²"):
        seen = await reader(FRANCE, state).see("record", version, engagement_id="e")
        assert "Asked" not in article(seen)
        assert "Registration at the border" not in seen.text
    for actor in (SENEGAL, NIGER):
        with pytest.raises(NotFound):
            await reader(actor, state).see("record", engagement_id="e")
    with pytest.raises(NotFound):
        await reader(FRANCE, state).see("record", "version=7", engagement_id="e")
    assert "/record?version=1" in (await reader(FRANCE, state).see("engagement", engagement_id="e")).text
    assert "/record" not in (await reader(SENEGAL, state).see("engagement", engagement_id="e")).text
