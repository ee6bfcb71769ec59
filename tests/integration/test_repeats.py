"""A repeat is authorised anew: who lost the right gets a refusal, not the answer that was remembered."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from deploy.local.issuer import actor
from deploy.local.postgres import Postgres
from services.intake.main import build
from services.intake.settings import IntakeSettings
from shared.modalities.access.actor import Actor, Role
from shared.runtime.clock import SystemClock
from shared.runtime.db import idempotency
from shared.runtime.http.command import REPLAYED
from tests.support.bodies import request_body
from tests.support.databases import environment, serving

TCD, CHANGED = "tcd-authority", "Digital registration"


class Roles:
    """The token is a subject; what that may do is changed by the test, as at the issuer."""

    def __init__(self) -> None:
        self.now: dict[str, Actor] = {}

    async def verify(self, token: str) -> Actor:
        return self.now.get(token) or actor(token)


@pytest_asyncio.fixture(loop_scope="session")
async def intake(postgres: Postgres, tmp_path: Path) -> AsyncIterator[tuple[httpx.AsyncClient, Roles]]:
    given, roles = await environment(postgres, tmp_path, "intake", "repeats_intake", deployment="wca"), Roles()
    service = build(IntakeSettings(**given), SystemClock(), roles)
    async with serving(service.app()) as http:
        yield http, roles


LOST = {
    "another party": (Actor(TCD, Role.STATE_AUTHORITY, "iso3166:CMR"), 404),
    "an observer": (Actor(TCD, Role.INTEGRATOR, "org:iom"), 404),
    "its country office": (Actor(TCD, Role.COUNTRY_OFFICE, "unhcr-office:TCD"), 403),
    "narrowed": (Actor(TCD, Role.STATE_AUTHORITY, "iso3166:TCD", scopes=frozenset({"read"})), 403),
}


async def send(http: httpx.AsyncClient, method: str, path: str, body: Any, key: str, **more: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {TCD}", "Idempotency-Key": key, **more}
    return await http.request(method, path, json=body, headers=headers)


@pytest.mark.parametrize("lost", LOST)
async def test_who_lost_the_right_gets_no_old_answer(intake: tuple[httpx.AsyncClient, Roles], lost: str) -> None:
    http, roles = intake
    key = f"repeat-{lost.replace(' ', '-')}"
    sent = ("POST", "/support-requests", request_body(title=f"{CHANGED} {lost}"), f"{key}-submit")
    made = await send(http, *sent)
    assert made.status_code == 201, made.text
    path = made.headers["Location"]
    change = ("PUT", f"{path}/content", request_body(title=f"{CHANGED} again {lost}"), f"{key}-change")
    done = await send(http, *change, **{"If-Match": '"1"'})
    assert done.status_code == 200, done.text
    repeats = [await send(http, *change, **{"If-Match": '"1"'}), await send(http, *sent)]
    assert [(one.status_code, one.headers[REPLAYED]) for one in repeats] == [(200, "true"), (201, "true")]
    assert repeats[0].content == done.content
    roles.now[TCD], status = LOST[lost]
    try:
        refused = [await send(http, *change, **{"If-Match": '"1"'}), await send(http, *sent)]
    finally:
        del roles.now[TCD]
    assert [one.status_code for one in refused] == [status, 403], [one.text for one in refused]
    assert all(CHANGED not in one.text for one in refused)
    read = await http.get(path, headers={"Authorization": f"Bearer {TCD}"})
    assert read.headers["ETag"] == '"2"', "a repeat changes nothing"


@pytest.mark.control
async def test_without_asking_anew_the_old_answer_is_given(
    intake: tuple[httpx.AsyncClient, Roles], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody_asks(*_: Any, **__: Any) -> None:
        return None

    monkeypatch.setattr(idempotency, "still_permitted", nobody_asks)
    http, roles = intake
    made = await send(http, "POST", "/support-requests", request_body(title="Control of repeats"), "control-submit")
    change = ("PUT", f"{made.headers['Location']}/content", request_body(title=f"{CHANGED} control"), "control-change")
    await send(http, *change, **{"If-Match": '"1"'})
    roles.now[TCD] = LOST["another party"][0]
    try:
        assert CHANGED in (await send(http, *change, **{"If-Match": '"1"'})).text
    finally:
        del roles.now[TCD]
