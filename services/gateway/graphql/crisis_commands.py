"""Mutations on declared crises: each is one command of intake, sent with the caller's own token (WM 12)."""

import strawberry

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("intake", "crises", "PUT")


@strawberry.input(description="The plan of the emergency response that support adds to; link: an https address")
class ResponsePlanInput:
    title: str
    link: str
    coordinator: str


@strawberry.input(description="What is declared; from_on: the day from which it is a crisis")
class CrisisInput:
    title: str
    language: str
    plan: ResponsePlanInput
    from_on: str


@strawberry.type
class CrisisMutations:
    """Officers declare, review and end a crisis in the Secretariat's name; a State says its own word."""

    @strawberry.mutation(
        description="Declare a crisis of one State, or of the States of a situation; in Geneva it is declared where they are served. warning: the one that led to it (WM 12)"
    )
    async def declare_crisis(
        self, info: Asked, content: CrisisInput, reason: str, states: list[str], key: str, warning: str | None = None
    ) -> CommandResult:
        said = vars(content) | {"plan": vars(content.plan)}
        body = {"content": said, "reason": reason, "states": states} | ({"warning": warning} if warning else {})
        return await send(info, "intake", "POST", "/crises", body, key)

    @strawberry.mutation(
        description="Say a State's own word on a crisis that it is in: whether it agrees, and whether others may read of it (WM 12)"
    )
    async def say_on_crisis(
        self, info: Asked, crisis_id: str, agrees: bool, language: str, expected_version: int, key: str,
        words: str | None = None, shown: bool = False,
    ) -> CommandResult:  # fmt: skip
        body = {"agrees": agrees, "language": language, "words": words, "shown": shown}
        return await _say(info, crisis_id, "word", body, expected_version, key)

    @strawberry.mutation(description="Say that a crisis still stands, and why (WM 12)")
    async def review_crisis(
        self, info: Asked, crisis_id: str, words: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, crisis_id, "review", {"words": words, "language": language}, expected_version, key)

    @strawberry.mutation(description="Say with a reason that a crisis is none any more (WM 12)")
    async def end_crisis(
        self, info: Asked, crisis_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, crisis_id, "end", {"reason": reason, "language": language}, expected_version, key)
