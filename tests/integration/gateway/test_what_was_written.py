"""What the Secretariat writes with feedback and decisions is read over GraphQL by those it is for, and by nobody else (WM 8, 15)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.intake.domain import support_request as domain
from shared.contracts.intake import FeedbackItem, FeedbackShared
from shared.contracts.shapes.recipient_link import RecipientLink
from shared.contracts.shapes.support_request import Decision, Message
from shared.modalities.access import views
from tests.support.happenings import Request
from tests.support.read_model import ReadModel, read_model
from tools.bench.world import Region, Told

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ITEM = "query($k: String!) { item(key: $k) { state versions { findings } findings { officerComment links { recipient outcome comment } } } }"
WORDS = ("CANARY-message", "CANARY-comment", "CANARY-reason", "CANARY-link")
FOR = ("tcd-authority", "tcd-office", "wca-officer", "geneva-officer")
NOT_FOR = ("euaa", "fra-authority", "ner-authority", "europe-officer", "integrator-observer", None)


@pytest_asyncio.fixture(loop_scope="session")
async def model(postgres: Postgres, tmp_path: Path) -> AsyncIterator[ReadModel]:
    made = await read_model(postgres, tmp_path, NOW, deployment="wca", scope="regional")
    one = Request("request-001", NOW, supporters=["org:euaa"], beneficiaries=[{"name": "Bar association"}])
    supported = one.said(NOW, "org:euaa", "agreed")
    link = RecipientLink(recipient="Bar association", outcome="satisfied", comment=WORDS[3])
    items = (
        FeedbackItem(paragraph="15.iii", comment=WORDS[1]),
        FeedbackItem(paragraph="15.iv", comment="Read", links=(link,)),
    )
    said = Message(text=WORDS[0], written_by="officer", written_at=NOW)
    feedback = one._next(FeedbackShared, domain.share_feedback(one.state, items, NOW, said), items=items,
                         message=WORDS[0], shared_by="officer")  # fmt: skip
    found = domain.decide(one.state, Decision(in_line=True, reason=WORDS[2], decided_by="officer", decided_at=NOW))
    decided = one.decided(NOW)
    events = [one.submitted, supported, feedback, decided.model_copy(update={"request": found})]
    region = Region("wca", at_home=True)
    told = [Told(e.wire_type, e.aggregate_id, e.aggregate_version, e.model_dump(mode="json"), NOW) for e in events]
    await made.told([region.record(each) for each in told])
    yield made
    await made.close()


async def read_by(model: ReadModel, who: str | None) -> list[str]:
    found = json.dumps(await model.ask(who, ITEM, k="request-001"))
    return [word for word in WORDS if word in found]


@pytest.mark.paragraph("8")
@pytest.mark.paragraph("15")
async def test_what_was_written_is_read_by_those_it_is_for(model: ReadModel) -> None:
    assert {who: await read_by(model, who) for who in FOR} == {who: list(WORDS) for who in FOR}
    assert {who: await read_by(model, who) for who in NOT_FOR} == {who: [] for who in NOT_FOR}
    # Who supports it reads what it is about.
    assert (await model.ask("euaa", ITEM, k="request-001"))["item"] is not None


@pytest.mark.control
async def test_a_view_that_leaves_it_in_is_found(model: ReadModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ASSESSMENT", {"findings": [], "decision": None})
    assert await read_by(model, "euaa") == [WORDS[0]]
