"""A thread that is closed to its reader between its name and its words fails no page; any other refusal is passed on."""

from types import SimpleNamespace
from typing import Any

import pytest
from strawberry.scalars import JSON

from services.gateway.graphql.thread_queries import Thread
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Refusal

STATE = Actor("fra-authority", Role.STATE_AUTHORITY, "iso3166:FRA", "europe")


class Owners:
    """Answers a question of dialogue by a refusal."""

    def __init__(self, status: int) -> None:
        self.status = status

    async def ask(self, *asked: Any) -> dict[str, Any]:
        raise Refusal(self.status, "not_found", "There is no such thread")


def info(status: int) -> Any:
    async def actor() -> Actor:
        return STATE

    context = SimpleNamespace(
        actor=actor, settings=SimpleNamespace(peers={}), owners=Owners(status), forwarded=lambda: None
    )
    return SimpleNamespace(context=context)


def thread() -> Thread:
    return Thread(
        thread_id="t1", circle="approached", status="open", reference="ACSG-2026-WCA-SC-1", about="c1",
        about_kind="solicitation", apart_with="iso3166:FRA", parties=["iso3166:FRA"], version=2, count=1, unread=0,
        questions=[], state=JSON({}), elsewhere=False,
    )  # fmt: skip


async def test_closed_meanwhile_it_has_no_words() -> None:
    assert await thread().messages(info(404)) == []


@pytest.mark.control
@pytest.mark.parametrize("status", [403, 409, 503])
async def test_every_other_refusal_is_passed_on(status: int) -> None:
    with pytest.raises(Refusal):
        await thread().messages(info(status))
