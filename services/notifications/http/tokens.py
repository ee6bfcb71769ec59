"""Tokens for a party's programs over HTTP: made, listed, revoked, and told what they are (WM 3)."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.notifications.settings import NotificationsSettings
from services.notifications.storage.access_tokens import AccessTokens
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Name
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import PUBLIC as NOBODY
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING, Resource
from shared.modalities.access.scopes import SCOPES
from shared.modalities.errors import Conflict
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.command import command
from shared.runtime.http.issued import PATH, Introspected
from shared.runtime.http.routes import body_of, json, route
from shared.runtime.http.token_format import parts, written
from shared.runtime.http.versions import ENDED
from shared.runtime.identifiers import new_id

MOST = 20
"""Tokens of a party that hold at a time."""

Scope = Literal["read", "requests", "offers", "webhooks", "mailboxes", "inbox"]


class TokenBody(Strict):
    """A token for one program: what it is called, what it may do, for how long."""

    name: Name = Field(max_length=100, description="What uses it, e.g. Donor database, nightly")
    scopes: tuple[Scope, ...] = Field(min_length=1, max_length=len(SCOPES))
    days: int = Field(90, ge=1, le=366, description="How long it holds")


class TokenAnswer(BaseModel):
    """A token. ``token`` itself is shown once, when it is made; only its hash is kept."""

    model_config = ConfigDict(from_attributes=True)

    token_id: str
    party: str
    name: str
    scopes: tuple[str, ...]
    subject: str = Field(description="Who made it")
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None = Field(description="To a minute")
    revoked_at: datetime | None
    revoked_by: str | None
    token: str | None = None


class TokensAnswer(BaseModel):
    """Tokens, newest first, with those that ended in the last thirty days."""

    tokens: list[TokenAnswer]


class IntrospectionBody(Strict):
    """The token that is asked about."""

    token: str = Field(min_length=1, max_length=200)


class IntrospectionAnswer(Introspected):
    """Whether a token holds, for whom it speaks and what it may do (RFC 7662)."""


def asked_here(database: Database) -> Callable[[str], Awaitable[Actor | None]]:
    """Whom a token speaks for, by the database that keeps it."""

    async def ask(token: str) -> Actor | None:
        now = database.clock.now()
        async with database.unit_of_work(ByClock("token")) as uow:
            tokens = AccessTokens(uow.connection)
            found, given = await tokens.holder(token, now), parts(token)
            if found is not None and given is not None:
                await tokens.used(given.token_id, now)
        return found

    return ask


def token_routes(database: Database, settings: NotificationsSettings) -> APIRouter:
    """Routes of tokens."""
    router, clock, ask = APIRouter(tags=["tokens"]), database.clock, asked_here(database)

    def thing(party: str) -> Resource:
        return resources.of_party(party, settings.deployment)

    def audit(uow: UnitOfWork, action: Any, token_id: str) -> None:
        uow.audit(action.name, action.paragraph, token_id, 1)

    @route(router, "POST", "/tokens", a.KEEP_TOKEN, answer=TokenAnswer, body=TokenBody, status=201,
           summary="A token for a program of the caller's party; shown once")  # fmt: skip
    async def add_token(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            actor = uow.cause.actor
            assert actor is not None
            party = actor.party or ""
            authorise(actor, a.KEEP_TOKEN, thing(party))
            body, tokens, now = await body_of(request, TokenBody), AccessTokens(uow.connection), clock.now()
            if await tokens.living(party, now) >= MOST:
                raise Conflict("too_many_tokens", f"A party has at most {MOST} that hold; revoke one first")
            token_id = new_id(clock)
            token = written(token_id, secrets.token_bytes(32))
            made = parts(token)
            assert made is not None
            row = {
                "token_id": token_id, "party": party, "role": actor.role.value, "subject": actor.subject,
                "language": actor.language, "name": body.name, "scopes": sorted(set(body.scopes)),
                "secret_hash": made.secret_hash, "created_at": now, "expires_at": now + timedelta(days=body.days),
            }  # fmt: skip
            await tokens.add(row)
            audit(uow, a.KEEP_TOKEN, token_id)
            answer = TokenAnswer.model_validate(await tokens.one(token_id)).model_copy(update={"token": token})
            return json(answer, 201, Location=f"/tokens/{token_id}")

        return await command(request, database, work, shown_once="token")

    @route(router, "GET", "/tokens", a.READ_TOKEN, answer=TokensAnswer, summary="Tokens the caller may see")
    async def list_tokens(request: Request) -> Response:
        actor = await actor_of(request)
        every = decide(actor, a.READ_TOKEN, thing("")).allowed
        authorise(actor, a.READ_TOKEN, thing(actor.party or ""))
        async with database.reading() as connection:
            rows = await AccessTokens(connection).of_party(None if every else actor.party, clock.now())
        return json(TokensAnswer(tokens=[TokenAnswer.model_validate(row) for row in rows]))

    @route(router, "GET", "/tokens/{token_id}", a.READ_TOKEN, answer=TokenAnswer, summary="One token")
    async def read_token(request: Request) -> Response:
        actor = await actor_of(request)
        async with database.reading() as connection:
            row = await AccessTokens(connection).one(request.path_params["token_id"])
        authorise_seen(actor, a.READ_TOKEN, a.READ_TOKEN, thing(row.party) if row else None, "token")
        return json(TokenAnswer.model_validate(row))

    @route(router, "DELETE", "/tokens/{token_id}", a.REVOKE_TOKEN, answer=TokenAnswer,
           summary="Revoke a token; it stops within seconds in every service", version=ENDED)  # fmt: skip
    async def revoke_token(request: Request) -> Response:
        async def work(uow: UnitOfWork) -> Response:
            tokens, actor = AccessTokens(uow.connection), uow.cause.actor
            assert actor is not None
            row = await tokens.one(request.path_params["token_id"], lock=True)
            seen = thing(row.party) if row else None
            authorise_seen(actor, a.REVOKE_TOKEN, a.READ_TOKEN, seen, "token")
            await tokens.revoke(row.token_id, actor.subject, clock.now())
            audit(uow, a.REVOKE_TOKEN, row.token_id)
            return json(TokenAnswer.model_validate(await tokens.one(row.token_id)))

        return await command(request, database, work)

    @route(router, "POST", PATH, a.INTROSPECT_TOKEN, answer=IntrospectionAnswer, body=IntrospectionBody, key=False,
           summary="What a token is, for who holds it")  # fmt: skip
    async def introspect_token(request: Request) -> Response:
        # Not counted by who asks: our own services ask for everyone. Without a token of ours nothing is looked up.
        authorise(NOBODY, a.INTROSPECT_TOKEN, ANYTHING)
        found = await ask((await body_of(request, IntrospectionBody)).token)
        if found is None:
            return json(IntrospectionAnswer(active=False))
        return json(
            IntrospectionAnswer(
                active=True,
                sub=found.subject,
                scope=" ".join(sorted(found.scopes or ())),
                acsg_role=found.role,
                acsg_party=found.party,
                acsg_lang=found.language,
            )
        )

    return router
