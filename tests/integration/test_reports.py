"""A report on real processes: opened, its figures frozen, worded, published; an edition never changes (WM 6, 17, 21)."""

import csv
import hashlib
import io
from datetime import UTC, datetime
from typing import Any

import asyncpg
import httpx
import pytest

from deploy.demo.client import Client, Refused
from deploy.local.stack import Stack
from tests.support.bodies import request_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken
from tests.support.whole_worklist import whole_worklist

pytestmark = pytest.mark.paragraph("21")
OFFICER, TCD, FRA = "wca-officer", "tcd-authority", "fra-authority"
CANARY = "Canary-of-the-report"
PROBLEM = "{ state version problem { status code faults } }"
OPEN = (
    'mutation($p: PeriodInput!, $kind: String!, $k: String!) { done: openReport(kind: $kind, period: $p, languages: ["en", "fr"], key: $k) '
    + PROBLEM
    + " }"
)
NEXT = "mutation($i: String!, $k: String!) { done: openNextEdition(editionId: $i, key: $k) " + PROBLEM + " }"
FREEZE = (
    "mutation($i: String!, $v: Int!, $k: String!) { done: freezeEdition(editionId: $i, expectedVersion: $v, key: $k) "
    + PROBLEM
    + " }"
)
WORD = (
    'mutation($i: String!, $l: String!, $t: String!, $v: Int!, $k: String!) { done: wordEdition(editionId: $i, language: $l, title: $t, text: "Beside the figures", expectedVersion: $v, key: $k) '
    + PROBLEM
    + " }"
)
PUBLISH = (
    "mutation($i: String!, $v: Int!, $k: String!) { done: publishEdition(editionId: $i, expectedVersion: $v, key: $k) "
    + PROBLEM
    + " }"
)
DIFFERENCE = "query($i: String!) { reportDifference(editionId: $i) { code label before after itemsBefore itemsAfter came went } }"
ITEM = "query($i: String!) { item(key: $i) { status version state } }"
LIST = "{ reports { nodes { itemId status } } }"


class Walk(StepsTaken):
    """With what is refused, and why."""

    def __init__(self, client: Client, about: str = "report") -> None:
        super().__init__(client, about, "acsg.dialogue.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[str]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        return problem["status"], problem["code"], [one["code"] for one in problem["faults"]]


async def asked(client: Client, count: int, audience: str, **changes: Any) -> list[str]:
    """So many requests in line, whose State shows their lines and urgency to an audience."""
    made = []
    for number in range(count):
        body = request_body(title=f"{CANARY} {number} {audience}", **changes)
        one = (await client.call(TCD, "POST", "intake", "/support-requests", body))["request_id"]
        path = f"/support-requests/{one}"
        await client.call(OFFICER, "POST", "intake", f"{path}/decision", {"in_line": True, "reason": "Complete"})
        if audience:
            consent = {"fields": ["title", "lines", "urgent"], "audiences": [audience]}
            await client.call(TCD, "PUT", "intake", f"{path}/consent", consent)
        made.append(one)
    return made


async def read(client: Client, ids: list[str], status: str = "in_line") -> None:
    """Until the officer's read model has them so."""

    async def there() -> bool:
        for one in ids:
            item = (await client.graphql(OFFICER, ITEM, {"i": one}))["item"]
            shown = status != "in_line" or item is None or item["state"].get("shown")
            if item is None or item["status"] != status or not shown:
                return False
        return True

    await until(there, "the requests in the read model")


def by_code(figures: list[dict[str, Any]], code: str) -> dict[str, Any]:
    return {one["label"] or one["functional_area"] or "": one for one in figures if one["code"] == code}


async def file(client: Client, actor: str | None, one: str, suffix: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {await client.token(actor)}"} if actor else {}
    address = f"{client.addresses['gateway']}/reports/{one}/figures.{suffix}?language=en"
    return await client.http.get(address, headers=headers)


@pytest.mark.clause("21.1")
async def test_an_edition_is_frozen_published_and_never_changes(stack: Stack, client: Client) -> None:
    walk = Walk(client)
    today = datetime.now(UTC).date().isoformat()
    days, soon = {"fromOn": "2020-01-01", "untilOn": today}, datetime.now(UTC).year + 1
    backwards = {"fromOn": f"{soon}-02-01", "untilOn": f"{soon}-01-01"}
    open_to_all = await asked(client, 3, "public", urgent=True, urgency="People wait")
    to_offerers = await asked(client, 1, "offerers")
    await read(client, [*open_to_all, *to_offerers])

    assert (await walk.no(OFFICER, OPEN, p=days, kind="annual"))[2] == ["no_year"]
    assert (await walk.no(OFFICER, OPEN, p=backwards, kind="other"))[2] == ["out_of_order", "period_to_come"]  # fmt: skip
    for actor in (TCD, FRA, "tcd-office"):
        assert (await walk.no(actor, OPEN, p=days, kind="other"))[:2] == (403, "not_permitted")
    first = await walk.said(OFFICER, OPEN, p=days, kind="forum")
    one = first["edition_id"]
    await walk.seen(OFFICER, one, lambda item: item["status"] == "opened")
    frozen = await walk.said(OFFICER, FREEZE, i=one, v=1)
    figures = frozen["frozen"]["figures"]
    assert {*open_to_all, *to_offerers} <= set(by_code(figures, "requests")[""]["behind"])
    assert set(by_code(figures, "urgent_requests")[""]["behind"]) >= set(open_to_all)
    assert by_code(figures, "meetings")[""]["amount"] is not None
    assert (await walk.no(OFFICER, FREEZE, i=one, v=frozen["version"]))[:2] == (409, "edition_frozen")
    for actor in (TCD, FRA, "integrator-observer", None):
        assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None
        with pytest.raises(Refused) as refused:
            await client.call(actor or TCD, "GET", "dialogue", f"/reports/{one}")
        assert refused.value.status == 404
    lines = [line["what"] for line in await whole_worklist(client, OFFICER, mine=True) if line["itemId"] == one]
    assert lines == ["word and publish the report whose figures are frozen"]

    assert (await walk.no(OFFICER, PUBLISH, i=one, v=frozen["version"]))[:2] == (409, "edition_without_words")
    worded = await walk.said(OFFICER, WORD, i=one, l="en", t="The first half", v=frozen["version"])
    assert (await walk.no("europe-officer", PUBLISH, i=one, v=worded["version"]))[0] in {403, 404}
    public = await walk.said(OFFICER, PUBLISH, i=one, v=worded["version"])
    item = await walk.seen(None, one, lambda item: item["status"] == "published")
    told = item["state"]["frozen"]
    assert (told["figures"], told["digest"]) == ([], frozen["frozen"]["digest"])
    assert all(row["items"] >= told["least"] == 3 and row["behind"] == [] for row in told["shown"])
    # What was shown to offerers alone, and what nobody agreed to show, counts in no figure for everybody.
    assert by_code(told["shown"], "requests")[""]["items"] < by_code(figures, "requests")[""]["items"]
    assert {"findings", "requests_by_status", "first_feedback"}.isdisjoint(row["code"] for row in told["shown"])
    assert not any(name in str(item) for name in (CANARY, *open_to_all, "iso3166:TCD"))
    assert one in [node["itemId"] for node in (await client.graphql(None, LIST))["reports"]["nodes"]]

    # A language that lacks may come; what was said stays, and so do the figures when what they count changes.
    assert (await walk.no(OFFICER, WORD, i=one, l="en", t="Otherwise", v=public["version"]))[:2] == (
        409,
        "edition_published",
    )
    later = await walk.said(OFFICER, WORD, i=one, l="fr", t="Le premier semestre", v=public["version"])
    gone = to_offerers[0]
    await client.call(TCD, "POST", "intake", f"/support-requests/{gone}/withdrawal", {"reason": "Met"})
    await read(client, [gone], "withdrawn")
    again = await walk.said(OFFICER, NEXT, i=one)
    assert (again["number"], again["report"], again["previous"]) == (2, first["reference"], one)
    assert (await walk.no(OFFICER, NEXT, i=one))[:2] == (409, "edition_followed")
    await walk.seen(OFFICER, again["edition_id"], lambda item: item["status"] == "opened")
    second = await walk.said(OFFICER, FREEZE, i=again["edition_id"], v=1)
    await walk.seen(OFFICER, again["edition_id"], lambda item: item["status"] == "frozen")
    kept = (await client.graphql(OFFICER, ITEM, {"i": one}))["item"]["state"]
    assert (kept["frozen"], kept["frozen"]["figures"]) == (frozen["frozen"], figures)
    assert (later["frozen"]["digest"], second["frozen"]["digest"] == later["frozen"]["digest"]) == (
        frozen["frozen"]["digest"],
        False,
    )
    changes = (await client.graphql(OFFICER, DIFFERENCE, {"i": again["edition_id"]}))["reportDifference"]
    moved = {(row["code"], row["label"]): row for row in changes}
    assert gone in moved["requests_by_status", "in_line"]["went"]
    assert gone in moved["requests_by_status", "withdrawn"]["came"]
    assert ("requests", None) not in moved
    overhttp = await client.call(OFFICER, "GET", "gateway", f"/reports/{again['edition_id']}/difference")
    assert len(overhttp["changes"]) == len(changes)


async def test_files_are_always_the_same_bytes_and_a_manipulated_edition_is_found(stack: Stack, client: Client) -> None:
    walk = Walk(client, "file-of-a-report")
    days = {"fromOn": "2020-01-01", "untilOn": "2025-12-31"}
    one = (await walk.said(OFFICER, OPEN, p=days, kind="other"))["edition_id"]
    await walk.seen(OFFICER, one, lambda item: item["status"] == "opened")
    assert (await file(client, OFFICER, one, "csv")).json()["code"] == "edition_not_frozen"
    counted = await client.call(OFFICER, "GET", "gateway", f"/reports/{one}/count")
    assert (counted["least"], [row["region"] for row in counted["regions"]]) == (3, ["wca"])
    frozen = await walk.said(OFFICER, FREEZE, i=one, v=1)
    digest = frozen["frozen"]["digest"]
    await walk.seen(OFFICER, one, lambda item: item["status"] == "frozen")
    for suffix in ("csv", "xlsx", "json"):
        first, second = [(await file(client, OFFICER, one, suffix)) for _ in range(2)]
        assert (first.status_code, first.content) == (200, second.content)
        assert (await file(client, TCD, one, suffix)).status_code == 404
        assert (await file(client, None, one, suffix)).status_code == 404
    assert hashlib.sha256((await file(client, OFFICER, one, "json")).content).hexdigest() == digest
    rows = list(csv.reader(io.StringIO((await file(client, OFFICER, one, "csv")).content.decode("utf-8-sig"))))
    assert (rows[0][:2], len(rows)) == (["Report", "Edition"], 2 + len(frozen["frozen"]["figures"]))

    # A figure that somebody writes anew where it is kept does not fit its digest any more.
    connection = await asyncpg.connect(stack.databases["gateway"])
    try:
        changed = await connection.execute(
            "update item set state = jsonb_set(state, '{frozen,figures,0,amount}', '\"99\"') where kind = 'edition' and id = $1",
            one,
        )
    finally:
        await connection.close()
    assert changed == "UPDATE 1"
    refused = await file(client, OFFICER, one, "json")
    assert (refused.status_code, refused.json()["code"]) == (409, "edition_altered")


async def test_what_cannot_be_figures_is_refused_naming_every_fault(client: Client) -> None:
    walk = Walk(client, "refused-report")
    one = (await walk.said(OFFICER, OPEN, p={"fromOn": "2020-01-01", "untilOn": "2020-12-31"}, kind="annual"))[
        "edition_id"
    ]
    figure = {"code": "requests", "amount": "2", "items": 2, "behind": ["a"]}
    shown = {"code": "offers", "amount": "2", "items": 2, "behind": ["a"]}
    body = {"figures": [figure, figure], "shown": [shown], "regions": [], "least": 3}
    with pytest.raises(Refused) as refused:
        await client.call(OFFICER, "PUT", "dialogue", f"/reports/{one}/figures", body)
    assert [fault["code"] for fault in refused.value.problem["errors"]] == [
        "not_made_of", "twice", "not_made_of", "shown_behind", "group_too_small",
    ]  # fmt: skip
    assert (await client.call(OFFICER, "GET", "dialogue", f"/reports/{one}"))["status"] == "opened"
