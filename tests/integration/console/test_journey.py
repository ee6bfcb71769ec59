"""People on the running region, by its pages alone: a State asks in French, an officer decides, the State agrees, France offers.

No browser and no script: what a page's own forms send is what is sent here.
"""

import re
import time
from uuid import uuid4

import httpx
import pytest

from tests.support.asked_in_french import CANARY, SECTIONS
from tests.support.person import People, Person, Seen, day
from tests.support.rosters import as_file, row


def drafted(chad: Person, title: str) -> Seen:
    """A draft with every section filled in; the page on which it is sent."""
    page = chad.fill(chad.see("/requests/new"), "for", {})
    for name, given in SECTIONS.items():
        assert page.path.endswith(f"/{name}"), page.path
        page = chad.fill(page, "rev", given | ({"title": title} if name == "who" else {}), "do=next")
    assert page.path.endswith("/submit")
    return page


def submitted(chad: Person) -> Seen:
    return chad.fill(drafted(chad, f"Enregistrement numérique {uuid4().hex[:8]}"), "rev", {})


def sign_out(person: Person) -> httpx.Response:
    """By the button of the account's page."""
    form = next(one for one in person.see("/account").forms() if one.action == "/sign-out")
    return person.once("POST", form.action, data=dict(form.fields))


@pytest.fixture(scope="module")
def request_page(people: People) -> Seen:
    """A request of Chad, as its own page shows it after sending."""
    return submitted(people("tcd-authority"))


@pytest.mark.clause("8.2")
def test_an_authority_asks_in_french_and_sees_what_it_sent(people: People, request_page: Seen) -> None:
    assert request_page.status == 200, request_page.text[-800:]
    assert 'lang="fr" dir="ltr"' in request_page.text
    assert "Enregistrement numérique" in request_page.text
    assert "présentée" in request_page.text
    assert "Ce qui manque" not in request_page.text
    assert "Demande présentée" in request_page.text
    listed = people("tcd-authority").see("/requests")
    assert request_page.path in listed.text


@pytest.mark.clause("13.1")
@pytest.mark.clause("14.2")
@pytest.mark.clause("15.i")
@pytest.mark.clause("15.ii")
@pytest.mark.clause("15.iv")
@pytest.mark.clause("15.vi.a")
def test_what_rules_find_stands_beside_the_draft_before_it_is_sent(people: People) -> None:
    chad = people("tcd-authority")
    page = drafted(chad, f"Vérifié {uuid4().hex[:8]}")
    for paragraph in ("13", "15.i", "15.ii", "15.iii", "15.iv", "15.v", "15.vi", "15.vii"):
        assert re.search(rf"\b{re.escape(paragraph)}\b", page.text), paragraph
    draft = chad.see(page.path.removesuffix("/submit"))
    assert "Critères" in draft.text
    assert "rempli" in draft.text


def test_a_fault_is_said_at_its_question_and_nothing_typed_is_lost(people: People) -> None:
    chad = people("tcd-authority")
    page = chad.fill(chad.see("/requests/new"), "for", {})
    draft = page.path.rpartition("/")[0]
    chad.fill(page, "rev", {"title": "Un titre à garder", "competent_authority-name": "CNARR"}, "do=save")
    lines = chad.see(f"{draft}/lines")
    chad.fill(lines, "rev", {"lines-0-functional_area": "registration", "lines-0-quantity-amount": "douze"}, "do=save")
    sent = chad.fill(chad.see(f"{draft}/submit"), "rev", {})
    assert sent.status == 422
    assert f"{draft}/lines?faults=1#lines-0-quantity-amount" in sent.text
    again = chad.see(f"{draft}/lines?faults=1")
    assert 'value="douze"' in again.text
    assert "Écrivez la quantité en chiffres" in again.text
    assert "Erreur :" in again.text
    assert "Un titre à garder" in chad.see("/drafts").text


def test_the_same_form_sent_twice_makes_one_request(people: People) -> None:
    chad = people("tcd-authority")
    title = f"Une seule fois {uuid4().hex[:8]}"
    url, fields = chad.filled(drafted(chad, title), "rev", {})
    first, second = chad.send(url, fields), chad.send(url, fields)
    assert (first.status, second.status) == (200, 200)
    assert first.path == second.path
    found = chad.see(f"/requests?q={title.replace(' ', '+')}").text
    assert len(set(re.findall(r'href="(/requests/[0-9a-f-]{36})"', found))) == 1


@pytest.mark.clause("5.1")
@pytest.mark.clause("8.5")
@pytest.mark.clause("15")
def test_an_officer_gives_feedback_and_decides_and_the_state_reads_it(people: People, request_page: Seen) -> None:
    officer, chad = people("wca-officer", "en"), people("tcd-authority")
    page = officer.see(request_page.path + "/feedback")
    given = officer.fill(page, "message", {"comment-0": f"Dites comment {CANARY}", "message": "Merci de préciser."})
    assert given.path == request_page.path
    assert "feedback shared" in given.text
    decided = officer.fill(officer.see(request_page.path + "/decision"), "reason",
                           {"in_line": "yes", "reason": "All prerequisites are there."})  # fmt: skip
    assert decided.path == request_page.path, decided.text[:1500]
    read = chad.see(request_page.path + "?written=3")
    assert "Merci de préciser." in read.text
    assert "All prerequisites are there." in read.text
    assert "conforme aux critères" in read.text


def test_what_was_decided_on_an_older_version_is_not_carried_over(people: People) -> None:
    chad, officer = people("tcd-authority"), people("wca-officer", "en")
    request = submitted(chad)
    old = officer.see(request.path + "/decision")
    officer.fill(officer.see(request.path + "/feedback"), "message", {"message": "", "comment-0": "One word"})
    late = officer.fill(old, "reason", {"in_line": "no", "reason": "Decided too early"})
    assert late.status == 409
    assert "changed while you were writing" in late.text
    assert "Decided too early" in late.text
    assert "checked" not in late.text
    assert "feedback shared" in officer.see(request.path + "?written=2").text


def test_a_draft_that_a_colleague_saved_is_shown_beside_mine(people: People) -> None:
    one, other = people("tcd-authority"), people("tcd-authority")
    page = one.fill(one.see("/requests/new"), "for", {})
    theirs = other.see(page.path)
    one.fill(page, "rev", {"title": "Le titre du collègue"}, "do=save")
    mine = other.fill(theirs, "rev", {"title": "Mon propre titre"}, "do=save")
    assert mine.status == 409
    assert "Le titre du collègue" in mine.text
    assert 'value="Mon propre titre"' in mine.text


def test_a_form_that_comes_after_its_session_is_kept_for_the_same_person(people: People) -> None:
    chad = people("tcd-authority")
    page = chad.fill(chad.see("/requests/new"), "for", {})
    url, fields = chad.filled(page, "rev", {"title": "Écrit avant la fin"}, "do=save")
    handle = chad.cookies["__Host-acsg"]
    sign_out(chad)
    chad.cookies["__Host-acsg"] = handle
    kept = chad.send(url, fields)
    assert kept.path == "/sign-in"
    assert "conservé" in kept.text
    offered = chad.sign_in("/parked")
    assert "Écrit avant la fin" in offered.text
    sent = chad.fill(offered, "title", {})
    assert "Écrit avant la fin" in sent.text


def test_what_was_typed_beside_a_file_is_kept_and_the_file_is_chosen_again(people: People) -> None:
    france = people("fra-authority")
    form, handle = france.see("/imports/new"), france.cookies["__Host-acsg"]
    sign_out(france)
    france.cookies["__Host-acsg"] = handle
    kept = france.send_file(form, "file", as_file([row(1)]), "liste.csv", {"source": "Écrit avant la fin"})
    assert (kept.path, "conservé" in kept.text) == ("/sign-in", True)
    offered = france.sign_in("/parked")
    assert "Écrit avant la fin" in offered.text
    assert "Choisissez de nouveau le fichier" in offered.text
    tried = france.send_file(offered, "file", as_file([row(1)]), "liste.csv")
    assert (tried.path, tried.status) == ("/imports/new", 200), tried.text[-2000:]
    assert "Écrit avant la fin" in tried.text
    assert '<section class="notice"' in tried.text


def test_a_kept_form_is_nobody_elses(people: People) -> None:
    chad = people("tcd-authority")
    page = chad.fill(chad.see("/requests/new"), "for", {})
    url, fields = chad.filled(page, "rev", {"title": CANARY}, "do=save")
    handle = chad.cookies["__Host-acsg"]
    sign_out(chad)
    chad.cookies["__Host-acsg"] = handle
    chad.send(url, fields)
    chad.name = "ner-authority"
    assert CANARY not in chad.sign_in("/parked").text
    chad.name = "tcd-authority"
    assert CANARY not in chad.sign_in("/parked").text


def test_others_see_neither_request_nor_draft(people: People, request_page: Seen) -> None:
    chad = people("tcd-authority")
    draft = chad.fill(chad.see("/requests/new"), "for", {}).path.rpartition("/")[0]
    for name in ("ner-authority", "fra-authority", "cmr-office"):
        other = people(name, "en")
        for path in (request_page.path, request_page.path + "/agreement", request_page.path + "/feedback", draft):
            seen = other.see(path)
            assert seen.status == 404, (name, path)
            assert CANARY not in seen.text
        for path in ("/", "/requests", "/matches", "/shown", "/drafts"):
            assert CANARY not in other.see(path).text, (name, path)
    assert people("wca-officer", "en").see(draft).status == 404


def test_what_one_may_not_do_says_who_may(people: People, request_page: Seen) -> None:
    chad, officer = people("tcd-authority"), people("wca-officer", "en")
    assert chad.see(request_page.path + "/decision").status == 403
    assert officer.see(request_page.path + "/agreement").status == 403
    assert "HCR" in chad.see(request_page.path).text


def test_a_form_from_elsewhere_changes_nothing(people: People, request_page: Seen) -> None:
    officer = people("wca-officer", "en")
    url, fields = officer.filled(officer.see(request_page.path + "/feedback"), "message", {"message": "forged"})
    for forged in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        assert officer.send(url, fields, headers=forged).status == 403
    old = people("wca-officer", "en", quiet=True)
    url, fields = old.filled(old.see(request_page.path + "/feedback"), "message", {"message": "forged"})
    bare = [one for one in fields if one[0] != "token"]
    assert old.send(url, bare).status == 403
    assert old.send(url, fields, headers={"Origin": "https://evil.example"}).status == 403
    assert "forged" not in officer.see(request_page.path).text


@pytest.mark.clause("16.1")
@pytest.mark.clause("18.1")
def test_a_state_agrees_field_by_field_and_france_sees_that_and_offers(people: People, request_page: Seen) -> None:
    chad, france = people("tcd-authority"), people("fra-authority")
    page = chad.see(request_page.path + "/agreement")
    preview = chad.fill(page, "fields", {"fields": ["title", "lines"], "audiences": ["offerers"]}, "do=preview")
    assert preview.status == 200
    agreed = chad.fill(preview, "fields", {"fields": ["title", "lines"], "audiences": ["offerers"]}, "do=agree")
    assert agreed.path == request_page.path, agreed.text[:2000]
    request_id = request_page.path.rpartition("/")[2]
    shown = france.see("/shown")
    assert f"/offers/new?for={request_id}" in shown.text
    assert CANARY not in shown.text
    begun = france.fill(france.see(f"/offers/new?for={request_id}"), "for", {})
    terms = france.fill(begun, "rev", {
        "title": f"Experts en enregistrement {uuid4().hex[:8]}", "lines-0-functional_areas": ["registration"],
        "lines-0-support_type": "technical", "lines-0-quantity-amount": "2", "lines-0-quantity-unit": "packages",
    }, "do=next")  # fmt: skip
    ready = france.fill(terms, "rev", {"availability-start-y": "2026", "availability-start-m": "1",
                                       "availability-start-d": "1", "channels": ["bilateral"]}, "do=next")  # fmt: skip
    offer = france.fill(ready, "rev", {})
    assert offer.path.startswith("/offers/"), offer.text[:2000]
    assert "Experts en enregistrement" in offer.text
    assert "inscrite au fichier" in offer.text


@pytest.mark.clause("17.2")
def test_an_officer_opens_a_call_on_pages_and_closes_it_and_those_asked_alone_read_it(people: People) -> None:
    chad, officer, france, germany = (
        people(one) for one in ("tcd-authority", "wca-officer", "fra-authority", "deu-authority")
    )
    asked = submitted(chad)
    officer.fill(officer.see(asked.path + "/decision"), "reason", {"in_line": "yes", "reason": "Complet"})
    agree = {"fields": ["title", "lines"], "audiences": ["offerers"]}
    assert chad.fill(chad.see(asked.path + "/agreement?written=2"), "fields", agree, "do=agree").path == asked.path
    page = officer.until(asked.path + "/call", 'name="approached"', 'name="others"')
    ticked = 'name="approached" value="iso3166:FRA"' in page.text
    whom = {"approached": ["iso3166:FRA"]} if ticked else {"others": ["iso3166:FRA"]}
    nobody = officer.fill(page, "message", {}, "do=send")
    assert nobody.status == 422
    assert "Il en faut au moins un" in nobody.text
    sent = officer.fill(page, "message", whom | {"message": "Merci de répondre"}, "do=send")  # type: ignore[arg-type]
    assert sent.path.startswith("/calls/"), sent.text[:2000]
    assert "France" in sent.text
    read = france.until(sent.path, "Merci de répondre")
    assert CANARY not in read.text
    assert f"{sent.path}/answer" in read.text
    assert "/closure" not in read.text
    assert sent.path in france.see("/calls").text
    assert (germany.see(sent.path).status, france.see(f"{sent.path}/closure").status) == (404, 403)
    state = chad.until(sent.path, "Une entité qui n’est pas nommée")
    assert "Merci de répondre" not in state.text
    page = officer.see(f"{sent.path}/closure")
    closed = officer.fill(page, "reason", {"reason": "Assez de réponses"}, "do=send")
    if closed.status == 409:  # a message reached France meanwhile
        closed = officer.fill(officer.see(f"{sent.path}/closure"), "reason", {"reason": "Assez de réponses"}, "do=send")
    assert closed.path == sent.path, closed.text[:2000]
    assert "Assez de réponses" in closed.text
    recalled = officer.fill(officer.see(f"{sent.path}/recall"), "reason", {"reason": "Erreur"}, "do=send")
    assert recalled.path == sent.path, recalled.text[:2000]
    chad.until(sent.path, "retiré")
    end = time.monotonic() + 60
    while france.see(sent.path).status != 404 and time.monotonic() < end:
        time.sleep(0.3)
    assert france.see(sent.path).status == 404


@pytest.mark.clause("4.1")
def test_an_officer_convenes_a_meeting_on_pages_and_those_invited_alone_read_it(people: People) -> None:
    officer, chad, germany = (people(one) for one in ("wca-officer", "tcd-authority", "deu-authority"))
    france = people("fra-authority")
    title, on = f"Ce qui marche {uuid4().hex[:8]}", day("on", 60)
    given = on | {
        "title": title, "topic_kind": "thematic", "invited": ["iso3166:TCD", "iso3166:FRA"], "starts_at": "09:00", "ends_at": "11:30",
        "time_zone": "Africa/Ndjamena", "format": "in_person",
    }  # fmt: skip
    page = officer.see("/meetings/new")
    lacking = officer.fill(page, "invited", given, "do=send")
    assert (lacking.status, "Une réunion sur place demande un lieu" in lacking.text) == (422, True), lacking.text[:2500]
    sent = officer.fill(lacking, "invited", given | {"place": "N’Djaména"}, "do=send")
    assert sent.path.startswith("/meetings/"), sent.text[:2500]
    read = chad.until(sent.path, title)
    assert "09:00" in read.text
    assert germany.see(sent.path).status == 404
    assert chad.see("/meetings/new").status == 403
    moved = officer.fill(officer.see(f"{sent.path}/content"), "invited", {"starts_at": "10:00"}, "do=send")
    assert moved.path == sent.path, moved.text[:2500]
    chad.until(sent.path, "10:00")
    raising = f"/requests/new?meeting={sent.path.rpartition('/')[2]}"
    assert raising in chad.see(sent.path).text
    assert raising not in officer.see(sent.path).text
    draft = chad.fill(chad.see(raising), "for", {})
    assert draft.path.startswith("/drafts/"), draft.text[:2500]
    assert germany.see(f"{sent.path}/volunteering").status == 404
    assert officer.see(f"{sent.path}/volunteering").status == 403
    france.until(sent.path, "10:00")
    given = {"role": "moderator", "words": "Nous avons une commission mobile"}
    offered = france.fill(france.see(f"{sent.path}/volunteering"), "role", given, "do=send")
    assert offered.path == sent.path, offered.text[:2500]
    officer.until(sent.path, "Nous avons une commission mobile")
    assert "Nous avons une commission mobile" in officer.see(f"{sent.path}/moderators").text
    assert "Nous avons une commission mobile" not in chad.see(sent.path).text
    assert france.see(f"{sent.path}/volunteering").status == 409
    choice = {"moderators-0-party": "iso3166:FRA", "moderators-0-role": "moderator", "moderators-0-came": "volunteered"}
    chosen = officer.fill(
        officer.see(f"{sent.path}/moderators"), "reason", choice | {"reason": "Volontaire"}, "do=send"
    )
    assert "Volontaire" in chosen.text
    gone = officer.fill(officer.see(f"{sent.path}/cancellation"), "reason", {"reason": "Pas de salle"}, "do=send")
    assert gone.path == sent.path, gone.text[:2500]
    chad.until(sent.path, "Pas de salle")


def test_a_state_opens_its_request_to_one_party_and_closes_it_to_another(people: People, request_page: Seen) -> None:
    chad, france, germany = people("tcd-authority"), people("fra-authority"), people("deu-authority")
    at, request_id = request_page.path + "/agreement", request_page.path.rpartition("/")[2]

    def seen_by(one: Person) -> bool:
        return f"/offers/new?for={request_id}" in one.see("/shown").text

    def agree(**to_whom: list[str]) -> None:
        said = {"fields": ["title", "lines"], "audiences": [], "kinds": [], "parties": [], "but": []} | to_whom
        done = chad.fill(chad.see(at), "fields", said, "do=agree")
        assert done.path == request_page.path, done.text[:2000]

    agree(parties=["iso3166:DEU"])
    assert (seen_by(germany), seen_by(france)) == (True, False)
    assert re.search(r'value="iso3166:DEU" selected', chad.see(at).text)
    agree(kinds=["state"], but=["iso3166:DEU"])
    assert (seen_by(germany), seen_by(france)) == (False, True)


def test_signing_out_ends_the_session_here_and_at_the_issuer(people: People) -> None:
    chad = people("tcd-authority")
    handle = chad.cookies["__Host-acsg"]
    out = sign_out(chad)
    assert out.headers["clear-site-data"] == '"cache", "storage"'
    assert "/end?" in out.headers["location"]
    chad.cookies["__Host-acsg"] = handle
    assert chad.see("/account").path == "/sign-in"


def test_a_sign_in_is_bound_to_its_browser_and_good_once(people: People) -> None:
    chad, thief = people("tcd-authority", signed_in=False), people("tcd-authority", signed_in=False)
    issuer = chad.once("GET", "/sign-in/start", params={"login_hint": "tcd-authority"}).headers["location"]
    back = chad.once("GET", issuer).headers["location"]
    assert thief.see(back).path == "/sign-in"
    assert "__Host-acsg" not in thief.cookies
    assert chad.see(back).path == "/sign-in"
    assert chad.sign_in().path == "/"
    assert chad.see("/sign-in?to=https://evil.example").path == "/"
