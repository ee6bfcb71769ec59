"""A State reads its bureau's feedback where it answers it: the thread of its request, on a page (WM 8)."""

import os
import re

import pytest

from deploy.demo.client import Client
from tests.integration.test_threads import FEEDBACK, begun
from tests.support.engagements import engaged
from tests.support.person import People, Person, day

pytestmark = pytest.mark.paragraph("8")
UNREAD = "non lus"


@pytest.mark.clause("8.6")
async def test_a_state_and_its_bureau_write_to_each_other_on_pages(people: People, client: Client) -> None:
    made, opened = await begun(client)
    at, case = f"/threads/{opened['thread_id']}", f"/requests/{made['request_id']}"
    chad, officer = people("tcd-authority"), people("wca-officer")
    listed = chad.until(case, UNREAD)
    assert f'href="{at}?about={made["request_id"]}"' in listed.text
    assert officer.until(case, "Secrétariat seul").text.count('href="/threads/') == 2
    fresh = people("tcd-authority", signed_in=False)
    asked = fresh.see(at)
    assert asked.path == "/sign-in", "the link of a mail"
    page = fresh.sign_in(at)
    assert (page.path, FEEDBACK in page.text, "Tchad" in page.text) == (at, True, True)
    assert UNREAD not in chad.see(case).text, "what the page showed has been read"

    said = chad.fill(chad.see(at), "send_key", {"text": "Voici notre <b>réponse</b>"}, "do=send")
    assert (said.path, "Voici notre &lt;b&gt;réponse" in said.text) == (at, True)
    assert UNREAD in officer.until(case, UNREAD).text
    form = officer.see(f"{at}/questions")
    past = officer.fill(form, "send_key", {"text": "Quel plan ?"} | day("due_on", -3), "do=send")
    assert (past.status, 'href="#due_on"' in past.text, "Quel plan ?" in past.text) == (422, True, True)
    sent = officer.fill(past, "send_key", day("due_on", 9), "do=send")
    assert sent.path == at, sent.text[-2000:]
    work = chad.until("/", "question dans le fil")
    assert f'href="{at}"' in work.text
    answer = re.search(rf'href="({at}/questions/[0-9a-f-]+/answer)[?"]', chad.until(at, "/answer").text)
    assert answer is not None
    done = chad.fill(chad.see(answer.group(1)), "send_key", {"text": "Le plan national"}, "do=send")
    assert (done.path, "Le plan national" in done.text) == (at, True)
    assert chad.see(answer.group(1)).status == 409, "it has been answered"
    document = await given_a_document(chad, officer, at)
    for other in (people("fra-authority"), people("europe-officer")):
        for path in (at, f"{at}/messages", f"{at}/questions", f"{at}/documents", document, answer.group(1)):
            assert other.see(path).status == other.see("/threads/0198f000-0000-7000-8000-000000000001").status == 404
        assert at not in other.see(case).text
    secretariats = set(re.findall(r'href="(/threads/[0-9a-f-]{36})[?"]', officer.see(case).text)) - {at}
    assert [chad.see(one).status for one in secretariats] == [404]


@pytest.mark.clause("6.4")
@pytest.mark.paragraph("11")
async def test_both_sides_write_to_each_other_on_the_page_of_their_engagement(people: People, client: Client) -> None:
    case = f"/engagements/{(await engaged(client)).one}"
    chad, france, officer = people("tcd-authority"), people("fra-authority"), people("wca-officer")
    all_sides = "Tous les participants et le Secrétariat"
    link = re.search(rf'href="(/threads/[0-9a-f-]+[?]about=[0-9a-f-]+)">{all_sides}', chad.until(case, all_sides).text)
    assert link is not None
    at = link.group(1)
    assert officer.until(case, all_sides).text.count('href="/threads/') == 4
    page = chad.see(at)
    assert ("Collaboration" in page.text or "Engagement" in page.text, f'href="{case}"' in page.text) == (True, True)
    said = chad.fill(page, "send_key", {"text": "Nous commençons en mai"}, "do=send")
    assert (said.status, "Nous commençons en mai" in said.text) == (200, True)
    assert "Nous commençons en mai" in france.see(at).text
    asked = france.fill(france.see(at.replace("?", "/questions?")), "send_key",
                        {"text": "Avec qui ?", "asked_of": "requester"} | day("due_on", 9), "do=send")  # fmt: skip
    assert "Avec qui ?" in asked.text, asked.text[-2000:]
    assert 'href="/threads/' in chad.until("/", "question dans le fil").text
    archive = chad.see(f"/case-files/{case.rpartition('/')[2]}")
    assert (archive.status, archive.raw[:2]) == (200, b"PK")
    for other in (people("deu-authority"), people("europe-officer")):
        assert (other.see(at).status, other.see(f"/case-files/{case.rpartition('/')[2]}").status) == (404, 404)


async def given_a_document(chad: Person, officer: Person, at: str) -> str:
    """Over the form and back: nine megabytes, byte for byte; the address of the file."""
    raw = b"%PDF-1.7 " + os.urandom(9_000_000)
    form = chad.see(f"{at}/documents")
    said = {"title": "Plan national <b>", "post": "Cheffe d'unité"}
    wrong = chad.send_file(form, "file", b"<script>", "page.html", said)
    assert (wrong.status, 'href="#file"' in wrong.text, "Plan national" in wrong.text) == (422, True, True)
    page = chad.send_file(form, "file", raw, "plan.pdf", said)
    assert page.path == at, page.text[-2000:]
    shown = officer.until(at, "Plan national &lt;b&gt;")
    assert "non analysé" in shown.text
    link = re.search(rf'href="({at}/documents/[0-9a-f-]+)"', shown.text)
    assert link is not None
    read = officer.see(link.group(1))
    assert (read.status, read.raw == raw) == (200, True)
    assert read.headers["content-disposition"].startswith("attachment; filename=")
    assert (read.headers["content-type"], read.headers["x-content-type-options"]) == ("application/pdf", "nosniff")
    assert "default-src 'none'" in read.headers["content-security-policy"]
    return link.group(1)
