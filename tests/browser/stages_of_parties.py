"""Brings what parties keep of themselves from stage to stage: experts, organisations, endpoints, packages."""

from deploy.demo.client import Client
from tests.browser.canaries import OFFER_DRAFT
from tests.browser.walk import Walk, there
from tests.support.engagements import FRA, OFFICER, PACKAGES, PARTY, TCD
from tests.support.experts import expert_body
from tests.support.organisations import organisation_body
from tests.support.packages import package_body
from tests.support.person import Person, Seen, day
from tests.support.poll import until

PROSE = "Les arrivées ont triplé en six semaines. Les équipes d’enregistrement ne suffisent plus."


async def experts(walk: Walk, client: Client) -> None:
    """An expert of France, sent to an engagement with Chad and named to it."""
    chad, france, officer, *_ = walk.people
    line = {"functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    notice = {"party": PARTY[TCD], "role": "requester", "title": "Juges de l’asile", "lines": [line]}
    told = notice | {"origin": "bilateral_notice", "counterpart": PARTY[FRA]}
    engagement = (await client.call(TCD, "POST", "delivery", "/engagements", told))["engagement_id"]
    answer = {"party": PARTY[FRA], "answer": "accepted"}
    await client.call(FRA, "PUT", "delivery", f"/engagements/{engagement}/notice/answer", answer)
    profile = expert_body(title="Juge d’une chambre de l’asile", summary=PROSE, language="fr")
    made = await client.call(FRA, "POST", "roster", "/experts", profile)
    at = f"/experts/{made['expert_id']}"
    await until(lambda: there(france, at), "the expert as France reads it")
    form = await until(lambda: _offered(france, f"{at}/deployments", engagement), "the engagement to choose")
    walk.look(
        "/experts",
        "/experts/new",
        at,
        *(f"{at}/{act}" for act in ("revise", "unavailability", "confirmation", "withdrawal")),
    )
    sent = {"engagement_id": engagement} | day("period-start", -40) | day("period-end", -10)
    france.fill(form, "send_key", sent, "do=send")
    form = await until(lambda: _offered(france, f"{at}/person", "1"), "the deployment")
    france.fill(form, "send_key", {"number": "1", "person-name": "Anne Petit"}, "do=send")
    await until(lambda: _offered(chad, f"{at}/appraisal", "1"), "the deployment as Chad reads it")
    walk.look(at, *(f"{at}/{act}" for act in ("deployments", "person", "person/withdrawal", "appraisal")))
    walk.keep(officer, "expert-officer", at)


async def _offered(person: Person, path: str, value: str) -> Seen | None:
    """A form, once it has this to choose."""
    page = person.see(path)
    return page if page.status == 200 and f'value="{value}"' in page.text else None


async def organisations(walk: Walk, client: Client) -> None:
    """One that waits, as its applicant and an officer read it, and one that is registered."""
    officer, applicant = walk.people[2], Person(walk.people[0].base, "applicant-walk")
    assert applicant.sign_in("/account").status == 200
    made = await client.call(
        "applicant-walk", "POST", "roster", "/organisations", organisation_body(statement=PROSE, language="fr")
    )
    at = f"/organisations/{made['organisation_id']}"
    await until(lambda: there(officer, at), "the application as an officer reads it")
    for name, path in (("new", "/organisations/new"), ("revise", f"{at}/revise"), ("withdrawal", f"{at}/withdrawal")):
        walk.keep(applicant, f"organisation_{name}", path)
    walk.keep(applicant, "organisation-own", at)
    walk.look("/organisations", at, f"{at}/registration", f"{at}/refusal")
    await client.call(
        OFFICER, "POST", "roster", f"/organisations/{made['organisation_id']}/registration", {"code": "walk"}
    )
    await until(lambda: there(officer, f"{at}/merger"), "the organisation once it is registered")
    walk.look("/organisations", at, *(f"{at}/{act}" for act in ("names", "merger", "end")))
    applicant.close()


async def endpoint(walk: Walk, client: Client) -> None:
    """An endpoint of France, which nobody else but its officers reads."""
    france = walk.people[1]
    body = {"url": "https://example.org/registre", "name": "Registre", "event_types": ["acsg.public.match-published"]}
    made = await client.call(FRA, "POST", "notifications", "/webhooks", body)
    at = f"/integration/endpoints/{made['webhook_id']}"
    acts = ("pause", "resumption", "enabling", "rotation", "replay", "end")
    walk.look("/integration", "/integration/endpoints/new", at, *(f"{at}/{act}" for act in acts))
    walk.keep(france, "endpoint-full", at)


async def packages_kept(walk: Walk, client: Client, france: Person) -> None:
    """A package of France, which nobody else reads."""
    words = [{"language": "fr", "title": f"Formation à l’enregistrement {OFFER_DRAFT}", "summary": PROSE}]
    made = await client.call(FRA, "POST", "roster", "/support-packages", package_body(wordings=words))
    at = f"/packages/{made['package_id']}"
    await until(lambda: there(france, at), "the package as France reads it")
    walk.look(
        "/packages", "/packages/new", at, *(f"{at}/{act}" for act in ("offer", "revise", "confirmation", "withdrawal"))
    )
