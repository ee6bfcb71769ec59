"""WM 21: changed terms are a rule set with a day, decided by a review. Over intake's own interface on a real database."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.postgres import Postgres
from deploy.local.processes import ROOT
from services.intake.criteria import DatedRuleSet
from services.intake.queries.comparing_rules import compared
from services.intake.queries.told_rules import told_rules
from services.intake.rules_command import said
from shared.runtime.clock import FixedClock
from tests.support.assessments import assessment_body
from tests.support.bodies import request_body
from tests.support.databases import as_
from tests.support.national_plans import plan_body, pledge_body
from tests.support.owners import Intake, Network
from tests.support.round_trips import round_trips
from tests.support.rule_sets import FIRST, two_sets

pytestmark = pytest.mark.paragraph("21")
LASTING = {"statement": "Salaries move to the budget", "exit_arrangement": "Handover in 2029"}
ASKED: dict[str, Any] = {"horizon": "long_term", "engagement": "project", "sustainability": LASTING}
SAID = "select request_id::text, content_version, rule_set, findings::text, submitted_at from request_version order by 1, 2"


@pytest.fixture
async def intake(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Intake]:
    one = Intake(postgres, tmp_path, Network(), FixedClock(datetime(2027, 1, 20, 9, tzinfo=UTC)))
    one.rules = two_sets()
    await one.start()
    yield one
    await one.stop()


async def kept(one: Intake, query: str = SAID) -> list[tuple[Any, ...]]:
    connection = await one.service.database.connection()
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


def outcomes(state: Any) -> dict[str, str]:
    return {finding["paragraph"]: finding["outcome"] for finding in state["findings"]}


async def differences(one: Intake) -> dict[str, Any]:
    old, new = one.rules.all
    found = [said(each) async for each in compared(one.service.database, old, new)]
    return {each["reference"]: each for each in found}


@pytest.mark.clause("21.1")
async def test_changed_terms_hold_from_their_day_and_rewrite_nothing_that_was_found(intake: Intake) -> None:
    one, body = intake, request_body(**ASKED)
    checked = await one.call("POST", "/support-requests/check", body)
    assert (checked["rule_set"], checked["coming"]) == ("2026-11", None), "forty days ahead"
    first = await one.call("POST", "/support-requests", body)
    plain = await one.call("POST", "/support-requests", request_body(horizon="short_term", urgent=False))

    one.clock.advance(days=15)
    checked = await one.call("POST", "/support-requests/check", request_body(**ASKED))
    assert (checked["rule_set"], checked["coming"]["rule_set"], checked["coming"]["holds_from"]) == (
        "2026-11", "planted", "2027-03-01",
    )  # fmt: skip
    assert {f["paragraph"]: f["outcome"] for f in checked["coming"]["differing"]} == {"9": "partly", "15.iii": "partly"}
    text = {name: value for name, value in request_body(**ASKED).items() if name != "distinct_from"}
    draft = await one.call("POST", "/drafts", {"lead": "iso3166:TCD", "content": text})
    of_draft = await one.call("GET", f"/drafts/{draft['draft_id']}/check", None)
    assert (of_draft["rule_set"], of_draft["coming"]["dropped"]) == ("2026-11", ["12"])

    before = await kept(one)
    states = await kept(one, "select request_id::text, version, state::text from support_request order by 1")
    moved = await differences(one)
    assert set(moved) == {first["reference"], plain["reference"]}
    assert [row["paragraph"] for row in moved[plain["reference"]]["differing"]] == ["12"]
    lasting = moved[first["reference"]]["differing"][-1]
    assert (lasting["paragraph"], lasting["before"]["outcome"], lasting["after"]["outcome"]) == (
        "15.iii",
        "met",
        "partly",
    )
    assert await kept(one) == before, "to show what would change changes nothing"

    one.clock.advance(days=25)
    assert one.clock.now() > datetime(2027, 3, 1, tzinfo=UTC)
    second = await one.call("POST", "/support-requests", request_body(**ASKED))
    assert (second["rule_set"], outcomes(second)["15.iii"], "12" in outcomes(second)) == ("planted", "partly", False)
    checked = await one.call("POST", "/support-requests/check", request_body(**ASKED))
    assert (checked["rule_set"], checked["coming"]) == ("planted", None)
    still = await one.call("GET", f"/support-requests/{first['request_id']}", None)
    assert (still["rule_set"], outcomes(still)) == ("2026-11", outcomes(first))
    assert [row for row in await kept(one) if row[0] != second["request_id"]] == before
    after = await kept(one, "select request_id::text, version, state::text from support_request order by 1")
    assert [row for row in after if row[0] != second["request_id"]] == states

    await one.call("PUT", f"/support-requests/{first['request_id']}/content", request_body(**ASKED, title="Said anew"))
    now = await one.call("GET", f"/support-requests/{first['request_id']}", None)
    assert (now["rule_set"], outcomes(now)["15.iii"], "12" in outcomes(now)) == ("planted", "partly", False)
    old = await one.call("GET", f"/support-requests/{first['request_id']}/versions/1", None)
    assert (old["rule_set"], outcomes(old)) == ("2026-11", outcomes(first))
    assert next(row for row in await kept(one) if row[:2] == (first["request_id"], 1)) in before


async def test_a_request_that_is_no_longer_open_is_not_compared(intake: Intake) -> None:
    open_one = await intake.submit(**ASKED)
    decided = await intake.submit(**ASKED)
    await intake.decide(decided)
    assert [row["request_id"] for row in (await differences(intake)).values()] == [open_one]


async def test_a_record_that_is_gone_hides_no_difference_that_another_makes(intake: Intake) -> None:
    one, chad = intake, "iso3166:TCD"
    assessed = await one.call("POST", "/capacity-assessments", {"party": chad, "content": assessment_body()})
    planned = await one.call("POST", "/national-plans", {"party": chad, "content": plan_body()})
    pledged = await one.call("POST", "/own-commitments", pledge_body())
    await one.call("PUT", f"/own-commitments/{pledged['commitment_id']}/stage", {"stage": "in_progress"})
    named = {
        "assessment": {"reference": "Assessment", "recorded_as": assessed["reference"]},
        "national_plan": {"title": "The plan", "recorded_as": planned["reference"]},
        "own_commitments": [
            {"description": "Twelve", "recorded_as": pledged["commitment_id"]},
            {"description": "Other"},
        ],
    }
    for title in ("One", "Two", "Three"):
        await one.submit(**named, title=title)
    await one.call("POST", f"/capacity-assessments/{assessed['assessment_id']}/drop", {})
    without = DatedRuleSet(replace(FIRST, name="without", criteria={n: {} for n in FIRST.criteria if n != "13"}))
    with round_trips(one.service.database) as trips:
        found = [each async for each in compared(one.service.database, one.rules.all[0], without)]
    assert len(found) == 3
    for each in found:
        ((number, before),) = [(moved.paragraph, moved.before) for moved in each.moved]
        assert before is not None
        codes = {reason.code for reason in before.reasons}
        assert (number, before.outcome) == ("13", "partly"), "the assessment is only named, as it is gone"
        assert {"bare_assessment", "pledge_in_progress", "plan_recorded"} <= codes
    assert len(trips) <= 10, trips


async def test_the_command_runs_beside_the_service_and_names_the_sets_there_are(intake: Intake) -> None:
    await intake.submit(**ASKED)

    async def rules(*arguments: str) -> tuple[int, str, str]:
        """The release's own process, which knows no planted set."""
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.intake", "rules", *arguments, env=intake.environment(), cwd=ROOT,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await run.communicate()
        assert run.returncode is not None
        return run.returncode, out.decode(), err.decode()

    status, out, err = await rules("--json")
    assert (status, [json.loads(line)["rule_set"] for line in out.splitlines()]) == (0, ["2026-11"]), err
    assert (await rules())[1].splitlines()[0] == "2026-11 from 2026-11-01 by the document"
    assert (await rules("--compare", "2026-11", "2026-11"))[:2] == (0, "")
    status, out, err = await rules("--compare", "2026-11", "planted")
    assert (status, out) == (2, "")
    assert "There are the rule sets: 2026-11" in err


@pytest.mark.clause("21.1")
async def test_everybody_reads_the_sets_with_their_day_words_and_what_each_changed(intake: Intake) -> None:
    await intake.submit(title="CANARY-OF-A-REQUEST-77")
    answer = await intake.http.get("/rule-sets")
    assert (answer.status_code, "CANARY" in answer.text) == (200, False)
    first, second = answer.json()["rule_sets"]
    assert (first["holds_from"], first["decided_by"], first["holds"], first["changed"]) == (
        "2026-11-01",
        None,
        True,
        [],
    )
    assert {one["paragraph"]: one["measures"] for one in first["criteria"]} == {
        "9": {"longer_days": 366}, "12": {}, "13": {}, "15.i": {}, "15.ii": {}, "15.iii": {"parts_needed": 2},
        "15.iv": {}, "15.v": {}, "15.vi": {}, "15.vii": {},
    }  # fmt: skip
    assert (second["holds_from"], second["decided_by"], second["holds"], second["words"]["ru"]) == (
        "2027-03-01", "REVIEW-2026-GVA-001", False, "Stricter (ru)",
    )  # fmt: skip
    assert second["changed"] == [
        {"paragraph": "9", "before": {"longer_days": 366}, "after": {"longer_days": 1096}},
        {"paragraph": "12", "before": {}, "after": None},
        {"paragraph": "15.iii", "before": {"parts_needed": 2}, "after": {"parts_needed": 3}},
    ]
    later = told_rules(intake.rules, datetime(2027, 3, 1, tzinfo=UTC))
    assert [one.holds for one in later] == [False, True]


@pytest.mark.clause("21.1")
async def test_an_officer_compares_page_by_page_and_nobody_else_does(intake: Intake) -> None:
    one, stored = intake, []
    for title in ("One", "Two", "Three"):
        stored.append(await one.submit(**ASKED, title=title))
    before, ask = await kept(one), "/rule-sets/comparison?rule_set=2026-11&instead=planted"
    for actor in ("tcd-authority", "tcd-office", "ecre", "fra-authority", "europe-officer", "integrator-observer"):
        refused = await one.http.get(ask, headers=as_(actor))
        assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted"), actor
        assert not any(each in refused.text for each in stored)
    assert (await one.http.get(ask)).status_code in {401, 403}
    faulty = await one.http.get(
        "/rule-sets/comparison?rule_set=2026-11&instead=nothing&first=0", headers=as_("wca-officer")
    )
    assert {fault["pointer"] for fault in faulty.json()["errors"]} == {"/parameters/instead", "/parameters/first"}

    with round_trips(one.service.database) as trips:
        page = await one.call("GET", f"{ask}&first=2", None, "wca-officer")
    stored.sort()
    assert (page["looked_at"], [each["request_id"] for each in page["requests"]]) == (2, stored[:2])
    assert page["after"] == page["requests"][-1]["request_id"]
    assert {each["held_by"] for each in page["requests"]} == {"2026-11"}
    moved = page["requests"][0]["differing"]
    assert [(each["paragraph"], each["before"]["outcome"], each["after"] and each["after"]["outcome"]) for each in moved] == [
        ("9", "met", "partly"), ("12", "not_applicable", None), ("15.iii", "met", "partly"),
    ]  # fmt: skip
    rest = await one.call("GET", f"{ask}&first=2&after={page['after']}", None, "wca-officer")
    assert ([each["request_id"] for each in rest["requests"]], rest["after"]) == (stored[2:], None)
    assert {each["title"] for each in page["requests"] + rest["requests"]} == {"One", "Two", "Three"}
    same = await one.call("GET", "/rule-sets/comparison?rule_set=planted&instead=planted", None, "wca-officer")
    assert (same["looked_at"], same["requests"]) == (3, [])
    with round_trips(one.service.database) as more:
        await one.call("GET", f"{ask}&first=200", None, "wca-officer")
    assert len(more) == len(trips) <= 8, "as many statements for three as for two"
    assert await kept(one) == before, "stored findings stay"
