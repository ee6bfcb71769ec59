"""Tokens of programs: their form, what their scopes let them do, and how long an answer about one is remembered."""

import os
import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.policy import RULES, decide
from shared.modalities.access.scopes import PERSONS_ALONE, SCOPES
from shared.modalities.errors import Retryable
from shared.runtime.http import issued
from shared.runtime.http.issued import IssuedTokens, introspection
from shared.runtime.token_format import PATTERN, PREFIX, parts, written

ID = "01a21030-88c8-73e8-a8ed-f109ab6fc2f3"
MINE = resources.of_party("org:observer", "wca")


@given(st.uuids(), st.binary(min_size=32, max_size=32))
def test_a_token_says_which_one_it_is_and_nothing_of_its_secret(name: object, secret: bytes) -> None:
    token = written(str(name), secret)
    assert re.fullmatch(PATTERN, token)
    found = parts(token)
    assert found is not None
    assert found.token_id == str(name)
    assert len(found.secret_hash) == 32
    assert secret not in found.secret_hash


@pytest.mark.parametrize("place", range(len(PREFIX), 76))
def test_one_mistyped_character_is_seen_before_anything_is_looked_up(place: int) -> None:
    token = written(ID, os.urandom(32))
    other = "A" if token[place] != "A" else "B"
    assert parts(token[:place] + other + token[place + 1 :]) is None


@pytest.mark.parametrize("token", ["", "acsg_", "acsg_" + "z" * 71, "ghp_" + "0" * 36, "acsg_" + "é" * 71])
def test_what_is_no_token_is_none(token: str) -> None:
    assert parts(token) is None


def holder(*scopes: str, role: Role = Role.INTEGRATOR) -> Actor:
    return Actor("integrator-observer+1", role, "org:observer", None, "en", frozenset(scopes))


def test_scopes_narrow_what_the_role_lets_one_do() -> None:
    assert decide(holder("webhooks"), a.KEEP_WEBHOOK, MINE).allowed
    assert not decide(holder("read"), a.KEEP_WEBHOOK, MINE).allowed
    assert not decide(holder(), a.READ_WEBHOOK, MINE).allowed
    # A scope gives nothing that the role does not have.
    assert not decide(holder("requests"), a.SUBMIT_REQUEST, MINE).allowed
    # Who logged in is not narrowed.
    assert decide(Actor("i", Role.INTEGRATOR, "org:observer"), a.KEEP_WEBHOOK, MINE).allowed


def test_beyond_its_scopes_a_token_may_what_anybody_may() -> None:
    shown = resources.shown_to_all()
    for action in a.ACTIONS.values():
        assert decide(holder(), action, shown).allowed == decide(PUBLIC, action, shown).allowed


def test_no_scope_holds_what_is_said_by_people_alone() -> None:
    held = frozenset().union(*SCOPES.values())
    assert held.isdisjoint(PERSONS_ALONE)
    states = {rule.action for rule in RULES if rule.roles == frozenset({Role.STATE_AUTHORITY})}
    assert {a.GIVE_CONSENT, a.WITHDRAW_CONSENT} <= states & PERSONS_ALONE
    for action in PERSONS_ALONE:
        for role in Role:
            assert not decide(holder(*SCOPES, role=role), action, MINE).allowed


async def test_a_token_is_not_taken_while_its_keeper_is_away() -> None:
    async def away(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    asking = introspection("http://notifications", httpx.AsyncClient(transport=httpx.MockTransport(away)))
    with pytest.raises(Retryable):
        await IssuedTokens(asking).find(written(ID, b"x" * 32))


async def test_an_answer_is_remembered_for_seconds_and_then_asked_again() -> None:
    now, asked, answer = 0.0, list[str](), [holder("read")]

    async def ask(token: str) -> Actor | None:
        asked.append(token)
        return answer[0] if answer else None

    tokens, token = IssuedTokens(ask, lambda: now), written(ID, b"x" * 32)
    assert await tokens.find(token) == await tokens.find(token) == answer[0]
    assert len(asked) == 1
    answer.clear()
    now = issued.REMEMBERED_S - 0.01
    assert await tokens.find(token) is not None
    now = issued.REMEMBERED_S
    assert await tokens.find(token) is None
    assert len(asked) == 2
    assert await tokens.find(token[:-1] + "!") is None
    assert len(asked) == 2
