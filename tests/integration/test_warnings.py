"""Early warning on real processes: signals of a file are kept once, judged by officers, read by nobody else (WM 12)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from services.gateway.watch.command import NOT_ALL_KEPT, signals_command
from tests.integration.test_crises import DONE, Walk, said_of
from tests.support.crises import crisis_content
from tests.support.poll import until

pytestmark = pytest.mark.paragraph("12")
OFFICER, GENEVA = "wca-officer", "geneva-officer"
OTHERS = ("tcd-authority", "sen-authority", "fra-authority", "euaa", "integrator-observer")
DECLARE = "mutation($c: CrisisInput!, $s: [String!]!, $w: String, $k: String!) { done: declareCrisis(content: $c, reason: \"Twice as many\", states: $s, warning: $w, key: $k) " + DONE + " }"  # fmt: skip
TAKE = "mutation($i: String!, $v: Int!, $k: String!) { done: takeUpWarning(warningId: $i, words: \"Canary of the border\", language: \"en\", expectedVersion: $v, key: $k) " + DONE + " }"  # fmt: skip
ASIDE = "mutation($i: String!, $v: Int!, $k: String!) { done: setAsideWarning(warningId: $i, reason: \"A backlog\", language: \"en\", expectedVersion: $v, key: $k) " + DONE + " }"  # fmt: skip
LIST = "query($p: String) { warnings(filter: {party: $p}, first: 50) { nodes { itemId version status state steps { code } } } }"
MONTHS = [f"2025-{n:02}" for n in range(1, 13)]
TCD, SEN = "iso3166:TCD", "iso3166:SEN"
ITEM = "query($i: String!) { item(key: $i) { status state steps { code who } } }"


async def kept(client: Client, actor: str, file: Path, token: Path) -> int:
    """The command's exit status, as a person runs it."""
    token.write_text(await client.token(actor), encoding="utf-8")
    given = ["--figures", str(file), "--keep", client.addresses["gateway"], "--token-file", str(token)]
    return await asyncio.to_thread(signals_command, given)


async def of(client: Client, country: str, actor: str = OFFICER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await client.graphql(actor, LIST, {"p": country}))["warnings"]["nodes"]
    return [one for one in found if one["state"]["key"].startswith("applications_rise:")]


async def outside(client: Client, actor: str, one: str) -> None:
    """There is no such warning, as an absent one; nor may one take it up."""
    assert (await client.graphql(actor, ITEM, {"i": one}))["item"] is None
    absent = one[:-4] + ("0000" if not one.endswith("0000") else "0001")
    said = []
    for each in (one, absent):
        with pytest.raises(Refused) as refused:
            await client.call(actor, "GET", "intake", f"/warnings/{each}")
        said.append((refused.value.status, refused.value.problem["code"]))
    assert said[0] == said[1] == (404, "not_found")


@pytest.mark.clause("12.2")
async def test_signals_are_kept_once_judged_by_officers_and_read_by_nobody_else(client: Client, tmp_path: Path) -> None:
    walk = Walk(client)
    walk.about, walk.item = "warning", ITEM
    file, token = tmp_path / "figures.csv", tmp_path / "token"
    rows = [f"{one},{month},10" for one in ("TCD", "SEN") for month in MONTHS]
    text = "\n".join(["country,month,applications", *rows, "TCD,2026-01,60", "SEN,2026-01,70"])
    file.write_text(text, encoding="utf-8")
    assert await kept(client, "tcd-authority", file, token) == NOT_ALL_KEPT
    for _ in range(2):
        assert await kept(client, OFFICER, file, token) == 0

    (first,) = await until(lambda: of(client, TCD), "the warning of Chad")
    (other,) = await until(lambda: of(client, SEN), "the warning of Senegal")
    one, two = first["itemId"], other["itemId"]
    assert (first["status"], first["state"]["key"]) == ("open", "applications_rise:TCD:2026-01")
    told = await walk.told(OFFICER, "unhcr-bureau:wca", "warning-raised", of=one)
    assert told["need"] == "must_act"
    await walk.seen(OFFICER, one, lambda item: [step["code"] for step in item["steps"]] == ["warning_word"])
    for actor in OTHERS:
        await outside(client, actor, one)
        assert await of(client, TCD, actor) == []
        assert (await walk.no(actor, TAKE, i=one, v=1))[0] in {403, 404}
    inbox = await client.call("tcd-authority", "GET", "notifications", f"/inboxes/{TCD}?first=200")
    assert "warning" not in str([entry["event_type"] for entry in inbox["entries"]])

    both = await asyncio.gather(walk(OFFICER, TAKE, i=one, v=1), walk(GENEVA, ASIDE, i=one, v=1))
    assert sorted(done["problem"] is None for done in both) == [False, True], "two officers at once: one wins"
    lost = next(done["problem"] for done in both if done["problem"] is not None)
    assert lost["status"] in {409, 412}
    stands = await walk.seen(OFFICER, one, lambda item: item["status"] != "open")
    assert stands["status"] in {"taken_up", "set_aside"}

    content = said_of(crisis_content(title="Arrivals in the west"))
    assert (await walk.no(OFFICER, DECLARE, c=content, s=[TCD], w=two))[1] == ["unknown_warning"]
    taken = await walk.said(OFFICER, TAKE, i=two, v=1)
    crisis = await walk.said(OFFICER, DECLARE, c=content, s=[SEN], w=two)
    led = await walk.seen(OFFICER, two, lambda item: item["status"] == "led_to_crisis")
    assert led["state"]["led"]["reference"] == crisis["reference"]
    assert "warning" not in str(crisis).lower(), "its States read of no warning"
    assert (await walk.no(OFFICER, DECLARE, c=content, s=[SEN], w=two))[1] == ["warning_judged"]
    assert (await walk.no(OFFICER, ASIDE, i=two, v=taken["version"] + 1)) == (409, ["warning_judged"])
    assert await kept(client, OFFICER, file, token) == 0, "what was judged is kept: the same signal is no new one"
    assert (len(await of(client, TCD)), len(await of(client, SEN))) == (1, 1)

    if stands["status"] == "taken_up":
        await walk.said(OFFICER, ASIDE, i=one, v=2)
    aside = await walk.seen(GENEVA, one, lambda item: item["status"] == "set_aside")
    assert aside["state"]["aside"]["reason"] == "A backlog"
    await walk.told(OFFICER, "unhcr-bureau:wca", "warning-set-aside", of=one)
    for actor in OTHERS:
        await outside(client, actor, two)
