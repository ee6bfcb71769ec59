"""Somebody applies for an organisation on pages, an officer registers it, and a form of another service names it (WM 3)."""

import re
from uuid import uuid4

import pytest

from tests.support.person import People

pytestmark = pytest.mark.paragraph("3")
CANARY = "Seuls les fonctionnaires lisent ceci"


@pytest.mark.clause("3.1")
async def test_an_organisation_applies_and_is_registered_on_pages(people: People) -> None:
    mark = uuid4().hex[:8]
    applicant, officer, chad = people(f"applicant-{mark}"), people("wca-officer"), people("tcd-authority")
    home = applicant.see("/")
    assert home.path == "/organisations", home.text[-1500:]
    assert ('href="/requests"' in home.text, 'href="/inbox"' in home.text) == (False, False)
    empty = applicant.fill(applicant.see("/organisations/new"), "send_key", {}, "do=send")
    assert (empty.status, 'href="#names' in empty.text, 'href="#seat"' in empty.text) == (422, True, True)
    content = {
        "names-0-language": "fr", "names-0-name": f"Cliniques {mark} <b>", "kind": "ngo", "seat": "iso3166:SEN",
        "website": "https://clinics.example", "statement": CANARY, "language": "fr",
    }  # fmt: skip
    made = applicant.fill(applicant.see("/organisations/new"), "send_key", content, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/organisations/[0-9a-f-]{36}", at), made.text[-2000:]
    assert f"Cliniques {mark} &lt;b&gt;" in applicant.until(at, CANARY).text
    assert (chad.see(at).status, chad.see("/organisations/new").status) == (404, 403)
    assert mark not in chad.see("/organisations").text
    assert applicant.see(f"{at}/registration").status == 403

    officer.until("/", f'href="{at}"')
    shown = officer.until("/organisations?waiting=1", mark)
    assert f'href="{at}"' in shown.text
    assert officer.until(at, CANARY).status == 200
    done = officer.fill(officer.see(f"{at}/registration"), "send_key", {"code": f"c{mark}"}, "do=send")
    assert done.path == at, done.text[-2000:]
    party = f"org:wca-c{mark}"
    assert party in applicant.until(at, party).text
    public = chad.until(at, party)
    assert CANARY not in public.text

    # In a form that was served before it was registered by the same process of the console.
    assert f'value="{party}"' in officer.until(f"{at}/merger", f'value="{party}"').text
    renamed = {"since-y": "2050", "since-m": "1", "since-d": "1", "names-0-language": "fr", "names-0-name": "Autre"}
    assert officer.fill(officer.see(f"{at}/names"), "send_key", renamed, "do=send").status == 422
