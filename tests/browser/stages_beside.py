"""Brings what stands beside requests from stage to stage: threads, warnings, crises, practices, projects, reviews, plans."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from deploy.demo.client import Client
from tests.browser.stages_of_calls import call_for_action
from tests.browser.stages_of_parties import PROSE, experts, organisations
from tests.browser.walk import Walk, there
from tests.support.bodies import offer_body, request_body
from tests.support.crises import PLAN
from tests.support.engagements import FRA, OFFICER, PACKAGES, PARTY, TCD, in_days
from tests.support.initiatives import ECRE, cycle_body, diagnosis_body, initiative_content, steps_body
from tests.support.journey import ranked, request_in_line
from tests.support.liaisons import liaison_body, owed_body
from tests.support.national_plans import plan_body
from tests.support.peer_links import exchange_body, link_body
from tests.support.person import Person, day, on_day
from tests.support.poll import until
from tests.support.practices import practice_body
from tests.support.projects import project_body
from tests.support.warnings import signal_body

CHANCE = 1.1e-83
"""As small as a real one is: nobody reads it as a row of digits."""


async def beside(walk: Walk, client: Client) -> None:
    """All of it; each page is looked at once there is something on it."""
    await _thread(walk, client)
    await _warning(walk, client)
    await _liaison(walk, client)
    await _crisis(walk, client)
    await _practice(walk, client)
    await _peer_link(walk, client)
    await _initiative(walk, client)
    await call_for_action(walk, client)
    await _project(walk, client)
    await _review(walk, client)
    await _plan(walk, client)
    await _commitment(walk, client)
    await _edition(walk)
    await _handover(walk, client)
    await experts(walk, client)
    await organisations(walk, client)


async def _thread(walk: Walk, client: Client) -> None:
    """The thread of a request with feedback: a message, a question, a document."""
    chad, _, officer, *_ = walk.people
    made = await client.call(TCD, "POST", "intake", "/support-requests", request_body(title="Un fil et ses questions"))
    case = f"/requests/{made['request_id']}"
    message = {
        "items": [{"paragraph": "15.iii", "outcome": "partly", "comment": "Combien de temps ?"}],
        "message": PROSE,
    }
    await client.call(OFFICER, "POST", "intake", f"/support-requests/{made['request_id']}/feedback", message)
    at = await _link(chad, case, r"(/threads/[0-9a-f-]{36})[?\"]")
    walk.look(case, at, *(f"{at}/{tail}" for tail in ("messages", "questions", "documents", "notes")))
    asked = {"text": "Quel plan national ?"} | day("due_on", 9)
    officer.fill(officer.see(f"{at}/questions"), "send_key", asked, "do=send")
    given = {"title": "Plan national d’asile", "post": "Cheffe d’unité"}
    chad.send_file(chad.see(f"{at}/documents"), "file", b"%PDF-1.7 plan", "plan.pdf", given)
    answer = await _link(chad, at, rf"({at}/questions/[0-9a-f-]+/answer)[?\"]")
    walk.look(answer, answer.replace("/answer", "/withdrawal"))
    walk.keep(chad, "thread-full", at)
    walk.keep(officer, "request-officer", case)


async def _warning(walk: Walk, client: Client) -> None:
    """A signal that waits, and one that was taken up."""
    officer = walk.people[2]
    months = [f"2025-{n:02}" for n in range(6, 13)]
    for skipped, month, tail in ((1, "2026-01", ("take-up", "set-aside")), (0, "2025-12", ())):
        before = [{"month": one, "count": 31} for one in months[skipped : skipped + 6]]
        signal = signal_body(month=month, after=180, before=before, mean_before=31.0, dispersion=1.6, chance=CHANCE)
        made = await client.call(OFFICER, "POST", "intake", "/warnings", {"signal": signal})
        at = f"/warnings/{made['warning_id']}"
        await until(lambda at=at: there(officer, at), "the warning as an officer reads it")  # type: ignore[misc]
        walk.look(at, *(f"{at}/{one}" for one in tail))
    officer.fill(officer.see(f"{at}/take-up"), "send_key", {"words": PROSE}, "do=send")
    walk.look("/warnings", "/warnings/new")
    walk.keep(officer, "warning-taken", at)
    walk.keep(officer, "crisis_declare-of-warning", f"/crises/new?warning={made['warning_id']}")


async def _liaison(walk: Walk, client: Client) -> None:
    """A contact with Chad after which something is owed, corrected; and one of which it is said what became of it."""
    officer = walk.people[2]
    today, said = datetime.now(UTC).date(), {"language": "fr", "title": "Suite de l’avis", "said": PROSE}
    for settled in (True, False):
        body = liaison_body(str(today), **said, owed=owed_body(today + timedelta(days=6)))
        made = await client.call(OFFICER, "POST", "dialogue", "/liaisons", body)
        one, at = f"/liaisons/{made['liaison_id']}", f"/contacts/{made['liaison_id']}"
        changed = body | {"agreed": PROSE, "reason": "Il manquait ce qui fut convenu"}
        await client.call(OFFICER, "PUT", "dialogue", f"{one}/content", changed)
        if settled:
            await client.call(OFFICER, "PUT", "dialogue", f"{one}/follow-up", {"outcome": "dropped", "words": PROSE})
        await until(lambda at=at: there(officer, at), "the contact as an officer reads it")  # type: ignore[misc]
    walk.look(
        at,
        f"{at}/correction",
        f"{at}/follow-up",
        "/contacts/new",
        "/contacts/quiet",
        f"/contacts/with?party={PARTY[TCD]}",
        "/contacts",
    )
    walk.keep(officer, "liaison-full", at)


async def _crisis(walk: Walk, client: Client) -> None:
    """Declared, its State's word said, looked at anew."""
    chad, _, officer, *_ = walk.people
    content = {"title": "Arrivées dans l’est", "language": "fr", "plan": PLAN, "from_on": in_days(-40)}
    said = {"content": content, "reason": PROSE, "states": [PARTY[TCD]]}
    made = await client.call(OFFICER, "POST", "intake", "/crises", said)
    at = f"/crises/{made['crisis_id']}"
    await until(lambda: there(chad, at), "the crisis as its State reads it")
    walk.look("/crises", "/crises/new", at, f"{at}/word", f"{at}/review", f"{at}/end")
    word = {"agrees": True, "words": PROSE, "language": "fr", "shown": True}
    await client.call(TCD, "PUT", "intake", f"{at}/word", word)
    await _says(officer, at, PROSE)
    for person, name in ((chad, "crisis-full"), (officer, "crisis-officer")):
        walk.keep(person, name, at)
    walk.keep(officer, "crises-full", "/crises")


async def _practice(walk: Walk, client: Client) -> None:
    """Proposed of Chad by France, published by Chad."""
    chad, france, *_ = walk.people
    wording = {"language": "fr", "worded_by": "official", "title": "Guichet mobile du fleuve", "text": PROSE}
    body = practice_body(country=PARTY[TCD], wordings=[wording | {"effect": "De 40 à 9 jours"}])
    made = await client.call(FRA, "POST", "dialogue", "/good-practices", body)
    one = f"/good-practices/{made['practice_id']}"
    at = f"/practices/{made['practice_id']}"
    await until(lambda: there(chad, f"{at}/answer"), "the practice as its State reads it")
    walk.look("/practices/new", at, f"{at}/answer", f"{at}/content", f"{at}/retraction")
    await client.call(TCD, "PUT", "dialogue", f"{one}/answer", {"answer": "publish", "audience": "mechanism"})
    await until(lambda: there(chad, f"{at}/review"), "the practice once it is published")
    walk.look(f"{at}/review", "/practices")
    walk.keep(france, "practice-read", at)
    walk.keep(france, "practices-full", "/practices?q=fleuve")


async def _peer_link(walk: Walk, client: Client) -> None:
    """Wished by Chad, agreed with France, with an exchange, public; and one of which an introduction is asked."""
    chad, france, officer, *_ = walk.people
    body = {"title": "Guichets mobiles du fleuve", "language": "fr", "goal": PROSE, "countries": [PARTY[TCD]]}
    made = await client.call(TCD, "POST", "dialogue", "/peer-links", link_body(PARTY[FRA], **body))
    one, at = f"/peer-links/{made['link_id']}", f"/links/{made['link_id']}"
    await until(lambda: there(france, f"{at}/answer"), "the link as a party that is asked reads it")
    walk.look("/links/new", f"{at}/answer", f"{at}/introduction", f"{at}/leaving")
    await client.call(FRA, "PUT", "dialogue", f"{one}/answer", {"accepts": True})
    visit = exchange_body(datetime.now(UTC).date(), title="Visite à Faya", language="fr", learnt=PROSE)
    await client.call(TCD, "POST", "dialogue", f"{one}/exchanges", visit)
    for actor in (TCD, FRA):
        await client.call(actor, "PUT", "dialogue", f"{one}/publication", {"publishes": True})
    await _says(chad, at, "Faya")
    walk.look(at, f"{at}/exchanges", f"{at}/publication", "/links")
    asked = await client.call(
        TCD, "POST", "dialogue", "/peer-links", link_body(**body | {"title": "Interprètes par téléphone"})
    )
    again = f"/links/{asked['link_id']}"
    await until(lambda: there(officer, f"{again}/withdrawal"), "the wish as an officer reads it")
    walk.look(f"{again}/withdrawal", f"/who-does-what?country={PARTY[TCD]}")
    walk.keep(chad, "link-full", at)
    walk.keep(officer, "link-asked", again)
    walk.keep(chad, "directory-full", f"/who-does-what?country={PARTY[TCD]}")


async def _initiative(walk: Walk, client: Client) -> None:
    """Opened by Chad with an organisation beside it, diagnosed, under way with a round and its answer; and one that officers propose."""
    chad, *_, ecre = walk.people
    content = initiative_content(title="Qualité des décisions", language="fr", aim=PROSE, partner=ECRE)
    made = await client.call(TCD, "POST", "dialogue", "/initiatives", content)
    one, at = f"/initiatives/{made['initiative_id']}", f"/initiatives/{made['initiative_id']}"
    await until(lambda: there(ecre, f"{at}/answer"), "the initiative as its partner reads it")
    walk.look("/initiatives/new", f"{at}/answer")
    await client.call("ecre", "PUT", "dialogue", f"{one}/answer", {"accepts": True})
    today = datetime.now(UTC).date()
    await client.call("ecre", "PUT", "dialogue", f"{one}/diagnosis", diagnosis_body(today, summary=PROSE))
    await until(lambda: there(chad, f"{at}/diagnosis/word"), "the diagnosis as the State reads it")
    walk.look(f"{at}/diagnosis/word", f"{at}/diagnosis")
    await client.call(TCD, "PUT", "dialogue", f"{one}/diagnosis/word", {"stands_by": True})
    await client.call(
        TCD, "PUT", "dialogue", f"{one}/steps", {"steps": steps_body(today + timedelta(days=9), "state", "partner")}
    )
    await client.call("ecre", "POST", "dialogue", f"{one}/cycles", cycle_body(today))
    await until(lambda: there(chad, f"{at}/recommendation"), "the round as the State reads it")
    walk.look(
        at, f"{at}/steps", f"{at}/steps/done", f"{at}/cycles", f"{at}/recommendation", f"{at}/readers", f"{at}/practice"
    )
    walk.look(f"{at}/closing", "/initiatives")
    walk.keep(chad, "initiative-full", at)
    await client.call(
        OFFICER, "POST", "dialogue", "/initiatives", initiative_content(title="Une autre", language="fr", aim=PROSE)
    )


async def _project(walk: Walk, client: Client) -> None:
    """Proposed by France, opened, with a champion and an offer."""
    chad, france, officer, _, ecre = walk.people
    body = project_body(countries=[PARTY[TCD]])
    made = await client.call(FRA, "POST", "roster", "/thematic-projects", body)
    one, at = f"/thematic-projects/{made['project_id']}", f"/projects/{made['project_id']}"
    await until(lambda: there(officer, f"{at}/opening"), "the project as officers read it")
    walk.look("/projects/new", at, f"{at}/opening", f"{at}/refusal")
    await client.call(OFFICER, "PUT", "roster", f"{one}/opening")
    await until(lambda: there(france, f"{at}/volunteers"), "the project once it is open")
    walk.look(f"{at}/volunteers", f"{at}/champions", f"{at}/closing", f"{at}/offers", "/projects")
    await client.call(OFFICER, "PUT", "roster", f"{one}/champions", {"party": "org:ecre"})
    await client.call(FRA, "POST", "roster", f"{one}/volunteers")
    await until(lambda: there(ecre, f"{at}/champions/answer"), "the champion that was asked")
    await until(lambda: there(officer, f"{at}/volunteers/answer"), "the champion that volunteered")
    walk.look(f"{at}/champions/answer", f"{at}/volunteers/answer")
    offer = await client.call(FRA, "POST", "roster", "/support-offers", offer_body(title="Équipes mobiles"))
    await client.call(FRA, "POST", "roster", f"{one}/offers", {"offer_id": offer["offer_id"]})
    back = f"{at}/offers/{offer['offer_id']}/withdrawal"
    await until(lambda: there(france, back), "the offer of the project")
    walk.look(back)
    for person, name in ((france, "project-full"), (officer, "project-officer")):
        walk.keep(person, name, at)
    walk.keep(chad, "projects-full", "/projects")


async def _review(walk: Walk, client: Client) -> None:
    """Asked for by Chad, opened, with a proposal."""
    chad, _, officer, *_ = walk.people
    asked = {"reason": PROSE, "language": "fr"}
    made = await client.call(TCD, "POST", "dialogue", "/terms-reviews", asked)
    one, at = f"/terms-reviews/{made['review_id']}", f"/reviews/{made['review_id']}"
    await until(lambda: there(officer, f"{at}/opening"), "the review as officers read it")
    walk.look("/reviews", "/reviews/new", at, f"{at}/opening", f"{at}/refusal")
    opening = {"period": {"from_on": in_days(-365), "until_on": in_days(-1)}, "words": PROSE, "language": "fr"}
    await client.call(OFFICER, "PUT", "dialogue", f"{one}/opening", opening)
    await client.call(OFFICER, "PUT", "dialogue", f"{one}/consultation", {"until_on": in_days(30)})
    said = {"paragraph": "8", "text": "Dire en combien de jours l’avis est donné.", "language": "fr"}
    answer = await client.call(TCD, "POST", "dialogue", f"{one}/proposals", said)
    back = f"{at}/proposals/{answer['proposals'][0]['proposal_id']}/withdrawal"
    await until(lambda: there(chad, back), "the proposal as its party reads it")
    walk.look(f"{at}/consultation", f"{at}/proposals", back)
    for person, name in ((chad, "review-full"), (officer, "review-officer")):
        walk.keep(person, name, at)


async def _plan(walk: Walk, client: Client) -> None:
    """A plan over all needs, with a suggestion."""
    officer, title = walk.people[2], f"Recherche {uuid4().hex[:8]}"
    line = {"functional_areas": ["research_innovation"], "support_type": "technical", "quantity": PACKAGES}
    needed = {
        "line_id": "1",
        "functional_area": "research_innovation",
        "support_type": "technical",
        "quantity": PACKAGES,
    }
    needed |= {"period": {"start": in_days(-30), "end": in_days(700)}}
    asked = await request_in_line(client, title=title, lines=[needed])
    given = await client.call(
        FRA, "POST", "roster", "/support-offers", offer_body(title=title, lines=[line | {"line_id": "experts"}])
    )
    await ranked(client, asked["request_id"], given["offer_id"])
    walk.look("/plans", "/plans/new")
    made = officer.fill(officer.see("/plans/new"), "send_key", {}, "do=send")
    at = made.path
    suggested = f"{at}/lines/{asked['request_id']}/1/{given['offer_id']}"
    officer.until(at, f'href="{suggested}/proposal"')
    walk.look(at, f"{suggested}/proposal", f"{suggested}/aside", f"{at}/keeping", f"{at}/what-if")
    walk.keep(officer, "plans-full", "/plans")


async def _commitment(walk: Walk, client: Client) -> None:
    """What Chad does itself, and the national plan that it is part of."""
    chad, france, *_ = walk.people
    plan = {"party": PARTY[TCD], "content": plan_body(title="Plan national d’action", language="fr", other_titles=[])}
    recorded = await client.call(TCD, "POST", "intake", "/national-plans", plan)
    one = f"/national-plans/{recorded['national_plan_id']}"
    await client.call(TCD, "PUT", "intake", f"{one}/readers/{PARTY[FRA]}", {})
    await until(lambda: there(chad, f"{one}/readers/end"), "the plan as Chad reads it")
    walk.look(
        "/national-plans", "/national-plans/new", one, *(f"{one}/{act}" for act in ("revise", "readers", "readers/end"))
    )
    said = {
        "party": PARTY[TCD],
        "title": "Douze agents d’enregistrement",
        "language": "fr",
        "text": PROSE,
        "year": 2027,
    }
    made = await client.call(TCD, "POST", "intake", "/own-commitments", said | {"functional_areas": ["registration"]})
    at = f"/commitments/{made['commitment_id']}"
    await until(lambda: there(france, at), "the commitment as others read it")
    walk.look(
        "/commitments",
        "/commitments/new",
        "/commitments/confirmation",
        at,
        *(f"{at}/{act}" for act in ("stage", "revise", "draft")),
    )


async def _edition(walk: Walk) -> None:
    """A report over the year before: its figures, its words, published, and the edition after it."""
    officer = walk.people[2]
    year = datetime.now(UTC).year - 1
    over = on_day("period-from_on", date(year, 1, 1)) | on_day("period-until_on", date(year, 12, 31))
    form = officer.see("/reports/new")
    made = officer.fill(form, "send_key", {"kind": "annual", "languages": "fr", **over}, "do=send")
    at = made.path
    walk.look("/reports", "/reports/new", at, f"{at}/figures")
    officer.fill(officer.see(f"{at}/figures"), "send_key", {}, "do=send")
    await until(lambda: there(officer, f"{at}/words"), "the words of its figures")
    walk.look(f"{at}/words")
    said = {"language": "fr", "title": "Une année d’appui", "text": PROSE}
    officer.fill(officer.see(f"{at}/words"), "send_key", said, "do=send")
    await until(lambda: there(officer, f"{at}/publication"), "the report's publication")
    walk.look(f"{at}/publication")
    officer.fill(officer.see(f"{at}/publication"), "send_key", {}, "do=send")
    await until(lambda: there(officer, f"{at}/next"), "the edition after it")
    walk.look(f"{at}/next")
    after = officer.fill(officer.see(f"{at}/next"), "send_key", {}, "do=send").path
    walk.look(after)
    officer.fill(officer.see(f"{after}/figures"), "send_key", {}, "do=send")
    await until(lambda: there(officer, f"{after}/difference"), "what differs from the edition before")
    walk.look(f"{after}/difference")


async def _handover(walk: Walk, client: Client) -> None:
    """A country that moves in 2050, by the order of a person in Geneva."""
    officer, geneva = walk.people[2], Person(walk.people[0].base, "geneva-officer")
    assert geneva.sign_in("/account").status == 200
    order = {"country": "iso3166:SEN", "receiving": "esa", "on": "2050-01-01", "reason": PROSE}
    made = await client.call("geneva-officer", "POST", "intake", "/handovers", order)
    walk.look("/handovers")
    for name, tail in (("handover_new", "/new"), ("handover_back", f"/{made['handover_id']}/calling-back")):
        walk.keep(geneva, name, f"/handovers{tail}")
    walk.keep(officer, "handovers-full", "/handovers")
    geneva.close()


async def _link(person: Person, at: str, pattern: str) -> str:
    """An address that a page leads to, as soon as it does."""

    async def found() -> Any:
        return re.search(pattern, person.see(at).text)

    return str((await until(found, f"a link of {at}")).group(1))


async def _says(person: Person, at: str, words: str) -> None:
    """Waits until a page says something."""

    async def said() -> bool:
        return words in person.see(at).text

    await until(said, f"what is said at {at}")
