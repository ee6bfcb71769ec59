"""A request is prepared on pages by a State, its office and another State, on real processes; who has no hand in it knows of nothing (WM 3, 8, 15.v)."""

import re
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.asked_in_french import SECTIONS
from tests.support.person import People, Person, Seen

pytestmark = pytest.mark.paragraph("8")


def sheet(person: Person, title: str) -> str:
    """A form with every section filled in; its address."""
    page = person.fill(person.see("/requests/new"), "for", {})
    for name, given in SECTIONS.items():
        page = person.fill(page, "rev", given | ({"title": title} if name == "who" else {}), "do=next")
    return page.path.removesuffix("/submit")


def prepared(seen: Seen) -> str:
    """The draft at intake that a form belongs to."""
    found = re.search(r'href="(/preparing/[0-9a-f-]{36})"', seen.text)
    assert found is not None, seen.text[-2000:]
    return found.group(1)


@pytest.mark.clause("8.2")
@pytest.mark.clause("15.v")
async def test_what_is_typed_is_prepared_together_and_each_state_signs(people: People, client: Client) -> None:
    chad, office, niger = people("tcd-authority"), people("tcd-office"), people("ner-authority")
    title = f"Préparé à deux {uuid4().hex[:8]}"
    at = sheet(chad, title)
    draft = prepared(chad.see(at))
    assert title in office.see("/drafts").text
    for other in (niger, people("fra-authority"), people("wca-officer")):
        assert title not in other.see("/drafts").text
        assert other.see(draft).status == 404
        assert other.see(f"{draft}/workbook").status == 404
    # The office writes on a sheet of its own, and the State reads it in its form.
    desk = office.fill(office.see(draft), "do", {})
    assert desk.path.startswith("/drafts/")
    office.fill(office.see(f"{desk.path}/gap"), "rev", {"summary": "Résumé du bureau"}, "do=save")
    assert "Résumé du bureau" in chad.see(f"{at}/gap").text
    said = office.fill(office.see(f"{draft}/comments"), "send_key", {"text": "Quels registres ?"}, "do=send")
    assert (said.path, "Quels registres ?" in chad.see(draft).text) == (draft, True)
    assert "Quels registres ?" in chad.see(draft).text
    book = chad.see(f"{draft}/workbook")
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
    back = chad.send_file(chad.see("/requests/workbook/in"), "workbook", book.raw)
    assert back.path == f"{at}/workbook", "the draft that it was made of, and no other one"
    # Another State is named in the form, and reads it once it is asked to sign.
    chad.fill(chad.see(f"{at}/who"), "rev", {"requesting_states": ["iso3166:NER"]}, "do=save")
    chad.fill(chad.see(f"{at}/lasting"), "rev", {"coordination-how_coordinated": "Une équipe commune"}, "do=save")
    one = draft.rpartition("/")[2]
    stands = await client.call("tcd-authority", "GET", "intake", f"/drafts/{one}")
    assert stands["content"]["requesting_states"] == ["iso3166:TCD", "iso3166:NER"]
    assert niger.see(draft).status == 404, "named, and not asked yet"
    late = chad.fill(chad.see(f"{at}/submit"), "rev", {})
    assert late.path == draft, late.text[-2000:]
    assert "Attend votre signature" in niger.see("/").text
    signing = niger.see(f"{draft}/signature")
    assert niger.fill(signing, "send_key", {"post": "Secrétaire général"}, "do=send").path == draft
    sent = chad.fill(chad.see(f"{draft}/submission"), "send_key", {}, "do=send")
    assert re.fullmatch(r"/requests/[0-9a-f-]{36}", sent.path), sent.text[-2000:]
    assert title in sent.text
    assert niger.see(sent.path).status == 200
    assert "est clos" in chad.see(at).text
    assert title not in chad.see("/drafts").text


async def test_a_signature_of_a_text_that_changed_meanwhile_is_refused(people: People, client: Client) -> None:
    chad = people("tcd-authority")
    at = sheet(chad, f"Changé sous la plume {uuid4().hex[:8]}")
    draft = prepared(chad.see(at))
    page = chad.see(f"{at}/submit")
    one = draft.rpartition("/")[2]
    stands = await client.call("tcd-office", "GET", "intake", f"/drafts/{one}")
    await client.call("tcd-office", "PUT", "intake", f"/drafts/{one}/content", stands["content"] | {"gap": "Du bureau"})
    refused = chad.fill(page, "rev", {})
    assert refused.status == 409
    assert "Du bureau" in refused.text
    signed = (await client.call("tcd-authority", "GET", "intake", f"/drafts/{one}"))["signatures"]
    assert signed == []
