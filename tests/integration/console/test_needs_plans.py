"""On the running region, by its pages alone: an officer plans over all needs and takes a suggestion into a proposal (WM 6, 11)."""

import re
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.journey import listed, ranked, request_in_line
from tests.support.person import People

pytestmark = pytest.mark.paragraph("11")
AREA, AMOUNT = "research_innovation", {"amount": "3", "unit": "packages"}


@pytest.mark.clause("6.3")
async def test_an_officer_plans_and_takes_a_suggestion(people: People, client: Client) -> None:
    title = f"Recherche {uuid4().hex[:8]}"
    line = {"line_id": "1", "functional_area": AREA, "support_type": "technical", "quantity": AMOUNT}
    asked = await request_in_line(
        client, title=title, lines=[line | {"period": {"start": "2026-01-01", "end": "2028-12-31"}}]
    )
    given = await listed(client, title=title, lines=[{"line_id": "experts", "functional_areas": [AREA], "support_type": "technical", "quantity": AMOUNT}])  # fmt: skip
    officer = people("wca-officer")
    # The board ranks before the State agreed to be shown; a plan does not.
    await ranked(client, asked["request_id"], given["offer_id"])
    assert given["offer_id"] in officer.see(f"/requests/{asked['request_id']}/bench").text
    made = officer.fill(officer.see("/plans/new"), "send_key", {}, "do=send")
    assert re.fullmatch(r"/plans/[0-9a-f-]{36}", made.path), (made.path, made.status, made.text[-2000:])
    at = f"{made.path}/lines/{asked['request_id']}/1/{given['offer_id']}"
    plan = officer.until(made.path, f'href="{at}/proposal"')  # wherever in the plan it stands
    assert "Il ne décide rien" not in plan.text
    taken = officer.fill(officer.see(f"{at}/proposal"), "send_key", {"reason": "Le plus proche"}, "do=send")
    assert (taken.status, taken.path) == (200, made.path), (taken.status, taken.text[-2000:])
    (match,) = re.findall(r'href="(/matches/[0-9a-f-]{36})"', taken.text)
    officer.until(match, "Le plus proche")
    other = people("fra-authority").see(made.path)
    assert other.status == 403
