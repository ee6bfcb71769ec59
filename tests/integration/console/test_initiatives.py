"""A State opens the quality-assurance initiative on pages, an officer writes a diagnosis and a round, the State answers and shows it (WM 7, 11)."""

import re

import pytest

from tests.support.person import People, day

pytestmark = [pytest.mark.paragraph("7"), pytest.mark.paragraph("11")]
TITLE, SHOWN = "Qualité <b>des décisions", "Qualité &lt;b&gt;des décisions"
SAID = {
    "kind": "quality_assurance", "title": TITLE, "aim": "Des motifs écrits", "functional_areas": "decision_quality",
} | day("period-start", 0)  # fmt: skip
CHAD, OFFICER, FRANCE = "tcd-authority", "wca-officer", "fra-authority"
AREA = {"areas-0-functional_area": "decision_quality", "areas-0-standing": "weak", "summary": "Peu de motifs"}
ROUND = {
    "sampled": "decisions", "sample": "40", "findings-0-functional_area": "decision_quality", "findings-0-fault": "reasons_not_given",
    "findings-0-count": "12", "recommendations-0-functional_area": "decision_quality", "recommendations-0-text": "Un formulaire",
    "auditors": "EXPERT-2026-FRA-001",
}  # fmt: skip


@pytest.mark.clause("7.5")
async def test_a_round_is_recorded_answered_and_shown_without_its_figures(people: People) -> None:
    chad, officer, france = people(CHAD), people(OFFICER), people(FRANCE)
    wrong = chad.fill(chad.see("/initiatives/new"), "send_key", SAID | {"aim": ""}, "do=send")
    assert (wrong.status, 'href="#aim"' in wrong.text, SHOWN in wrong.text) == (422, True, True)
    made = chad.fill(wrong, "send_key", {"aim": SAID["aim"]}, "do=send")
    at = re.sub(r"\?.*", "", made.path)
    assert re.fullmatch(r"/initiatives/[0-9a-f-]{36}", at), made.text[-2000:]
    assert (france.see(at).status, france.see("/initiatives").status) == (404, 200)
    officer.until(at, f'href="{at}/diagnosis"')
    kept = officer.fill(officer.see(f"{at}/diagnosis"), "send_key", AREA | day("held_on", 0), "do=send")
    assert kept.status == 200, kept.text[-2000:]
    chad.until("/", f'href="{at}/diagnosis/word"')
    chad.fill(chad.see(f"{at}/diagnosis/word"), "send_key", {}, "do=send")
    officer.until(at, f'href="{at}/steps"')
    steps = {"steps-0-title": "Former des réviseurs", "steps-0-by": "state"} | day("steps-0-due_on", 20)
    officer.fill(officer.see(f"{at}/steps"), "send_key", steps, "do=send")
    officer.until(at, f'href="{at}/cycles"')
    kept = officer.fill(officer.see(f"{at}/cycles"), "send_key", ROUND | day("held_on", 0), "do=send")
    assert kept.status == 200, kept.text[-2000:]
    chad.until("/", f'href="{at}/recommendation"')
    chad.fill(chad.see(f"{at}/recommendation"), "send_key", {"answer": "accepted", "text": "Dès juin"}, "do=send")
    assert "EXPERT-2026-FRA-001" in chad.until(at, "Dès juin").text
    assert officer.see(f"{at}/readers").status == 403
    chad.fill(chad.see(f"{at}/readers"), "send_key", {"readers": "iso3166:FRA"}, "do=send")
    read = france.until(at, SHOWN)
    assert ("Peu de motifs" in read.text, "Un formulaire" in read.text, "Former des" in read.text) == (
        False,
        False,
        True,
    )
    assert france.see(f"{at}/closing").status == 403
