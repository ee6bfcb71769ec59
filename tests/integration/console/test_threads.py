"""A State reads its bureau's feedback where it answers it: the thread of its request, on a page (WM 8)."""

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
    for other in (people("fra-authority"), people("europe-officer")):
        for path in (at, f"{at}/messages", f"{at}/questions", answer.group(1)):
            assert other.see(path).status == other.see("/threads/0198f000-0000-7000-8000-000000000001").status == 404
        assert at not in other.see(case).text
    secretariats = set(re.findall(r'href="(/threads/[0-9a-f-]{36})"', officer.see(case).text)) - {at}
    assert [chad.see(one).status for one in secretariats] == [404]
