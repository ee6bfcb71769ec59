"""An authority that writes French plans an assessment, writes down what it finds, validates it, and begins a request from it, on pages
alone (WM 13, 14).
"""

import re
from uuid import uuid4

import pytest

from tests.support.person import People, day

pytestmark = [pytest.mark.paragraph("13"), pytest.mark.paragraph("14")]
PLANNED = {"language": "fr", "method": "entry_and_registration", "done_by": "CNARR", "done_with": "HCR\nBarreau"}
FOUND = {
    "areas-0-functional_area": "registration",
    "areas-0-present_capacity": "Deux guichets enregistrent quarante personnes par jour",
    "areas-0-gap": "L'enregistrement prend quatre-vingt-dix jours",
    "areas-0-priority": "high",
    "areas-0-evidence-0-title": "Rapport sur l'enregistrement",
    "areas-0-evidence-0-link": "https://registry.example/rapport-1",
}


@pytest.mark.clause("13.1")
@pytest.mark.clause("14.1")
@pytest.mark.clause("14.2")
def test_an_assessment_is_planned_found_validated_and_leads_to_a_request(people: People) -> None:
    chad, office, cameroon = people("tcd-authority"), people("tcd-office"), people("cmr-authority")
    methods = chad.see("/methods")
    assert "Accès, accueil et enregistrement" in methods.text
    title = f"Capacités d'enregistrement {uuid4().hex[:8]}"
    form = chad.see("/assessments/new")
    assert 'href="/methods"' in form.text
    assert "Accès, accueil et enregistrement" in form.text
    when = day("period-start", -60) | day("period-end", 30)
    wrong = chad.fill(form, "send_key", PLANNED | when | {"title": "", "method": ""}, "do=send")
    assert (wrong.status, 'href="#title"' in wrong.text, 'href="#method"' in wrong.text) == (422, True, True)
    own = chad.fill(wrong, "send_key", {"title": title, "method": "own_method"}, "do=send")
    assert (own.status, 'href="#own_method"' in own.text) == (422, True)
    made = chad.fill(own, "send_key", {"method": PLANNED["method"]}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/assessments/[0-9a-f-]{36}", at), made.text[-2000:]
    assert "prévue" in chad.until(at, "Capacités d").text
    assert cameroon.see(at).status == 404
    assert title[-8:] not in cameroon.see("/assessments").text
    assert at in office.until("/assessments", title[-8:]).text
    assert office.see(f"{at}/validation").status == 403
    office.fill(office.see(f"{at}/start"), "send_key", {}, "do=send")
    lacks = chad.until(at, f"{at}/validation")
    said = chad.fill(chad.see(f"{at}/validation"), "send_key", {}, "do=send")
    assert (lacks.status, said.status) == (200, 422)
    assert "Aucun domaine fonctionnel n’est encore évalué" in said.text

    chad.fill(chad.see(f"{at}/revise"), "send_key", FOUND, "do=send")
    page = chad.until(at, "quatre-vingt-dix jours")
    assert 'href="https://registry.example/rapport-1"' in page.text
    assert "Barreau" in page.text
    chad.fill(chad.see(f"{at}/validation"), "send_key", {}, "do=send")
    chad.until(at, "Validée")
    assert chad.see(f"{at}/revise").status == 409

    draft = chad.fill(chad.see(f"{at}/draft"), "send_key", {}, "do=send")
    assert re.match(r"/preparing/[0-9a-f-]{36}", draft.path), draft.text[-2000:]
    assert "quatre-vingt-dix jours" in draft.text
    assert "ASSESSMENT-" in draft.text
    assert "validée par son État" in draft.text
    assert cameroon.see(re.sub(r"\?.*", "", draft.path)).status == 404


def test_it_is_shown_to_a_party_and_no_more(people: People) -> None:
    chad, cameroon = people("tcd-authority"), people("cmr-authority")
    title = f"À montrer {uuid4().hex[:8]}"
    when = day("period-start", -60) | day("period-end", 30)
    made = chad.fill(chad.see("/assessments/new"), "send_key", PLANNED | when | {"title": title}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    chad.until(at, title[-8:])
    chad.fill(chad.see(f"{at}/hands"), "send_key", {"party": "iso3166:CMR", "role": "reader"}, "do=send")
    seen = cameroon.until(at, title[-8:])
    assert f"{at}/revise" not in seen.text
    assert cameroon.see(f"{at}/revise").status == 403
    chad.until(at, f"{at}/hands/end")
    chad.fill(chad.see(f"{at}/hands/end"), "send_key", {"party": "iso3166:CMR"}, "do=send")
    chad.until_gone(at, f"{at}/hands/end")
    assert cameroon.see(at).status == 404
