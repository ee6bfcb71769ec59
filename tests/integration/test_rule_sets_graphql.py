"""WM 21: what rule sets are and what a coming one changes, asked of a gateway that asks intake with the caller's own token."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.postgres import Postgres
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from shared.runtime.clock import FixedClock
from tests.support.bodies import request_body
from tests.support.databases import Named, environment
from tests.support.owners import Intake, Network
from tests.support.read_model import ReadModel
from tests.support.rule_sets import two_sets
from tests.support.served import served

pytestmark = pytest.mark.paragraph("21")
LASTING = {"statement": "Salaries move to the budget", "exit_arrangement": "Handover in 2029"}
ASKED: dict[str, Any] = {"horizon": "long_term", "engagement": "project", "sustainability": LASTING}


@dataclass
class Asked:
    intake: Intake
    gateway: ReadModel


@pytest.fixture
async def asked(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Asked]:
    """Thirty days before the day of the second set."""
    intake = Intake(postgres, tmp_path, Network(), FixedClock(datetime(2027, 2, 1, 9, tzinfo=UTC)))
    intake.rules = two_sets()
    await intake.start()
    async with served(intake.service.app()) as url:
        given = await environment(postgres, tmp_path, "gateway", "rules_gateway", deployment="wca", intake_url=url)
        gateway = ReadModel(build(GatewaySettings(**given), intake.clock, Named()), intake.clock)
        yield Asked(intake, gateway)
        await gateway.database.dispose()
    await intake.stop()


@pytest.mark.clause("21.1")
async def test_a_draft_is_told_what_the_coming_set_finds_and_from_which_day(asked: Asked) -> None:
    text = {name: value for name, value in request_body(**ASKED).items() if name != "distinct_from"}
    draft = await asked.intake.call("POST", "/drafts", {"lead": "iso3166:TCD", "content": text})
    query = """query($i: String!) { requestDraft(draftId: $i) { check { ruleSet coming {
        ruleSet holdsFrom message(language: "zh") differing { paragraph outcome message(language: "fr") } dropped } } } }"""
    check = (await asked.gateway.ask("tcd-authority", query, i=draft["draft_id"]))["requestDraft"]["check"]
    coming = check["coming"]
    assert (check["ruleSet"], coming["ruleSet"], coming["holdsFrom"]) == ("2026-11", "planted", "2027-03-01")
    assert (coming["message"], coming["dropped"]) == ("Stricter (zh)", ["12"])
    assert [(one["paragraph"], one["outcome"]) for one in coming["differing"]] == [
        ("9", "partly"),
        ("15.iii", "partly"),
    ]
    assert all(one["message"] for one in coming["differing"])
    asked.intake.clock.advance(days=28)
    after = (await asked.gateway.ask("tcd-authority", query, i=draft["draft_id"]))["requestDraft"]["check"]
    assert after == {"ruleSet": "planted", "coming": None}


@pytest.mark.clause("21.1")
async def test_everybody_asks_for_the_sets_and_reads_no_request_in_them(asked: Asked) -> None:
    await asked.intake.submit(title="CANARY-OF-A-REQUEST-78")
    query = """{ ruleSets { ruleSet holdsFrom holds decidedBy message(language: "ar") criteria { paragraph measures { name value } }
        changed { paragraph before { name value } after { name value } } } }"""
    for who in (None, "tcd-authority", "wca-officer", "ecre"):
        found = (await asked.gateway.ask(who, query))["ruleSets"]
        assert [(one["ruleSet"], one["holds"], one["decidedBy"]) for one in found] == [
            ("2026-11", True, None), ("planted", False, "REVIEW-2026-GVA-001"),
        ]  # fmt: skip
        assert "CANARY" not in str(found)
    assert found[1]["message"] == "Stricter (ar)"
    assert found[1]["changed"][0] == {
        "paragraph": "9", "before": [{"name": "longer_days", "value": 366}], "after": [{"name": "longer_days", "value": 1096}],
    }  # fmt: skip
    assert found[1]["changed"][1] == {"paragraph": "12", "before": [], "after": None}
    assert len(found[0]["criteria"]) == 10


@pytest.mark.clause("21.1")
async def test_officers_ask_what_another_set_would_find_of_open_requests(asked: Asked) -> None:
    ids = sorted([await asked.intake.submit(**ASKED, title=title) for title in ("One", "Two")])
    query = """query($a: String) { ruleSetComparison(ruleSet: "2026-11", instead: "planted", first: 1, after: $a) {
        ruleSet instead lookedAt after nodes { requestId title heldBy differing { paragraph
        before { outcome message(language: "fr") } after { outcome } } } } }"""
    page = (await asked.gateway.ask("wca-officer", query))["ruleSetComparison"]
    assert (page["lookedAt"], [one["requestId"] for one in page["nodes"]], page["after"]) == (1, ids[:1], ids[0])
    assert [(one["paragraph"], one["after"]) for one in page["nodes"][0]["differing"]][1] == ("12", None)
    rest = (await asked.gateway.ask("wca-officer", query, a=page["after"]))["ruleSetComparison"]
    assert [one["requestId"] for one in rest["nodes"]] == ids[1:]
    for who in ("tcd-authority", "ecre", "europe-officer", None):
        with pytest.raises(AssertionError, match="not_permitted"):
            await asked.gateway.ask(who, query)
