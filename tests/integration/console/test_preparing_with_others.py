"""An office enters for its State, a stakeholder is heard, each State signs in its own way: all of it on pages, on real processes (WM 3, 8, 15.v)."""

import re
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.asked_in_french import CANARY
from tests.support.bodies import request_body
from tests.support.person import People, Person, Seen

pytestmark = pytest.mark.paragraph("8")
STRANGERS = ("cmr-authority", "cmr-office", "fra-authority", "wca-officer", "geneva-officer", "ecre")
LACKING = {"fr": "Ce qui manque encore", "ar": "ما ينقص قبل أن يمكن تقديمه"}


async def entered(office: Person, client: Client, **changes: object) -> str:
    """A draft that an office began on a page, with a whole text; its address."""
    sheet = office.fill(office.see("/requests/new"), "for", {}).path.rpartition("/")[0]
    office.fill(office.see(f"{sheet}/who"), "rev", {"title": "..."}, "do=save")
    found = re.search(r'href="(/preparing/[0-9a-f-]{36})"', office.see(sheet).text)
    assert found is not None
    one = found.group(1).rpartition("/")[2]
    text = {name: said for name, said in request_body(**changes).items() if name != "distinct_from"}
    await client.call("tcd-office", "PUT", "intake", f"/drafts/{one}/content", text)
    return found.group(1)


def invite(person: Person, draft: str, role: str) -> Seen:
    return person.fill(person.see(f"{draft}/hands"), "send_key", {"party": "org:ecre", "role": role}, "do=send")


def nothing_for(strangers: tuple[str, ...], people: People, draft: str, words: tuple[str, ...]) -> None:
    """Who was not invited finds nothing, at no address and in no list."""
    for name in strangers:
        person = people(name)
        for path in ("", "/comments", "/comments/resolved", "/hands", "/hands/end", "/signature", "/paper", "/endorsement",
                     "/signing", "/submission", "/drop", "/refusal", "/workbook"):  # fmt: skip
            assert person.see(draft + path).status == 404, (name, path)
        shown = person.see("/").text + person.see("/drafts").text
        assert not any(word in shown for word in words), name


@pytest.mark.clause("8.2")
@pytest.mark.clause("8.3")
@pytest.mark.clause("8.4")
async def test_an_office_enters_a_stakeholder_is_heard_and_the_state_signs(people: People, client: Client) -> None:
    office, chad, helper = people("tcd-office"), people("tcd-authority", "ar"), people("ecre", "ar")
    title = f"Préparé par le bureau {uuid4().hex[:8]}"
    draft = await entered(office, client, title=title, gap=CANARY)
    nothing_for(STRANGERS, people, draft, (title, CANARY))
    # What is lacking, and who owes it, stands before everybody who has a hand in it.
    assert LACKING["fr"] in office.see(draft).text
    assert invite(office, draft, "commenter").path == draft
    seen = helper.see(draft)
    assert (LACKING["ar"] in seen.text, CANARY in seen.text) == (True, True)
    assert helper.see(f"{draft}/hands").status == 403
    # A comment at its place, answered there, and settled by who edits.
    asked = helper.see(f"{draft}/comments?place=/gap")
    assert asked.form("send_key").names >= {"place", "text"}
    assert helper.fill(asked, "send_key", {"text": "أي سجلات؟"}, "do=send").path == draft
    part = chad.see(draft).text.partition('id="part-gap"')[2].partition("</section>")[0]
    assert "أي سجلات؟" in part
    answer = re.search(r'href="(/preparing/[^"]*/comments\?place=[^"]*)"', part)
    assert answer is not None
    chad.fill(chad.see(answer.group(1)), "send_key", {"text": "سجلات المحافظات"}, "do=send")
    settle = re.search(r'href="(/preparing/[^"]*/comments/resolved\?comment=[^"]*)"', chad.see(draft).text)
    assert settle is not None
    assert chad.fill(chad.see(settle.group(1)), "send_key", {}, "do=send").path == draft
    assert ("سجلات المحافظات" in helper.see(draft).text, "عولج" in helper.see(draft).text) == (True, True)
    # Invited to edit it writes on a sheet of its own; what moved meanwhile is said, and nothing chosen is lost.
    assert helper.fill(helper.see(f"{draft}/comments"), "send_key", {"text": "?"}, "do=send").status == 200
    old = chad.see(f"{draft}/hands")
    assert invite(office, draft, "editor").path == draft
    moved = chad.fill(old, "send_key", {"party": "org:euaa", "role": "commenter"}, "do=send")
    assert moved.status == 409
    assert ("party", "org:euaa") in moved.form("send_key").fields
    sheet = helper.fill(helper.see(draft), "do", {}).path
    helper.fill(helper.see(f"{sheet}/gap"), "rev", {"summary": "ملخص المنظمة"}, "do=save")
    assert "ملخص المنظمة" in office.see(draft).text
    # The office stands behind the text; the State signs it; a changed text is endorsed and signed anew.
    assert office.fill(office.see(f"{draft}/endorsement"), "send_key", {}, "do=send").path == draft
    assert office.fill(office.see(f"{draft}/signing"), "send_key", {}, "do=send").path == draft
    signing = chad.see(f"{draft}/signature")
    helper.fill(helper.see(f"{sheet}/gap"), "rev", {"summary": "ملخص آخر"}, "do=save")
    assert chad.fill(signing, "send_key", {"post": "الأمين العام"}, "do=send").status == 409
    assert "texte antérieur" in office.see(draft).text
    assert office.fill(office.see(f"{draft}/endorsement"), "send_key", {}, "do=send").path == draft
    assert office.fill(office.see(f"{draft}/signing"), "send_key", {}, "do=send").path == draft
    assert chad.fill(chad.see(f"{draft}/signature"), "send_key", {"post": "الأمين العام"}, "do=send").path == draft
    # Who was invited reads no more once it is invited no more.
    ended = office.fill(office.see(f"{draft}/hands/end"), "send_key", {"party": "org:ecre"}, "do=send")
    assert (ended.path, helper.see(draft).status, f'{draft}"' in helper.see("/drafts").text) == (draft, 404, False)
    assert "لم تعودوا" in helper.see(sheet).text, "what it typed itself is kept for it"
    sent = chad.fill(chad.see(f"{draft}/submission"), "send_key", {}, "do=send")
    assert re.fullmatch(r"/requests/[0-9a-f-]{36}", sent.path), sent.text[-2000:]
    made = await client.call("tcd-authority", "GET", "intake", f"/support-requests/{sent.path.rpartition('/')[2]}")
    assert made["prepared"]["endorsement"]["office"] == "unhcr-office:TCD"
    assert [one["party"] for one in made["prepared"]["signatures"]] == ["iso3166:TCD"]


@pytest.mark.clause("8.4")
@pytest.mark.clause("15.v")
async def test_a_paper_is_recorded_with_its_reference_and_counts_for_its_text_alone(
    people: People, client: Client
) -> None:
    office, chad, niger = people("tcd-office", "ar"), people("tcd-authority"), people("ner-office")
    title = f"Signé sur papier {uuid4().hex[:8]}"
    draft = await entered(office, client, title=title, requesting_states=["iso3166:TCD", "iso3166:NER"])
    assert niger.see(draft).status == 404, "named, and not asked yet"
    office.fill(office.see(f"{draft}/signing"), "send_key", {}, "do=send")
    paper = {"party": "iso3166:NER", "post": "Directeur", "on_paper-reference": "Note verbale 12/2026",
             "on_paper-signed_on-y": "2026", "on_paper-signed_on-m": "2", "on_paper-signed_on-d": "1"}  # fmt: skip
    assert (
        niger.fill(niger.see(f"{draft}/paper"), "send_key", {**paper, "on_paper-reference": ""}, "do=send").status
        == 422
    )
    assert niger.fill(niger.see(f"{draft}/paper"), "send_key", paper, "do=send").path == draft
    seen = chad.see(draft).text
    assert ("Note verbale 12/2026" in seen, "du texte actuel" in seen) == (True, True)
    # Its own office records for Chad what Chad signed on paper; it signs for nobody by login.
    assert office.see(f"{draft}/signature").status == 403
    one = draft.rpartition("/")[2]
    stands = await client.call("tcd-authority", "GET", "intake", f"/drafts/{one}")
    await client.call("tcd-authority", "PUT", "intake", f"/drafts/{one}/content", stands["content"] | {"gap": "Autre"})
    assert "d’un texte antérieur" in chad.see(draft).text
    office.fill(office.see(f"{draft}/signing"), "send_key", {}, "do=send")
    for person, state in ((office, "iso3166:TCD"), (niger, "iso3166:NER")):
        said = person.fill(person.see(f"{draft}/paper"), "send_key", {**paper, "party": state}, "do=send")
        assert said.path == draft, said.text[-2000:]
    sent = office.fill(office.see(f"{draft}/submission"), "send_key", {}, "do=send")
    assert re.fullmatch(r"/requests/[0-9a-f-]{36}", sent.path), sent.text[-2000:]
    made = await client.call("tcd-authority", "GET", "intake", f"/support-requests/{sent.path.rpartition('/')[2]}")
    signed = {one["party"]: one["on_paper"]["reference"] for one in made["prepared"]["signatures"]}
    assert signed == {"iso3166:TCD": "Note verbale 12/2026", "iso3166:NER": "Note verbale 12/2026"}
