"""A session of a person ends when nothing is asked in it, when it is old, when there are too many, when the issuer says so.

Its tokens stand nowhere in the clear, and two tabs that come at once ask the issuer for new ones once.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio
import sqlalchemy as sa

from deploy.local.issuer import actor
from deploy.local.postgres import Postgres
from services.console.identity.issuer import Attempt, Person, SignInRefused, Tokens
from services.console.identity.keys import Keyring
from services.console.identity.sessions import EndedSession, Session, Sessions
from services.console.settings import ConsoleSettings
from services.console.storage.sessions import SessionStore
from services.console.storage.tables import runtime
from shared.runtime.clock import FixedClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from tests.support.databases import Named, environment

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHO = "tcd-authority"
IDLE_S, MOST_S, AT_ONCE = 3600, 4 * 3600, 2


class Issuer:
    """Signs one person in, and makes tokens anew until it refuses to."""

    def __init__(self) -> None:
        self.refreshed, self.refuses, self.good_s = 0, False, 24 * 3600.0

    async def address(self, attempt: Attempt, language: str, again: bool, hint: str) -> str:
        """Where the browser would go: the state comes back from there."""
        return attempt.state

    async def exchange(self, code: str, attempt: Attempt) -> tuple[Tokens, Person]:
        """Tokens of the person."""
        return Tokens(WHO, "to be used again", "identity", time.time() + self.good_s), Person(subject(), None, 0)

    async def refresh(self, tokens: Tokens) -> Tokens:
        """New ones, after a while in which others come too."""
        self.refreshed += 1
        await asyncio.sleep(0.2)
        if self.refuses:
            raise SignInRefused("invalid_grant")
        return replace(tokens, expires_at=time.time() + 24 * 3600)

    async def farewell(self, tokens: Tokens) -> None:
        """Nowhere to go."""


def subject() -> str:
    """The subject of the person."""
    return actor(WHO).subject


class People:
    """The console's sessions on a database of their own, at a moment that the test says."""

    def __init__(self, sessions: Sessions, issuer: Issuer, clock: FixedClock, database: Database) -> None:
        self.sessions, self.issuer, self.clock, self.database = sessions, issuer, clock, database

    async def sign_in(self, old: str | None = None) -> str:
        """The handle of a new session."""
        begun = await self.sessions.begin("/", "fr", None)
        session, to = await self.sessions.complete(begun.address, "code", "", begun.browser, old)
        assert to == "/"
        return session.handle

    async def lives(self, handle: str) -> bool:
        """Whether a handle is a living session now."""
        found = await self.sessions.find(handle)
        assert isinstance(found, Session | EndedSession)
        return isinstance(found, Session)


@pytest_asyncio.fixture(loop_scope="session")
async def people(postgres: Postgres, tmp_path: Path) -> AsyncIterator[People]:
    given = await environment(postgres, tmp_path, "console", "console_sessions")
    settings = ConsoleSettings(
        **given, session_idle_s=IDLE_S, session_most_s=MOST_S, sessions_at_once=AT_ONCE, fresh_s=900
    )
    clock, issuer = FixedClock(NOW), Issuer()
    database = Database(settings, runtime, clock)
    keys = Keyring(settings.keys)
    yield People(Sessions(settings, SessionStore(database), keys, issuer, Named(), clock), issuer, clock, database)  # type: ignore[arg-type]
    await database.dispose()


async def test_a_session_in_which_nothing_is_asked_ends(people: People) -> None:
    handle = await people.sign_in()
    for _ in range(3):
        people.clock.advance(seconds=IDLE_S - 1)
        assert await people.lives(handle)
    people.clock.advance(seconds=IDLE_S + 1)
    assert not await people.lives(handle)
    assert not await people.lives(handle)


async def test_a_session_ends_however_much_is_asked_in_it(people: People) -> None:
    handle = await people.sign_in()
    for _ in range(MOST_S // 1800):
        people.clock.advance(seconds=1800)
        assert await people.lives(handle)
    people.clock.advance(seconds=1)
    assert not await people.lives(handle)


async def test_the_oldest_ends_when_there_are_too_many_and_a_new_sign_in_takes_the_place_of_its_own(
    people: People,
) -> None:
    handles = []
    for _ in range(AT_ONCE + 1):
        people.clock.advance(seconds=1)
        handles.append(await people.sign_in())
    assert [await people.lives(one) for one in handles] == [False, True, True]
    people.clock.advance(seconds=1)
    again = await people.sign_in(old=handles[2])
    assert [await people.lives(one) for one in [*handles[1:], again]] == [True, False, True]


async def test_two_tabs_at_once_ask_the_issuer_once(people: People) -> None:
    people.issuer.good_s = 1
    handle = await people.sign_in()
    assert all(await asyncio.gather(*(people.lives(handle) for _ in range(8))))
    assert people.issuer.refreshed == 1


async def test_what_the_issuer_refuses_to_renew_has_ended_and_leaves_no_token(people: People) -> None:
    people.issuer.good_s, people.issuer.refuses = 1, True
    handle = await people.sign_in()
    assert not await people.lives(handle)
    people.issuer.refuses = False
    assert not await people.lives(handle)
    async with people.database.unit_of_work(ByClock("test")) as uow:
        assert (await uow.connection.execute(sa.text("select sealed from session"))).scalars().all() == [None]


async def test_no_token_and_no_handle_stands_in_the_clear(people: People) -> None:
    handle = await people.sign_in()
    async with people.database.unit_of_work(ByClock("test")) as uow:
        rows = str((await uow.connection.execute(sa.text("select * from session"))).all())
    assert handle not in rows
    assert "to be used again" not in rows
    assert subject() in rows


async def test_to_speak_for_a_state_takes_a_sign_in_of_late(people: People) -> None:
    handle = await people.sign_in()
    session = await people.sessions.find(handle)
    assert isinstance(session, Session)
    assert not people.sessions.is_fresh(session)
    assert people.sessions.is_fresh(replace(session, auth_time=NOW))
    people.clock.advance(seconds=901)
    assert not people.sessions.is_fresh(replace(session, auth_time=NOW))
