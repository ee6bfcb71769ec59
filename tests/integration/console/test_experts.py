"""France lists a judge on pages, says when the judge is away, sends and names; Chad says how it went (WM 7)."""

import re
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.bodies import PACKAGES
from tests.support.person import People, day

pytestmark = pytest.mark.paragraph("7")
NAME = "Marguerite <b>Canarie</b>"


@pytest.mark.clause("7.5")
async def test_a_judge_is_listed_sent_and_appraised_on_pages(people: People, client: Client) -> None:
    chad, france, officer = people("tcd-authority"), people("fra-authority"), people("wca-officer")
    mark = uuid4().hex[:8]
    given = {"functional_area": "registration", "support_type": "technical", "quantity": PACKAGES}
    notice = {"party": "iso3166:TCD", "role": "requester", "title": f"Juges {mark}", "lines": [given]}
    told = notice | {"origin": "bilateral_notice", "counterpart": "iso3166:FRA"}
    made = await client.call("tcd-authority", "POST", "delivery", "/engagements", told)
    engagement = made["engagement_id"]
    answer = {"party": "iso3166:FRA", "answer": "accepted"}
    await client.call("fra-authority", "PUT", "delivery", f"/engagements/{engagement}/notice/answer", answer)

    profile = {
        "title": f"Juge {mark} +33 6 12 34 56 78",
        "functional_areas": "registration",
        "languages": "fr",
        "level": "senior",
    }
    wrong = france.fill(france.see("/experts/new"), "send_key", profile, "do=send")
    assert (wrong.status, 'href="#title"' in wrong.text, "fonction" in wrong.text) == (422, True, True)
    listed = france.fill(wrong, "send_key", {"title": f"Juge {mark} <b>"}, "do=send")
    at = re.sub(r"\?.*", "", listed.path)
    assert re.fullmatch(r"/experts/[0-9a-f-]{36}", at), listed.text[-2000:]
    assert f"Juge {mark} &lt;b&gt;" in chad.until(at, f"Juge {mark}").text
    assert (officer.see("/experts/new").status, chad.see(f"{at}/revise").status) == (403, 403)

    away = day("unavailable-0-start", -1) | day("unavailable-0-end", 1)
    assert france.fill(france.see(f"{at}/unavailability"), "send_key", away, "do=send").status == 200
    officer.until("/experts?q=" + mark, "indisponible aujourd")

    form = france.until(f"{at}/deployments", f'value="{engagement}"')
    sent = {"engagement_id": engagement} | day("period-start", -40) | day("period-end", -10)
    done = france.fill(form, "send_key", sent, "do=send")
    assert done.path == at, done.text[-2000:]
    form = france.until(f"{at}/person", 'value="1"')
    assert france.fill(form, "send_key", {"number": "1", "person-name": NAME}, "do=send").path == at
    assert "Marguerite &lt;b&gt;Canarie" in chad.until(at, "Marguerite").text
    for other in (officer, people("deu-authority")):
        assert "Marguerite" not in other.until(at, mark).text

    chad.until("/", f'href="{at}/appraisal"')
    word = {"number": "1", "judgement": "partly_met", "text": "Deux cours sur trois"}
    assert chad.fill(chad.see(f"{at}/appraisal"), "send_key", word, "do=send").path == at
    for reader in (france, officer):
        assert "En partie comme convenu" in reader.until(at, "Deux cours sur trois").text
    assert "Deux cours" not in people("deu-authority").see(at).text
    back = france.fill(france.see(f"{at}/person/withdrawal"), "send_key", {"number": "1"}, "do=send")
    assert back.status == 200
    chad.until_gone(at, "Marguerite")
