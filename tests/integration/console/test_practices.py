"""A practice is proposed, published, found and taken back on pages, by people of three parties (WM 1, 4, 11)."""

import re

import pytest

from tests.support.person import People

pytestmark = pytest.mark.paragraph("11")
TITLE = "Guichet mobile <b>du fleuve</b>"
SHOWN = "Guichet mobile &lt;b&gt;du fleuve"
SAID = {
    "country": "iso3166:SEN", "functional_areas": "coi", "wordings-0-language": "fr", "wordings-0-worded_by": "official",
    "wordings-0-title": TITLE, "wordings-0-text": "Une équipe se déplace", "contact-post": "Cheffe d'unité",
}  # fmt: skip


@pytest.mark.clause("1.5")
async def test_what_one_state_does_well_is_read_by_others_once_it_says_so(people: People) -> None:
    chad, senegal, france = people("tcd-authority"), people("sen-authority"), people("fra-authority")
    form = chad.see("/practices/new")
    wrong = chad.fill(form, "send_key", SAID | {"contact-post": "M. Diop"}, "do=send")
    assert (wrong.status, 'href="#contact-post"' in wrong.text, SHOWN in wrong.text) == (422, True, True)
    made = chad.fill(wrong, "send_key", {"contact-post": "Cheffe d'unité"}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/practices/[0-9a-f-]{36}", at), made.text[-2000:]
    assert france.see(at).status == 404
    work = senegal.until("/", f'href="{at}/answer"')
    assert "bonne pratique" in work.text
    answer = senegal.see(f"{at}/answer")
    assert (SHOWN in answer.text, chad.see(f"{at}/answer").status) == (True, 403)
    senegal.fill(answer, "send_key", {"answer": "publish", "audience": "mechanism"}, "do=send")
    for path in ("/practices?q=fleuve", "/practices?area=coi&country=iso3166:SEN", "/find?q=fleuve"):
        assert f'href="{at}"' in france.until(path, SHOWN).text
    assert SHOWN not in france.see("/practices?area=reception&q=fleuve").text
    read = france.until(at, SHOWN)
    assert ("Tchad" in read.text, "/answer" in read.text) == (False, False), (
        "who proposed it is not everybody's to know"
    )
    senegal.fill(senegal.see(f"{at}/retraction"), "send_key", {}, "do=send")
    france.until_gone("/practices?q=fleuve", SHOWN)
    assert france.see(at).status == 404
