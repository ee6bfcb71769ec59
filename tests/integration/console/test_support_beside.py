"""On the running region: an officer who decides on a request reads what there is already, and nobody else does (WM 15.vi)."""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.bodies import PACKAGES, request_body
from tests.support.journey import request_in_line
from tests.support.person import People

pytestmark = pytest.mark.paragraph("15.vi")
ASK = "query($id: String!) { supportBeside(requestId: $id) { itemId kind } }"
PERIOD = {"start": "2026-01-01", "end": "2027-12-31"}


def line(area: str) -> dict[str, Any]:
    return {
        "line_id": "1",
        "functional_area": area,
        "support_type": "technical",
        "quantity": PACKAGES,
        "period": PERIOD,
    }


async def told_of(client: Client, title: str, area: str) -> str:
    """Chad tells of support that it has from elsewhere; the engagement's identifier."""
    given = {"functional_area": area, "support_type": "technical", "quantity": PACKAGES}
    notice = {"party": "iso3166:TCD", "role": "requester", "title": title, "lines": [given]}
    told = notice | {"origin": "bilateral_notice", "counterpart": "iso3166:FRA"}
    return str((await client.call("tcd-authority", "POST", "delivery", "/engagements", told))["engagement_id"])


@pytest.mark.clause("15.vi.b")
async def test_an_officer_reads_what_there_is_already_where_it_decides(people: People, client: Client) -> None:
    mark = uuid4().hex[:8]
    earlier = await request_in_line(client, title=f"Earlier {mark}", lines=[line("reception")])
    elsewhere = await request_in_line(client, title=f"Another area {mark}", lines=[line("documentation")])
    notice = await told_of(client, f"Bilateral {mark}", "reception")
    one = await client.call("tcd-authority", "POST", "intake", "/support-requests",
                            request_body(title=f"Asked now {mark}", lines=[line("reception")]))  # fmt: skip
    officer = people("wca-officer")
    there = {f'href="/requests/{earlier["request_id"]}"', f'href="/engagements/{notice}"'}
    for page in ("decision", "feedback"):
        at = f"/requests/{one['request_id']}/{page}"
        # Both are there once each was seen; the page that showed the last of them has the first too.
        seen = [officer.until(at, link) for link in there][-1]
        already = seen.text.partition('id="already"')[2].partition("</section>")[0]
        assert f"Earlier {mark}" in already
        assert f"Bilateral {mark}" in already
        assert elsewhere["request_id"] not in already
        assert one["request_id"] not in already
    found = (await client.graphql("wca-officer", ASK, {"id": one["request_id"]}))["supportBeside"]
    known = {(row["kind"], row["itemId"]) for row in found}
    assert {("request", earlier["request_id"]), ("engagement", notice)} <= known
    assert people("tcd-authority").see(f"/requests/{one['request_id']}/decision").status == 403
