"""Brings a request, a match and an engagement from stage to stage, so that every page has something to show."""

from typing import Any
from uuid import uuid4

from deploy.demo.client import Client, Refused
from tests.browser.canaries import ADDRESS, DRAFT, OFFER_DRAFT, SUMMARY
from tests.browser.stages_beside import beside
from tests.browser.stages_of_parties import endpoint, packages_kept
from tests.browser.walk import COOKIE, Walk, there
from tests.support.assessments import assessment_body
from tests.support.bodies import offer_body, request_body
from tests.support.engagements import (
    EVALUATION,
    FRA,
    OFFICER,
    PACKAGES,
    PARTY,
    TCD,
    Followed,
    delivery_body,
    in_days,
    opened,
    packages,
    plan_body,
)
from tests.support.interface_things import IN_2050
from tests.support.journey import proposal, ranked, settled
from tests.support.meetings import meeting_body
from tests.support.person import Person
from tests.support.poll import until
from tests.support.rosters import as_file, row

LISTS = (
    "/inbox",
    "/meetings",
    "/calls",
    "/world",
    "/regions",
    "/integration",
    "/channels",
    "/modalities",
    "/rules",
    "/rules/comparison",
    "/status",
    "/published",
    "/",
    "/requests",
    "/offers",
    "/matches",
    "/engagements",
    "/shown",
    "/drafts",
    "/account",
    "/parked",
    "/ready",
    "/ready?area=registration",
    "/requests/workbook/in",
)
FULL = (
    ("chad", "worklist"), ("chad", "inbox"), ("chad", "requests"), ("france", "shown"), ("france", "offers"), ("chad", "matches"),
    ("chad", "engagements"), ("chad", "meetings"), ("officer", "world"), ("france", "calls"), ("officer", "warnings"), ("officer", "regions"), ("chad", "reviews"),
    ("chad", "initiatives"), ("officer", "organisations"), ("chad", "commitments"), ("chad", "national-plans"), ("officer", "contacts"), ("officer", "channels"),
)  # fmt: skip
"""Lists that are looked at once more in the end."""
PROSE = (
    "L’enregistrement des demandes prend aujourd’hui quatre-vingt-dix jours dans les deux provinces de l’est. "
    "Les dossiers sont tenus sur papier, deux agents sur six ont suivi une formation."
)


async def walked(walk: Walk, client: Client) -> None:
    """The whole life, looked at after each step."""
    chad, france, officer, *_ = walk.people
    _drafts(walk, chad, france)
    await _prepared(walk, client)
    match = await _to_match(walk, client, chad, france, officer)
    followed = await opened(client, match)
    await _to_start(walk, followed)
    await _to_evaluation(walk, followed)
    await _told(walk, client, france)
    await _meeting(walk, client, chad)
    await _mailbox(walk, client)
    await endpoint(walk, client)
    await _rosters(walk, client)
    await packages_kept(walk, client, france)
    await _assessments(walk, client, chad)
    await beside(walk, client)
    walk.look(*LISTS)
    for person, name in FULL:
        # Kept as a link led to it, such a page was empty; here it is with what there is by now.
        walk.keep(
            {"chad": chad, "france": france, "officer": officer}[person],
            f"{name}-full",
            f"/{name}".replace("/worklist", "/"),
        )
    walk.keep(officer, "find-full", "/find?q=Enregistrement")
    walk.keep(chad, "refused", "/requests/00000000-0000-0000-0000-000000000000")


async def _rosters(walk: Walk, client: Client) -> None:
    """A roster of France with a row in quarantine, and one of officers that says what France offers."""
    url = f"{client.addresses['roster'].rstrip('/')}/roster/imports"
    for who, source, changes in ((FRA, "Liste", {"language": "klingon"}), (OFFICER, "Barreau", {"title": PROSE[:80]})):
        headers = {"Authorization": f"Bearer {await client.token(who)}", "Idempotency-Key": f"roster-{source}"}
        sent = await client.http.post(
            url, params={"source": source}, content=as_file([row(1, **changes)]), headers=headers
        )
        assert sent.status_code == 201, sent.text
        path = f"/roster/imported-rows?source={source}"

        async def taken(who: str = who, path: str = path) -> str | None:
            rows = (await client.call(who, "GET", "roster", path))["rows"]
            return rows[0]["entry_id"] if rows else None

        at = f"/imports/rows/{await until(taken, 'the row of a roster')}"
        walk.look(
            at,
            f"/imports/{sent.json()['import_id']}",
            *(f"{at}/{act}" for act in ("content", "release", "rejection", "answer")),
        )
    walk.look("/imports", "/imports/new", "/imports/rows")


async def _assessments(walk: Walk, client: Client, chad: Person) -> None:
    """An assessment of Chad's that is under way, and shown to France."""
    content = assessment_body(title="Capacités d’enregistrement", language="fr", summary=PROSE)
    made = await client.call(TCD, "POST", "intake", "/capacity-assessments", {"party": PARTY[TCD], "content": content})
    one = f"/capacity-assessments/{made['assessment_id']}"
    await client.call(TCD, "PUT", "intake", f"{one}/hands/{PARTY[FRA]}", {"role": "reader"})
    at = f"/assessments/{made['assessment_id']}"
    await until(lambda: there(chad, f"{at}/hands/end"), "the assessment as Chad reads it")
    acts = ("start", "revise", "draft", "hands", "hands/end", "drop")
    walk.look("/methods", "/assessments", "/assessments/new", at, *(f"{at}/{act}" for act in acts))
    await client.call(TCD, "POST", "intake", f"{one}/start", {})
    await until(lambda: there(chad, f"{at}/validation"), "the assessment under way")
    walk.look(f"{at}/validation")


async def _told(walk: Walk, client: Client, france: Person) -> None:
    """Support without a match, that names a party which has not answered yet."""
    line = {"functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    notice = {"party": PARTY[TCD], "role": "requester", "title": "Enregistrement, appui bilatéral", "lines": [line]}
    notice |= {"origin": "bilateral_notice", "counterpart": PARTY[FRA]}
    made = await client.call(TCD, "POST", "delivery", "/engagements", notice)
    at = f"/engagements/{made['engagement_id']}"
    await until(lambda: there(france, f"{at}/notice/answer"), "the notice as France reads it")
    walk.look(at, f"{at}/notice/answer")


def _drafts(walk: Walk, chad: Person, france: Person) -> None:
    nobody = Person(chad.base, "nobody")
    walk.keep(nobody, "sign_in", "/sign-in")
    nobody.close()
    for person, begin in ((chad, "/requests/new"), (france, "/offers/new")):
        page = person.fill(person.see(begin), "for", {})
        draft = page.path.rpartition("/")[0]
        person.fill(
            page, "rev", {"title": f"Enregistrement numérique {DRAFT if person is chad else OFFER_DRAFT}"}, "do=save"
        )
        parts = [f"{draft}/{name}" for name in SECTIONS] if person is chad else []
        walk.look("/drafts", begin, draft, *parts, f"{draft}/submit")
        if person is chad:
            for language in walk.kept:
                person.cookies[COOKIE] = language
                sent = person.fill(person.see(f"{draft}/submit"), "rev", {})
                assert sent.status == 422
                walk.keep_seen(person, "submit-faults", language, sent)
            walk.keep(person, "section-faults", f"{draft}/who?faults=1")


async def _prepared(walk: Walk, client: Client) -> None:
    """A draft at intake, begun by the office: invited to, commented, asked to be signed, signed."""
    content = {name: said for name, said in request_body(title="Préparé à deux").items() if name != "distinct_from"}
    made = await client.call("tcd-office", "POST", "intake", "/drafts", {"lead": PARTY[TCD], "content": content})
    at, seen = f"/drafts/{made['draft_id']}", f"/preparing/{made['draft_id']}"
    await client.call("tcd-office", "PUT", "intake", f"{at}/hands/org:ecre", {"role": "commenter"})
    await client.call(TCD, "POST", "intake", f"{at}/comments", {"place": "/gap", "text": PROSE})
    walk.look(seen)
    stands = await client.call(TCD, "POST", "intake", f"{at}/signing")
    walk.look(seen, f"{seen}/signature", f"{seen}/paper", f"{seen}/endorsement")
    sign = {"party": PARTY[TCD], "post": "Secrétaire général", "digest": stands["digest"]}
    await client.call(TCD, "POST", "intake", f"{at}/signatures", sign)
    walk.look(seen, f"{seen}/submission")


SECTIONS = ("who", "route", "ground", "commitments", "gap", "lines", "objectives", "lasting", "timing", "crisis")


async def _to_match(walk: Walk, client: Client, chad: Person, france: Person, officer: Person) -> dict[str, Any]:
    """A match that is confirmed: draft, request, feedback, decision, agreement, offer, bench, proposal, answers."""
    title = f"Enregistrement numérique des demandes d’asile dans deux provinces, {uuid4().hex[:8]}"
    line = {"line_id": "1", "functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    lines = [line | {"period": {"start": in_days(-30), "end": in_days(700)}}]
    helped = [
        {"name": "Association du barreau", "project_with_authorities": PROSE, "party": "org:ecre"},
        {"name": "Local bar association", "project_with_authorities": PROSE},
    ]
    body = request_body(lines=lines, title=title, gap=PROSE, summary=SUMMARY, beneficiaries=helped)
    made = await client.call(TCD, "POST", "intake", "/support-requests", body)
    one, seen = f"/support-requests/{made['request_id']}", f"/requests/{made['request_id']}"
    await until(lambda: there(officer, f"{seen}/decision"), "the request's decision")
    walk.look(seen, f"{seen}/feedback", f"{seen}/decision", f"{seen}/revise")
    await _revised(walk, chad, officer, seen)
    await _named(walk, client, chad, france)
    await client.call(OFFICER, "POST", "intake", f"{one}/decision", {"in_line": True, "reason": PROSE})
    consent = {"fields": ["title", "requesting_states", "lines", "languages"], "audiences": ["offerers"]}
    await client.call(TCD, "PUT", "intake", f"{one}/consent", consent)
    call = await until(lambda: _called(client, one), "the call for offers")
    called = f"/calls/{call['solicitation_id']}"
    await until(lambda: there(france, f"{called}/answer"), "the call's answer")
    walk.look(called, f"{called}/answer")
    gives = {"line_id": "experts", "functional_areas": ["registration"], "support_type": "technical"}
    lines = [gives | {"quantity": PACKAGES}]
    offer = await client.call(FRA, "POST", "roster", "/support-offers", offer_body(lines=lines, title=title))
    await ranked(client, made["request_id"], offer["offer_id"])
    chosen = f"{seen}/proposal?choose=1/{offer['offer_id']}/experts"
    walk.look("/shown", "/offers", f"/offers/{offer['offer_id']}", seen, f"{seen}/agreement", f"{seen}/bench", chosen)
    match = await _proposed(client, made["request_id"], offer["offer_id"])
    at = f"/matches/{match['match_id']}"
    await until(lambda: there(chad, f"{at}/answer"), "the match's answer")
    walk.look(at, f"{at}/answer", f"{at}/consultation", f"{at}/withdrawal")
    await _countered(walk, client, officer, at, offer["offer_id"])
    for actor, party in PARTY.items():
        await client.call(actor, "POST", "matching", f"{at}/answer", {"party": party, "answer": "accepted"})
    await until(lambda: there(officer, f"{at}/confirmation"), "the match's confirmation")
    walk.look(at, f"{at}/confirmation")
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer"}
    return await client.call(OFFICER, "POST", "matching", f"{at}/confirmation", how)


async def _countered(walk: Walk, client: Client, officer: Person, at: str, offer_id: str) -> None:
    """What France would give instead, which it takes back."""
    walk.look(f"{at}/counter")
    line = {"offer_id": offer_id, "offer_line_id": "experts", "amount": "0.5"}
    said = {"party": PARTY[FRA], "lines": [line], "words": PROSE, "language": "fr"}
    counter = (await client.call(FRA, "POST", "matching", f"{at}/counters", said))["counters"][0]
    await until(lambda: there(officer, f"{at}/counter/taking"), "the counter as an officer reads it")
    walk.look(at, *(f"{at}/counter/{act}" for act in ("taking", "keeping", "withdrawal")))
    await client.call(FRA, "POST", "matching", f"{at}/counters/{counter['counter_id']}/withdrawal")


async def _named(walk: Walk, client: Client, chad: Person, france: Person) -> None:
    """A request and an offer that name another party, which says its own word."""
    body = request_body(
        title=f"Une demande soutenue, {uuid4().hex[:8]}", gap=PROSE, summary=SUMMARY, supporters=[PARTY[FRA]]
    )
    asked = f"/requests/{(await client.call(TCD, 'POST', 'intake', '/support-requests', body))['request_id']}"
    body = offer_body(offering_parties=[PARTY[FRA], PARTY[TCD]], title=f"Une offre à deux, {uuid4().hex[:8]}")
    given = f"/offers/{(await client.call(FRA, 'POST', 'roster', '/support-offers', body))['offer_id']}"
    await until(lambda: there(france, f"{asked}/word"), "the request that names France")
    await until(lambda: there(chad, f"{given}/word"), "the offer that names Chad")
    ways = ("word", "paper", "withdrawal")
    walk.look(
        given, *(f"{at}/{way}" for at in (asked, given) for way in ways), f"{given}/confirmation", f"{given}/revise"
    )


async def _revised(walk: Walk, chad: Person, officer: Person, seen: str) -> None:
    """A second version of the request, beside the first; and who was told of both."""
    page = chad.see(f"{seen}/revise")
    form = next(one for one in page.forms() if not one.action)
    draft = chad.send(page.url, form.fields).path
    chad.fill(chad.see(f"{draft}/gap"), "rev", {"gap": f"{PROSE} Le délai est passé à cent vingt jours."}, "do=save")
    sent = chad.fill(chad.see(f"{draft}/submit"), "rev", {})
    assert sent.path == seen, sent.text[:2000]
    compared = f"{seen}/versions/1/against/2"
    await until(lambda: there(chad, compared), "the second version")
    told = f"/items/{seen.rpartition('/')[2]}/told"

    async def heard() -> bool:
        return "?event=" in officer.see(told).text

    await until(heard, "who was told")
    walk.look(compared, told)


async def _meeting(walk: Walk, client: Client, chad: Person) -> None:
    """A meeting to which Chad is invited."""
    made = await client.call(OFFICER, "POST", "dialogue", "/meetings", meeting_body(**IN_2050))
    at = f"/meetings/{made['meeting_id']}"
    await until(lambda: there(chad, f"{at}/answer"), "the meeting as Chad reads it")
    walk.look("/meetings", at, f"{at}/answer", f"{at}/content", f"{at}/moderators", f"{at}/cancellation")
    walk.look(f"{at}/volunteering", f"{at}/next")
    await client.call(TCD, "PUT", "dialogue", f"{at}/volunteering", {"role": "facilitator"})
    await until(lambda: there(chad, f"{at}/volunteering/end"), "that Chad volunteers")
    walk.look(at, f"{at}/volunteering/end", f"{at}/moderators")


async def _to_publication(walk: Walk, followed: Followed) -> None:
    """Both let their evaluation be public; who judged last agreed by it, the other says so, and may take it back."""
    for actor in (TCD, FRA):
        await followed.say(actor, "PUT", "/evaluation", evaluation=EVALUATION | {"may_be_public": True})
    await _seen_at(walk, followed, "publication")
    await followed.say(TCD, "PUT", "/publication", digest=followed.state["publication"]["digest"], answer="agreed")
    await _seen_at(walk, followed, "publication/withdrawal")

    async def public() -> bool:
        return '<section class="card">' in walk.people[0].see("/published").text

    await until(public, "what was published")
    walk.look("/published")


async def _mailbox(walk: Walk, client: Client) -> None:
    """A further address of Chad."""
    body = {"email": ADDRESS, "label": "Greffe", "language": "fr"}
    made = await client.call(TCD, "POST", "notifications", f"/directory/{PARTY[TCD]}/mailboxes", body)
    at = f"/account/mailboxes/{made['mailbox_id']}"
    walk.look("/account/mailboxes", at, f"{at}/preferences", f"{at}/removal", "/account/mailboxes/new", "/find")
    silence = {"scope": "everything", "until": f"{in_days(3)}T00:00:00+00:00"}
    await client.call(TCD, "POST", "notifications", f"/mailboxes/{made['mailbox_id']}/mutes", silence)
    walk.look(f"{at}/mute", f"{at}/mute/end", f"{at}/calendars")


async def _called(client: Client, request: str) -> dict[str, Any] | None:
    try:
        body = {"approached": ["iso3166:FRA"], "message": PROSE}
        return await client.call(OFFICER, "POST", "matching", f"{request}/solicitations", body)
    except Refused as refused:  # the agreement to solicitation may come later
        if refused.status not in {404, 409}:
            raise
        return None


async def _proposed(client: Client, request_id: str, offer_id: str) -> dict[str, Any]:
    body = proposal(request_id, offer_id)
    body["lines"][0] |= {"quantity": PACKAGES, "covers": PACKAGES}

    async def held() -> dict[str, Any] | None:
        try:
            made = await client.call(OFFICER, "POST", "matching", "/matches", body)
        except Refused as refused:  # the agreement to solicitation may come after the ranking
            if refused.status != 409:
                raise
            return None
        found = await settled(client, made["match_id"])
        return found if found["status"] == "reserved" else None

    return await until(held, "the held capacity")


async def _seen_at(walk: Walk, followed: Followed, *tails: str) -> None:
    """Looks at an engagement once the pages know its present version."""
    at = f"/engagements/{followed.one}"
    version = followed.state.get("version")

    async def known() -> bool:
        found = walk.people[0].see(at if version is None else f"{at}?written={version}")
        return found.status == 200

    await until(known, "the engagement's page")
    walk.look(at, *(f"{at}/{tail}" for tail in tails))


async def _to_start(walk: Walk, followed: Followed) -> None:
    say = followed.say
    await _seen_at(walk, followed, "signature", "paper", "terms", "contact", "end", "closure", "champions", "record")
    contact = {"name": "Directrice de l’enregistrement", "email": "contact@example.org"}
    await say(TCD, "PUT", "/contact", focal_point=contact)
    await say(OFFICER, "POST", "/champions", party="org:ecre", came="approached")
    await _seen_at(walk, followed, "contact/withdrawal", "champions/answer")
    await followed.sign()
    await _seen_at(walk, followed, "plan")
    await say(TCD, "PUT", "/plan", plan=plan_body())
    await _seen_at(walk, followed, "plan/agreement")
    await say(FRA, "POST", "/plan/agreement", plan_version=1)
    await _seen_at(walk, followed, "start")
    await say(FRA, "POST", "/start")


async def _to_evaluation(walk: Walk, followed: Followed) -> None:
    say = followed.say
    tails = ("deliveries", "milestones", "funds", "no-change", "pause", "fulfilment")
    await _seen_at(walk, followed, *tails)
    content = followed.state["terms"][0]["content"]
    fewer = content["lines"][0] | {"quantity": packages("3"), "covers": packages("3")}
    await say(FRA, "POST", "/terms", terms=content | {"lines": [fewer]}, words=PROSE)
    await _seen_at(walk, followed, "terms/refusal")
    await say(TCD, "POST", "/terms/refusal", version=2, words=PROSE)
    await say(FRA, "POST", "/deliveries", **delivery_body("2", words=PROSE))
    await _seen_at(walk, followed, "reports/answer")
    await say(TCD, "POST", "/pause", reason="Saison des pluies")
    await _seen_at(walk, followed, "resumption")
    await say(TCD, "POST", "/resumption")
    for actor in (TCD, FRA):
        await say(actor, "POST", "/fulfilment")
    await _seen_at(walk, followed, "evaluation", "secretariat-evaluation")
    await say(TCD, "PUT", "/evaluation", evaluation=EVALUATION)
    await _seen_at(walk, followed)
    await _to_publication(walk, followed)
    at = f"/engagements/{followed.one}"
    for name, tail in (("engagement-evaluated", ""), ("record-signed", "/record"), ("too_late", "/start")):
        walk.keep(walk.people[0], name, at + tail)
