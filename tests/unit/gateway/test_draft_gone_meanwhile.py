"""A draft that goes between its name and its check fails no answer: it says so itself; any other refusal is passed on."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from strawberry.scalars import JSON

from services.gateway.graphql.draft_types import DraftSeen
from shared.modalities.errors import Refusal

pytestmark = pytest.mark.paragraph("8")
TCD = "iso3166:TCD"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Owners:
    """Answers a question of intake by a refusal."""

    def __init__(self, status: int) -> None:
        self.status = status

    async def ask(self, *asked: Any) -> dict[str, Any]:
        raise Refusal(self.status, "not_found", "There is no such draft")


def info(status: int) -> Any:
    settings = SimpleNamespace(deployment="wca", peers={})
    return SimpleNamespace(context=SimpleNamespace(settings=settings, owners=Owners(status), forwarded=lambda: None))


def draft() -> DraftSeen:
    return DraftSeen(
        draft_id="d1", version=2, region="wca", status="open", lead=TCD, opened_by=TCD, opened_at=NOW, changed_at=NOW,
        text_version=1, digest="d", title=None, requesting_states=[TCD], hands=[], asked=[], asked_at=None, sign_by=None,
        signatures=[], missing=[TCD], endorsement=None, request_id=None, reference=None, content=JSON({}), comments=[],
        unread=[],
    )  # fmt: skip


async def test_gone_meanwhile_it_is_not_ready_and_says_why() -> None:
    found = await draft().check(info(404))
    assert (found.ready, found.findings, found.missing) == (False, [], [TCD])
    assert [(one.code, one.message) for one in found.faults] == [("not_found", "There is no such draft")]


@pytest.mark.control
@pytest.mark.parametrize("status", [403, 409, 503])
async def test_every_other_refusal_is_passed_on(status: int) -> None:
    with pytest.raises(Refusal):
        await draft().check(info(status))
