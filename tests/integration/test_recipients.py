"""On the running region: a recipient other than a State is asked for its own word, and gives it (WM 10, 15.iv)."""

from typing import Any
from uuid import uuid4

import pytest

from deploy.demo.client import Client, Refused
from tests.support.bodies import request_body
from tests.support.poll import until

NGO, BAR = "org:ecre", "local bar association"
pytestmark = [pytest.mark.paragraph("10"), pytest.mark.paragraph("15.iv")]
PAPER = {"reference": "Letter 7/2026", "signed_on": "2026-02-01"}


async def refused(client: Client, actor: str, *call: Any) -> Refused:
    with pytest.raises(Refused) as found:
        await client.call(actor, *call)
    return found.value


def on_others(state: dict[str, Any]) -> tuple[str, list[str]]:
    one = next(f for f in state["findings"] if f["paragraph"] == "15.iv")
    return one["outcome"], [reason["code"] for reason in one["reasons"]]


async def owes(client: Client, item: str, *, something: bool) -> bool:
    async def as_wanted() -> bool:
        found = await client.call("ecre", "GET", "notifications", f"/deadlines?item_id={item}")
        return [one["owed"] for one in found["deadlines"]] == (["naming"] if something else [])

    return await until(as_wanted, "the step of a recipient")


async def asked(client: Client) -> tuple[dict[str, Any], str, str]:
    """A request with two recipients, its place, and the name of the one with an id."""
    ecre = f"Council {uuid4().hex[:8]}"
    named = [
        {"name": ecre, "project_with_authorities": "Legal aid", "party": NGO},
        {"name": BAR, "project_with_authorities": "Duty counsel"},
    ]
    body = request_body(title=f"With recipients {ecre}", beneficiaries=named)
    made = await client.call("tcd-authority", "POST", "intake", "/support-requests", body)
    return made, f"/support-requests/{made['request_id']}", ecre


@pytest.mark.clause("10.2")
async def test_a_recipient_is_asked_and_says_its_own_word(client: Client) -> None:
    made, at, ecre = await asked(client)
    assert [row["party"] for row in made["content"]["beneficiaries"]] == [None, None], (
        "not in its name before it agreed"
    )
    assert on_others(made) == ("met", ["others_with_authorities", "recipient_not_heard"])
    assert await owes(client, made["request_id"], something=True)
    seen = await client.call("ecre", "GET", "intake", at)
    assert (seen["content"]["competent_authority"]["focal_point"], seen["findings"]) == (None, [])
    assert [(one["name"], one["answer"]) for one in seen["recipients"]] == [(ecre, "pending")], "its own word alone"
    word = {"recipient": ecre, "answer": "agreed"}
    answer = ("POST", "intake", f"{at}/recipient-answer")
    # Nobody says it in its name: not the authority with a paper, not another party, no office without one.
    for actor, said, status in (
        ("tcd-authority", word | {"on_paper": PAPER}, 403), ("euaa", word, 404), ("wca-officer", word, 422),
        ("ecre", word | {"recipient": BAR}, 403), ("ecre", word | {"answer": "left"}, 409),
        ("ecre", word | {"on_paper": PAPER}, 422),
    ):  # fmt: skip
        assert (await refused(client, actor, *answer, said)).status == status, (actor, said)
    await client.call("ecre", *answer, word)
    after = await client.call("tcd-authority", "GET", "intake", at)
    assert [row["party"] for row in after["content"]["beneficiaries"]] == [NGO, None]
    assert on_others(after) == ("met", ["others_with_authorities", "recipient_takes_part", "recipient_not_heard"])
    assert await owes(client, made["request_id"], something=False)
    assert (await refused(client, "ecre", *answer, word)).problem["code"] == "word_not_awaited"
    await client.call("ecre", *answer, word | {"answer": "left", "reason": "No staff any more"})
    left = await client.call("wca-officer", "GET", "intake", at)
    assert on_others(left) == ("unclear", ["recipient_takes_no_part"])
    assert (left["status"], left["recipients"][0]["reason"]) == ("submitted", "No staff any more"), "people decide"
    assert (await refused(client, "ecre", "GET", "intake", at)).status == 404, "who left reads it no more"


async def test_one_without_an_id_says_so_on_paper_and_stays_through_a_new_version(client: Client) -> None:
    made, at, ecre = await asked(client)
    answer = ("POST", "intake", f"{at}/recipient-answer")
    word = {"recipient": BAR, "answer": "agreed", "on_paper": PAPER}
    assert (await refused(client, "tcd-authority", *answer, {"recipient": BAR, "answer": "agreed"})).status == 422
    assert (await refused(client, "ecre", *answer, word)).status == 403
    unknown = await refused(client, "tcd-authority", *answer, word | {"recipient": "Nobody"})
    assert (unknown.status, unknown.problem["code"]) == (404, "not_named")
    said = await client.call("tcd-authority", *answer, word)
    assert said["recipients"][1]["on_paper"]["reference"] == PAPER["reference"]
    content = (await client.call("tcd-authority", "GET", "intake", at))["content"]
    revised = await client.call("tcd-authority", "PUT", "intake", f"{at}/content", content | {"gap": "Another gap"})
    assert [(one["name"], one["party"], one["answer"]) for one in revised["recipients"]] == [
        (ecre, NGO, "pending"), (BAR, None, "agreed"),
    ]  # fmt: skip
    alone = content | {"beneficiaries": content["beneficiaries"][1:], "gap": "One recipient"}
    gone = await client.call("tcd-authority", "PUT", "intake", f"{at}/content", alone)
    assert {one["name"]: one["answer"] for one in gone["recipients"]} == {BAR: "agreed", ecre: "taken_back"}
    assert await owes(client, made["request_id"], something=False)


@pytest.mark.parametrize(
    ("rows", "where", "code"),
    [
        ([{"name": "Faculty", "party": "org:no-such-one"}], "/beneficiaries/0/party", "unknown_organisation"),
        ([{"name": "Faculty", "party": "iso3166:FRA"}], "/beneficiaries/0/party", "no_stakeholder"),
        ([{"name": "Faculty"}, {"name": "Faculty"}], "/beneficiaries/1/name", "named_twice"),
        (
            [{"name": "Faculty", "party": NGO}, {"name": "Chamber", "party": NGO}],
            "/beneficiaries/1/party",
            "named_twice",
        ),
    ],
)
async def test_an_id_is_a_stakeholders(client: Client, rows: list[dict[str, str]], where: str, code: str) -> None:
    body = request_body(beneficiaries=rows)
    found = await refused(client, "tcd-authority", "POST", "intake", "/support-requests", body)
    assert (found.status, [(e["pointer"], e["code"]) for e in found.problem["errors"]]) == (422, [(where, code)])
