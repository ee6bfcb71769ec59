"""People on the running region, by its pages alone and in French: from the bench through the confirmed match to the evaluation.

Request and offer are there; all that follows is done by forms that stand on pages, by an officer, Chad and France. Who has no
part in it reads nothing, and who has one does not what is the others'.
"""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.journey import listed, request_in_line
from tests.support.person import People, Person, Seen, day

pytestmark = pytest.mark.paragraph("11")
CANARY = "CANARY-contact-5d02"
AREA = "integrity"
FOUR = {"amount": "4", "unit": "packages"}


def calmly(ask: Callable[[], Seen]) -> Seen:
    """What is answered when nobody is too busy to answer: the same again, as the page of a refusal says."""
    end = time.monotonic() + 120
    while (seen := ask()).status == 503 and time.monotonic() < end:
        time.sleep(1)
    return seen


def sent(person: Person, page: Seen, given: dict[str, str]) -> Seen:
    """A form that is filled in and sent, once more with the same key where its owner was too busy."""
    url, fields = person.filled(page, "send_key", given, "do=send")
    return calmly(lambda: person.send(url, fields))


def look(person: Person, path: str) -> Seen:
    """A page."""
    return calmly(lambda: person.see(path))


def status(person: Person, path: str) -> int:
    """How a page answers."""
    return look(person, path).status


def act(person: Person, path: str, given: dict[str, str], back: str) -> Seen:
    """Fills in the form of an act's page and sends it; what follows is the page of the thing."""
    page = look(person, path)
    assert page.status == 200, (path, page.status, page.text[-1500:])
    done = sent(person, page, given)
    assert (done.status, done.path) == (200, back), (path, done.status, done.text[:3000])
    return done


@pytest.fixture(scope="module")
async def asked_and_given(client: Client) -> tuple[str, str]:
    """A request of Chad in line, and an offer of France for it; their identifiers."""
    title = f"Intégrité des procédures {uuid4().hex[:8]}"
    line = {"line_id": "1", "functional_area": AREA, "support_type": "technical", "quantity": FOUR}
    asked = await request_in_line(
        client, title=title, lines=[line | {"period": {"start": "2026-01-01", "end": "2028-12-31"}}]
    )
    gives = {"line_id": "experts", "functional_areas": [AREA], "support_type": "technical", "quantity": FOUR}
    given = await listed(client, title=title, lines=[gives])
    return str(asked["request_id"]), str(given["offer_id"])


@pytest.fixture(scope="module")
def request_id(asked_and_given: tuple[str, str]) -> str:
    """The request of Chad."""
    return asked_and_given[0]


def _countered(officer: Person, chad: Person, france: Person, match: str) -> None:
    """Chad says what it would take instead, which France reads nowhere; the officer keeps the proposal and Chad is asked again."""
    chad.until(match, f"{match}/counter")
    said = {"lines-0-amount": "3", "words": "CANARY-contre-proposition", "reason_code": "timing"}
    act(chad, f"{match}/counter", said, match)
    officer.until(match, "CANARY-contre-proposition")
    assert "CANARY-contre-proposition" in look(chad, match).text
    assert "CANARY-contre-proposition" not in look(france, match).text
    assert [status(france, f"{match}/counter/{one}") for one in ("taking", "keeping")] == [403, 403]
    assert status(france, f"{match}/counter/withdrawal") == 409
    act(officer, f"{match}/counter/keeping", {"reason": "Quatre sont disponibles"}, match)
    chad.until(match, "Quatre sont disponibles")


@pytest.fixture(scope="module")
def match_path(people: People, asked_and_given: tuple[str, str]) -> str:
    """The confirmed match, made on pages; offers of other tests stand on the bench beside the one that is chosen."""
    request_id, offer_id = asked_and_given
    chosen = f"1/{offer_id}/experts"
    officer, chad, france = people("wca-officer"), people("tcd-authority"), people("fra-authority")
    bench = f"/requests/{request_id}/bench"
    page = officer.until(bench, f'name="choose" value="{chosen}"')
    assert status(chad, bench) == 403
    assert "Langue" in page.text
    page = look(officer, f"/requests/{request_id}/proposal?choose={chosen}")
    done = sent(officer, page, {"reason": "Même langue, même domaine"})
    match = done.path
    assert match.startswith("/matches/"), done.text[:3000]
    officer.until(match, "proposé, réponses attendues")
    held = {"party": "org:ecre", "held_at": "10:30", "summary": "Pas d’objection"} | day("held_on", -1)
    act(officer, f"{match}/consultation", held, match)
    assert status(officer, f"{match}/confirmation") == 409
    _countered(officer, chad, france, match)
    for side in (chad, france):
        side.until(match, "/answer")
        act(side, f"{match}/answer", {"answer": "accepted"}, match)
    assert status(chad, f"{match}/confirmation") == 403
    officer.until(match, f"{match}/confirmation")
    act(officer, f"{match}/confirmation", {"channel": "bilateral", "delivery_mode": "peer_to_peer"}, match)
    officer.until(match, "Pas d’objection")
    assert status(officer, f"{match}/withdrawal") == 409
    return match


@pytest.fixture(scope="module")
def engagement(people: People, match_path: str) -> str:
    """The page of the engagement that the match opened."""
    officer, end = people("wca-officer"), time.monotonic() + 120
    while time.monotonic() < end:
        for one in dict.fromkeys(
            re.findall(r'href="(/engagements/[0-9a-f-]{36})"', look(officer, "/engagements").text)
        ):
            if match_path in look(officer, one).text:
                return str(one)
        time.sleep(0.5)
    raise AssertionError("no engagement opened")


async def refused(client: Client, who: str, query: str, **given: Any) -> str:
    """What GraphQL says to who may not ask."""
    with pytest.raises(Refused) as said:
        await client.graphql(who, query, given)
    return str(said.value)


async def test_what_only_owners_know_is_told_by_them_alone(client: Client, request_id: str, engagement: str) -> None:
    ranking = "query($id: String!) { ranking(requestId: $id) { lineId ranked { offerId } excluded { offerId } } }"
    found = await client.graphql("wca-officer", ranking, {"id": request_id})
    assert [line["lineId"] for line in found["ranking"]] in ([], ["1"])
    assert "not_permitted" in await refused(client, "tcd-authority", ranking, id=request_id)
    contacts = "query($id: String!) { engagementContacts(engagementId: $id) { party focalPoint } }"
    one = engagement.rpartition("/")[2]
    assert (await client.graphql("tcd-authority", contacts, {"id": one}))["engagementContacts"] == []
    assert "not_found" in await refused(client, "sen-authority", contacts, id=one)
    assert "not_permitted" in await refused(client, "wca-officer", contacts, id=one)


async def test_terms_are_countered_and_signed_by_each_for_itself(people: People, engagement: str) -> None:
    chad, france, officer = people("tcd-authority"), people("fra-authority"), people("wca-officer")
    page = chad.until(engagement, f"{engagement}/signature")
    assert "En discussion" in page.text
    chad.until("/", f"{engagement}/signature")
    chad.until("/engagements", f"{engagement}/signature")
    read = look(france, f"{engagement}/signature")
    fewer = {"lines-0-quantity-amount": "3", "words": "Trois suffisent cette année"}
    act(chad, f"{engagement}/terms", fewer, engagement)
    late = sent(france, read, {})
    assert late.status in {409, 422}, late.text[:2000]
    france.until(f"{engagement}/signature", "Trois suffisent cette année")
    act(france, f"{engagement}/signature", {}, engagement)
    signed = act(chad, f"{engagement}/signature", {}, engagement)
    assert "convenue" in signed.text
    assert status(chad, f"{engagement}/signature") == 409
    assert status(officer, f"{engagement}/signature") == 403


@pytest.mark.clause("1.4")
@pytest.mark.clause("20.1")
async def test_a_contact_is_read_by_the_other_side_alone_and_taken_back(people: People, engagement: str) -> None:
    chad, france = people("tcd-authority"), people("fra-authority")
    act(chad, f"{engagement}/contact", {"name": CANARY, "email": "contact@example.org"}, engagement)
    assert CANARY in france.until(engagement, "point focal communiqué").text
    for name in ("wca-officer", "tcd-office", "geneva-officer"):
        seen = look(people(name), engagement)
        assert (seen.status, CANARY in seen.text) == (200, False), name
    act(chad, f"{engagement}/contact/withdrawal", {}, engagement)
    assert CANARY not in look(france, engagement).text


@pytest.mark.clause("15.vii")
async def test_the_work_is_planned_reported_and_answered(people: People, engagement: str) -> None:
    chad, france = people("tcd-authority"), people("fra-authority")
    plan = {
        "deliveries-0-what": "Première formation à l’intégrité", "deliveries-0-quantity-amount": "2", "deliveries-0-by": "party",
        "milestones-0-text": "Plaintes traitées en dix jours", "milestones-0-result": "outcome",
        "milestones-0-measure": "unit", "milestones-0-baseline": "90", "milestones-0-target": "10",
        "monitoring": "Une réunion chaque mois",
    } | day("deliveries-0-due_on", 90) | day("milestones-0-due_on", 200)  # fmt: skip
    faulty = sent(chad, look(chad, f"{engagement}/plan"), plan | {"deliveries-0-due_on-y": ""})
    assert (faulty.status, "Première formation" in faulty.text) == (422, True)
    act(chad, f"{engagement}/plan", plan, engagement)
    france.until(engagement, f"{engagement}/plan/agreement")
    assert status(chad, f"{engagement}/start") == 409
    act(france, f"{engagement}/plan/agreement", {}, engagement)
    started = act(france, f"{engagement}/start", {}, engagement)
    assert "En cours" in started.text
    given = {"quantity-amount": "2", "delivery_id": "d1", "words": "Vingt agents formés", "evidence-0-title": "Rapport",
             "evidence-0-link": "https://example.org/rapport"} | day("delivered_on", 0)  # fmt: skip
    act(france, f"{engagement}/deliveries", given, engagement)
    page = chad.until(engagement, f"{engagement}/reports/answer")
    assert "Vingt agents formés" in page.text
    assert status(france, f"{engagement}/reports/answer") == 409
    answered = act(chad, f"{engagement}/reports/answer", {"confirms": "yes"}, engagement)
    assert "confirmé" in answered.text
    act(chad, f"{engagement}/milestones", {"milestone_id": "m1", "actual": "40"} | day("as_of", 0), engagement)
    france.until(engagement, f"{engagement}/reports/answer")
    disputed = sent(france, look(france, f"{engagement}/reports/answer"), {"confirms": "no"})
    assert disputed.status == 422
    said = {"confirms": "no", "words": "Nos relevés disent soixante"}
    assert "contesté" in act(france, f"{engagement}/reports/answer", said, engagement).text
    act(chad, f"{engagement}/no-change", {}, engagement)


@pytest.mark.clause("1.1")
@pytest.mark.clause("11.2")
@pytest.mark.clause("15.iii")
async def test_it_is_fulfilled_and_each_side_and_the_secretariat_judge_it(people: People, engagement: str) -> None:
    chad, france, officer = people("tcd-authority"), people("fra-authority"), people("wca-officer")
    assert status(chad, f"{engagement}/evaluation") == 409
    act(chad, f"{engagement}/fulfilment", {}, engagement)
    done = act(france, f"{engagement}/fulfilment", {}, engagement)
    assert "Achevée" in done.text
    scores = {f"{one}-score": "4" for one in ("relevance", "effectiveness", "efficiency", "coherence", "added_value")}
    chad.until(engagement, f"{engagement}/evaluation")
    lacks = sent(chad, look(chad, f"{engagement}/evaluation"), {"relevance-score": "4"})
    assert (lacks.status, lacks.text.count('href="#')) == (422, 5)
    public = {"may_be_public": "yes"}
    act(chad, f"{engagement}/evaluation", scores | public | {"sustainability": "Postes au budget"}, engagement)
    assert status(chad, f"{engagement}/publication") == 409
    act(france, f"{engagement}/evaluation", scores | public, engagement)
    chad.until(engagement, f"{engagement}/publication")
    asked = look(chad, f"{engagement}/publication")
    assert "Postes au budget" in asked.text
    assert status(france, f"{engagement}/publication") == 409, "who judged last has agreed by it"
    act(chad, f"{engagement}/publication", {}, engagement)
    assert "Postes au budget" in people("nobody", signed_in=False).until("/published", "Postes au budget").text
    act(chad, f"{engagement}/publication/withdrawal", {}, engagement)
    officer.until(engagement, f"{engagement}/secretariat-evaluation")
    act(officer, f"{engagement}/secretariat-evaluation", scores | {"added_value-words": "Appui suivi"}, engagement)
    page = chad.until(engagement, "Appui suivi")
    assert "Postes au budget" in page.text
    assert page.text.count("Valeur ajoutée") == 3


async def test_who_has_no_part_in_it_reads_nothing_of_it(people: People, match_path: str, engagement: str) -> None:
    for name in ("sen-authority", "ner-authority", "cmr-office"):
        stranger = people(name)
        listed_here = look(stranger, "/engagements")
        assert (listed_here.status, engagement in listed_here.text) == (200, False)
        for path in (
            engagement,
            *(f"{engagement}/{tail}" for tail in ("signature", "plan", "reports/answer", "contact")),
        ):
            seen = look(stranger, path)
            assert (seen.status, CANARY in seen.text) == (404, False), (name, path)
        assert status(stranger, f"{match_path}/confirmation") == 404
