"""A State reads its bureau's feedback where it answers it: the thread of its request, on a page (WM 8)."""

import os
import re

import pytest

from deploy.demo.client import Client
from tests.integration.test_threads import FEEDBACK, begun
from tests.support.person import People, Person, Seen, day
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("8")
UNREAD = "non lus"


async def there(person: Person, path: str, words: str) -> Seen:
    """A page once it says so: what the gateway lists follows its owner in a moment."""

    async def said() -> Seen | None:
        seen = person.see(path)
        return seen if words in seen.text else None

    return await until(said, f"{words} at {path}")


@pytest.mark.clause("8.6")
async def test_a_state_and_its_bureau_write_to_each_other_on_pages(people: People, client: Client) -> None:
    made, opened = await begun(client)
    at, case = f"/threads/{opened['thread_id']}", f"/requests/{made['request_id']}"
    chad, officer = people("tcd-authority"), people("wca-officer")
    listed = await there(chad, case, UNREAD)
    assert f'href="{at}"' in listed.text
    assert (await there(officer, case, "Secrétariat seul")).text.count('href="/threads/') == 2
    fresh = people("tcd-authority", signed_in=False)
    asked = fresh.see(at)
    assert asked.path == "/sign-in", "the link of a mail"
    page = fresh.sign_in(at)
    assert (page.path, FEEDBACK in page.text, "Tchad" in page.text) == (at, True, True)
    assert UNREAD not in chad.see(case).text, "what the page showed has been read"

    said = chad.fill(chad.see(at), "send_key", {"text": "Voici notre <b>réponse</b>"}, "do=send")
    assert (said.path, "Voici notre &lt;b&gt;réponse" in said.text) == (at, True)
    assert UNREAD in (await there(officer, case, UNREAD)).text
    form = officer.see(f"{at}/questions")
    past = officer.fill(form, "send_key", {"text": "Quel plan ?"} | day("due_on", -3), "do=send")
    assert (past.status, 'href="#due_on"' in past.text, "Quel plan ?" in past.text) == (422, True, True)
    sent = officer.fill(past, "send_key", day("due_on", 9), "do=send")
    assert sent.path == at, sent.text[-2000:]
    work = await there(chad, "/", "question dans le fil")
    assert f'href="{at}"' in work.text
    answer = re.search(rf'href="({at}/questions/[0-9a-f-]+/answer)"', (await there(chad, at, "/answer")).text)
    assert answer is not None
    done = chad.fill(chad.see(answer.group(1)), "send_key", {"text": "Le plan national"}, "do=send")
    assert (done.path, "Le plan national" in done.text) == (at, True)
    assert chad.see(answer.group(1)).status == 409, "it has been answered"
    document = await given_a_document(chad, officer, at)
    for other in (people("fra-authority"), people("europe-officer")):
        for path in (at, f"{at}/messages", f"{at}/questions", f"{at}/documents", document, answer.group(1)):
            assert other.see(path).status == other.see("/threads/0198f000-0000-7000-8000-000000000001").status == 404
        assert at not in other.see(case).text
    secretariats = set(re.findall(r'href="(/threads/[0-9a-f-]{36})"', officer.see(case).text)) - {at}
    assert [chad.see(one).status for one in secretariats] == [404]


async def given_a_document(chad: Person, officer: Person, at: str) -> str:
    """Over the form and back: nine megabytes, byte for byte; the address of the file."""
    raw = b"%PDF-1.7 " + os.urandom(9_000_000)
    form = chad.see(f"{at}/documents")
    said = {"title": "Plan national <b>", "post": "Cheffe d'unité"}
    wrong = chad.send_file(form, "file", b"<script>", "page.html", said)
    assert (wrong.status, 'href="#file"' in wrong.text, "Plan national" in wrong.text) == (422, True, True)
    page = chad.send_file(form, "file", raw, "plan.pdf", said)
    assert page.path == at, page.text[-2000:]
    shown = await there(officer, at, "Plan national &lt;b&gt;")
    assert "non analysé" in shown.text
    link = re.search(rf'href="({at}/documents/[0-9a-f-]+)"', shown.text)
    assert link is not None
    read = officer.see(link.group(1))
    assert (read.status, read.raw == raw) == (200, True)
    assert read.headers["content-disposition"].startswith("attachment; filename=")
    assert (read.headers["content-type"], read.headers["x-content-type-options"]) == ("application/pdf", "nosniff")
    assert "default-src 'none'" in read.headers["content-security-policy"]
    return link.group(1)
