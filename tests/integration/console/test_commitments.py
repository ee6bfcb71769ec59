"""An authority that writes French records its national plan and a pledge of it, says how far that is, and begins a request, on pages
alone; an officer begins one for it (WM 13).
"""

import re
from uuid import uuid4

import pytest

from tests.support.person import People, day

pytestmark = pytest.mark.paragraph("13")
LINE = {
    "lines-0-functional_area": "registration",
    "lines-0-aim": "Chacun est enregistré en une semaine",
    "lines-0-measured_in": "Jours jusqu'à l'enregistrement",
    "lines-0-baseline": "90",
    "lines-0-target": "7.5",
}
PLEDGE = {"language": "fr", "functional_areas": "registration", "forum": "grf_2023", "contributors": "CNARR\nHCR"}


def place(path: str) -> str:
    """Without what is asked for in it."""
    return re.sub(r"\?.*", "", path)


@pytest.mark.clause("13.2")
def test_a_plan_and_a_pledge_are_recorded_followed_and_lead_to_a_request(people: People) -> None:
    chad, cameroon, officer = people("tcd-authority"), people("cmr-authority"), people("wca-officer")
    title = f"Plan d'action {uuid4().hex[:8]}"
    form = chad.see("/national-plans/new")
    empty = chad.fill(form, "send_key", {"title": "", "language": "fr"}, "do=send")
    assert (empty.status, 'href="#title"' in empty.text) == (422, True)
    when = day("period-start", -60) | day("period-end", 600)
    made = chad.fill(empty, "send_key", when | LINE | {"title": title, "language": "fr"}, "do=send")
    plan = place(made.path)
    assert re.fullmatch(r"/national-plans/[0-9a-f-]{36}", plan), made.text[-2000:]
    page = chad.until(plan, "Chacun est enregistré")
    assert "7,5" in page.text
    reference = re.search(r"PLAN-\d{4}-TCD-\d{3}", page.text)
    assert reference is not None
    assert cameroon.see(plan).status == 404
    chad.fill(chad.see(f"{plan}/readers"), "send_key", {"party": "iso3166:CMR"}, "do=send")
    assert f"{plan}/revise" not in cameroon.until(plan, title[-8:]).text

    name = f"Douze agents {uuid4().hex[:8]}"
    said = PLEDGE | {"title": name, "plan-recorded_as": reference.group(0), "plan-line_id": "1"}
    made = chad.fill(chad.see("/commitments/new"), "send_key", said, "do=send")
    pledge = place(made.path)
    assert re.fullmatch(r"/commitments/[0-9a-f-]{36}", pledge), made.text[-2000:]
    assert "Forum mondial sur les réfugiés 2023" in cameroon.until(pledge, name[-8:]).text
    assert cameroon.see(f"{pledge}/stage").status == 403
    chad.fill(chad.see(f"{pledge}/stage"), "send_key", {"stage": "in_progress", "note": "Six sont recrutés"}, "do=send")
    assert "en cours" in cameroon.until(pledge, "Six sont recrutés").text
    same = chad.fill(chad.see("/commitments/confirmation"), "send_key", {}, "do=send")
    assert place(same.path) == "/commitments", same.text[-2000:]

    # Recorded, followed, confirmed: a form of an earlier version would be refused.
    begun = officer.fill(officer.until(f"{pledge}/draft", "version 3"), "send_key", {}, "do=send")
    assert place(begun.path) == pledge, begun.text[-2000:]
    assert cameroon.see(f"{pledge}/draft").status == 403
    preparing = chad.until("/drafts", name[-8:])
    assert name[-8:] in preparing.text
