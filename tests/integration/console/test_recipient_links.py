"""On the running region: an officer judges a recipient's link with the authorities; the State reads it (WM 10, 15.iv)."""

from uuid import uuid4

import pytest

from deploy.demo.client import Client
from tests.support.bodies import request_body
from tests.support.person import People

pytestmark = [pytest.mark.paragraph("10"), pytest.mark.paragraph("15.iv")]
ASK = "query($k: String!) { item(key: $k) { findings { paragraph links { recipient outcome comment } } } }"


@pytest.mark.clause("15.iv")
async def test_an_officer_judges_the_link_and_its_state_alone_reads_it(people: People, client: Client) -> None:
    mark = uuid4().hex[:8]
    bar, why = f"Bar of {mark}", f"The protocol {mark} names it"
    named = [{"name": bar, "project_with_authorities": "Legal aid"}, {"name": f"Faculty {mark}"}]
    body = request_body(title=f"With others {mark}", beneficiaries=named, supporters=["org:euaa"])
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", body)
    one = f"/requests/{made['request_id']}"
    officer = people("wca-officer", "en")
    form = officer.until(f"{one}/feedback", bar)
    refused = officer.fill(form, "message", {"link-0": "satisfied"})
    assert refused.status == 422, "an outcome without a word on why"
    place = next(n for n, found in enumerate(made["findings"]) if found["paragraph"] == "15.iv")
    said = {"link-0": "satisfied", "link-comment-0": why, f"comment-{place}": "Read with the office"}
    assert officer.see(one).text.count("Not judged") == len(named)
    given = officer.fill(officer.see(f"{one}/feedback"), "message", said)
    assert given.path == one, given.text[:1500]
    assert given.text.count("Not judged") == 1
    assert officer.see(f"{one}/decision").text.count("Not judged") == 1
    assert why in people("tcd-authority").until(one, why).text
    found = (await client.graphql("tcd-authority", ASK, {"k": made["request_id"]}))["item"]["findings"]
    (links,) = [row["links"] for row in found if row["links"]]
    assert links == [{"recipient": bar, "outcome": "satisfied", "comment": why}]
    # Who is asked to support it reads the request, and nothing of what an officer found.
    assert why not in str(await client.graphql("euaa", ASK, {"k": made["request_id"]}))
