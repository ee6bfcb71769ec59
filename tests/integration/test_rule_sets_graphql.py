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
