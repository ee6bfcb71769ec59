"""A theme is proposed, opened, championed and given an offer on pages, by people of three parties (WM 2, 3, 18)."""

import re

import pytest

from tests.support.person import People, day

pytestmark = pytest.mark.paragraph("18")
TITLE = "Le long du fleuve <b>Logone</b>"
SHOWN = "Le long du fleuve &lt;b&gt;Logone"
SAID = {
    "functional_areas": "coi", "wordings-0-language": "fr", "wordings-0-title": TITLE,
    "wordings-0-text": "Deux ans d'équipes mobiles", "countries": "iso3166:TCD",
} | day("period-start", 30)  # fmt: skip


@pytest.mark.clause("2.4")
@pytest.mark.clause("18.2")
async def test_a_theme_is_found_championed_and_closed_on_pages(people: People) -> None:
    chad, france, officer = people("tcd-authority"), people("fra-authority"), people("wca-officer")
    form = chad.see("/projects/new")
    wrong = chad.fill(form, "send_key", SAID | {"wordings-0-title": ""}, "do=send")
    assert (wrong.status, 'href="#wordings-0-title"' in wrong.text) == (422, True)
    made = chad.fill(wrong, "send_key", {"wordings-0-title": TITLE}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/projects/[0-9a-f-]{36}", at), made.text[-2000:]
    assert (france.see(at).status, chad.see(f"{at}/opening").status) == (404, 403)
    officer.until("/", f'href="{at}"')
    officer.fill(officer.see(f"{at}/opening"), "send_key", {}, "do=send")
    for path in ("/projects?q=Logone", "/projects?status=open&area=coi&country=iso3166:TCD", "/find?q=Logone"):
        assert f'href="{at}"' in france.until(path, SHOWN).text
    france.fill(france.see(f"{at}/volunteers"), "send_key", {}, "do=send")
    officer.until(at, f'href="{at}/volunteers/answer"')
    officer.fill(
        officer.see(f"{at}/volunteers/answer"), "send_key", {"party": "iso3166:FRA", "answer": "accepts"}, "do=send"
    )
    assert SHOWN in chad.until("/projects?champion=iso3166:FRA", SHOWN).text
    offers = france.see(f"{at}/offers")
    assert offers.status == 200
    ended = france.fill(france.see(f"{at}/champions/answer"), "send_key", {"answer": "ended"}, "do=send")
    assert ended.status == 200
    chad.until_gone("/projects?champion=iso3166:FRA", SHOWN)
    officer.fill(officer.see(f"{at}/closing"), "send_key", {"reason": "Terminé"}, "do=send")
    france.until(at, "Terminé")
