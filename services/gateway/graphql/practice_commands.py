"""Mutations on good practices: each is one command of dialogue, sent with the caller's own token (WM 1, 4, 11)."""

from enum import Enum

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "good-practices", "PUT")


@strawberry.enum(description="What a State says to a practice that is proposed of it")
class PracticeAnswer(Enum):
    PUBLISH = "publish"
    DECLINE = "decline"


@strawberry.enum(description="To whom a State publishes a practice: to every party of the mechanism, or to everybody")
class PracticeAudience(Enum):
    MECHANISM = "mechanism"
    PUBLIC = "public"


@strawberry.type
class PracticeMutations:
    """Commands of who proposes a practice, and of its State."""

    @strawberry.mutation(
        description="Propose a good practice of a country; its State says whether it is published (WM 11)"
    )
    async def propose_practice(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/good-practices", content, key)

    @strawberry.mutation(description="Word it anew, for who proposed it, before its State answers (WM 11)")
    async def reword_practice(
        self, info: Asked, practice_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, practice_id, "content", content, expected_version, key)

    @strawberry.mutation(description="Say for its State whether it is published, and to whom (WM 11)")
    async def answer_practice(
        self,
        info: Asked,
        practice_id: str,
        answer: PracticeAnswer,
        expected_version: int,
        key: str,
        audience: PracticeAudience = PracticeAudience.MECHANISM,
        reason: str | None = None,
    ) -> CommandResult:
        body = {"answer": answer.value, "audience": audience.value, "reason": reason}
        return await _say(info, practice_id, "answer", body, expected_version, key)

    @strawberry.mutation(description="Say for its State whether it still holds (WM 11)")
    async def review_practice(
        self, info: Asked, practice_id: str, stands: bool, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        body = {"stands": stands, "reason": reason}
        return await _say(info, practice_id, "review", body, expected_version, key)

    @strawberry.mutation(description="Take it back: its State at any time, its proposer before it is answered (WM 11)")
    async def retract_practice(
        self, info: Asked, practice_id: str, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        return await _say(info, practice_id, "retraction", {"reason": reason}, expected_version, key, "POST")
