"""Tokens for a party's programs over HTTP: made, listed, revoked, and told what they are (WM 3)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from services.notifications import actions as does
from services.notifications.actions.access_token import TokenAnswer
from services.notifications.actions.holder_of_token import asked_here
from services.notifications.queries import read_token as query
from services.notifications.settings import NotificationsSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.incoming import Strict
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC as NOBODY
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.issued import PATH, Introspected
from shared.runtime.http.routes import body_of, id_in_path, json, route
from shared.runtime.http.versions import ENDED

ALL, ONE = "/tokens", "/tokens/{token_id}"
TABLE = (
    At("POST", ALL, does.ADD_TOKEN, TokenAnswer, "A token for a program of the caller's party; shown once",
       made=ALL + "/{id}", tagged=False),
    At("DELETE", ONE, does.REVOKE_TOKEN, TokenAnswer, "Revoke a token; it stops within seconds in every service",
       version=ENDED, tagged=False),
)  # fmt: skip


class TokensAnswer(BaseModel):
    """Tokens, newest first, with those that ended in the last thirty days."""

    tokens: list[TokenAnswer]


class IntrospectionBody(Strict):
    """The token that is asked about."""

    token: str = Field(min_length=1, max_length=200)


class IntrospectionAnswer(Introspected):
    """Whether a token holds, for whom it speaks and what it may do (RFC 7662)."""


def token_routes(runner: Runner[NotificationsSettings]) -> APIRouter:
    """Routes of tokens."""
    router = APIRouter(tags=["tokens"])
    database, settings, ask = runner.database, runner.context, asked_here(runner.database)

    @route(router, "GET", ALL, a.READ_TOKEN, answer=TokensAnswer, summary="Tokens the caller may see")
    async def list_tokens(request: Request) -> Response:
        return json(TokensAnswer(tokens=await query.list_tokens(database, settings, await actor_of(request))))

    @route(router, "GET", ONE, a.READ_TOKEN, answer=TokenAnswer, summary="One token")
    async def read_token(request: Request) -> Response:
        actor, token_id = await actor_of(request), id_in_path(request, "token_id", "token")
        return json(await query.read_token(database, settings, actor, token_id))

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
                active=True, sub=found.subject, scope=" ".join(sorted(found.scopes or ())), acsg_role=found.role,
                acsg_party=found.party, acsg_lang=found.language,
            )
        )  # fmt: skip

    commands(router, runner, *TABLE)
    return router
