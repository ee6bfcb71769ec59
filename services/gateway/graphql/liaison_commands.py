"""Mutations on the Secretariat's contacts with parties: each is one command of dialogue, sent with the caller's own token (WM 6)."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "liaisons", "PUT")


@strawberry.type
class LiaisonMutations:
    """Officers alone note a contact, correct it, and say what became of what they owed."""

    @strawberry.mutation(
        description="Note a contact that was held with a party: with posts, never with names. owed: what the Secretariat does next, and by when. "
        "No party reads it (WM 6)"
    )
    async def record_liaison(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/liaisons", content, key)

    @strawberry.mutation(description="Correct what was noted, with the reason; what stood there before stays (WM 6)")
    async def correct_liaison(
        self, info: Asked, liaison_id: str, content: JSON, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        body: Any = {**content, "reason": reason} if isinstance(content, dict) else content
        return await _say(info, liaison_id, "content", body, expected_version, key)

    @strawberry.mutation(
        description="Say what became of what the Secretariat owed after a contact: done, or dropped, with words (WM 6)"
    )
    async def follow_up_liaison(
        self, info: Asked, liaison_id: str, outcome: str, words: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"outcome": outcome, "words": words}
        return await _say(info, liaison_id, "follow-up", body, expected_version, key)
