"""Two States of different regions agree a peer link on pages, record two exchanges, and everybody reads what both made public
(WM 1, 20).
"""

import re

import pytest

from tests.support.person import People, day

pytestmark = pytest.mark.paragraph("1")
TITLE = "Guichets <b>mobiles</b>"
SHOWN = "Guichets &lt;b&gt;mobiles"
SAID = {
    "title": TITLE, "goal": "Voir comment la Zambie enregistre", "functional_areas": "registration",
    "countries": ["iso3166:NER", "iso3166:ZMB"], "mode": "hybrid", "languages": "fr", "parties": "iso3166:ZMB",
}  # fmt: skip
NIGER, ZAMBIA = "ner-authority", "zmb-authority"


@pytest.mark.clause("1.3")
@pytest.mark.clause("1.4")
async def test_niger_and_zambia_link_exchange_and_are_found_in_the_directory(people: People) -> None:
    niger, zambia, chad = people(NIGER), people(ZAMBIA, "en"), people("tcd-authority")
    form = niger.see("/links/new")
    wrong = niger.fill(form, "send_key", SAID | {"goal": ""}, "do=send")
    assert (wrong.status, 'href="#goal"' in wrong.text, SHOWN in wrong.text) == (422, True, True)
    made = niger.fill(wrong, "send_key", {"goal": SAID["goal"]}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/links/[0-9a-f-]{36}", at), made.text[-2000:]
    zambia.until("/", f'href="{at}/answer"')
    answer = zambia.see(f"{at}/answer")
    assert ("Niger" in answer.text, chad.see(at).status, niger.see(f"{at}/answer").status) == (True, 404, 409)
    zambia.fill(answer, "send_key", {"answer": "accepts"}, "do=send")
    niger.until(at, f'href="{at}/exchanges"')
    for person, title in ((niger, "Visite à Meheba"), (zambia, "Training at Diffa")):
        told = {"kind": "visit", "title": title, "learnt": "Deux jours suffisent"} | day("held_on", 0)
        person.until(at, f'href="{at}/exchanges"')
        kept = person.fill(person.see(f"{at}/exchanges"), "send_key", told, "do=send")
        assert kept.status == 200, kept.text[-2000:]
        zambia.until(at, title)
    for person in (niger, zambia):
        read = person.until(at, "Training at Diffa").text
        assert "Visite à Meheba" in read
        person.fill(person.see(f"{at}/publication"), "send_key", {"publishes": "publishes"}, "do=send")
        person.until(at, "accepte que ce soit public" if person is niger else "agrees that it is public")
    nobody = people(NIGER, signed_in=False)
    for country in ("iso3166:NER", "iso3166:ZMB"):
        page = nobody.until(f"/who-does-what?country={country}", SHOWN)
        assert ("Meheba" in page.text, "Voir comment" in page.text) == (False, False)
    assert SHOWN not in nobody.see("/who-does-what?country=iso3166:TCD").text
    assert f'href="{at}"' in chad.until("/links?q=mobiles", SHOWN).text
    zambia.fill(zambia.see(f"{at}/leaving"), "send_key", {"reason": "Both know how"}, "do=send")
    niger.until(at, "Both know how")


@pytest.mark.paragraph("20")
@pytest.mark.clause("20.1")
async def test_an_officer_introduces_who_asks_for_a_peer(people: People) -> None:
    niger, zambia, officer = people(NIGER), people(ZAMBIA, "en"), people("wca-officer")
    asked = {name: said for name, said in SAID.items() if name != "parties"} | {
        "title": "Interprètes par téléphone", "goal": "Apprendre d’un pair", "countries": "iso3166:NER",
    }  # fmt: skip
    made = niger.fill(niger.see("/links/new"), "send_key", asked, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    officer.until("/", f'href="{at}/introduction"')
    assert niger.see(f"{at}/introduction").status == 403
    officer.fill(officer.see(f"{at}/introduction"), "send_key", {"parties": "iso3166:ZMB"}, "do=send")
    answer = zambia.until(f"{at}/answer", "Niger")
    assert "Zambie" not in niger.until(at, "Interprètes").text
    zambia.fill(answer, "send_key", {"answer": "accepts"}, "do=send")
    niger.until(at, "Zambie")
