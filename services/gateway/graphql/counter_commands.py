"""Mutations on counters to a proposed match: each is one command of matching, sent with the caller's own token (WM 11)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, segment
from services.gateway.graphql.types import CommandResult

_say = About("matching", "matches", "POST")


@strawberry.type
class CounterMutations:
    """A party counters in its own name; officers take that, or keep the proposal."""

    @strawberry.mutation(
        description="Say what one's party would give or take instead of a proposed match, line by line; lines that it does not "
        "name stay as they are (WM 11)"
    )
    async def counter_match(
        self,
        info: Asked,
        match_id: str,
        party: str,
        lines: list[JSON],
        expected_version: int,
        key: str,
        words: str | None = None,
        language: str | None = None,
        reason_code: str | None = None,
    ) -> CommandResult:
        body = {"party": party, "lines": lines, "words": words, "language": language, "reason_code": reason_code}
        return await _say(info, match_id, "counters", body, expected_version, key)

    @strawberry.mutation(description="Take one's own counter back: the answer is owed again (WM 11)")
    async def withdraw_counter(
        self, info: Asked, match_id: str, counter_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, match_id, f"counters/{segment(counter_id)}/withdrawal", None, expected_version, key)

    @strawberry.mutation(
        description="Take a counter, with the reason: the match ends, and another is proposed from what is countered; "
        "`amounts` for lines whose two units differ: for officers (WM 11)"
    )
    async def take_counter(
        self,
        info: Asked,
        match_id: str,
        counter_id: str,
        reason: str,
        expected_version: int,
        key: str,
        amounts: list[JSON] | None = None,
    ) -> CommandResult:
        body = {"reason": reason, "amounts": amounts or []}
        return await _say(info, match_id, f"counters/{segment(counter_id)}/taking", body, expected_version, key)

    @strawberry.mutation(
        description="Keep the proposal as it is, with the reason: the party is asked again: for officers (WM 11)"
    )
    async def keep_proposal(
        self, info: Asked, match_id: str, counter_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        path = f"counters/{segment(counter_id)}/keeping"
        return await _say(info, match_id, path, {"reason": reason}, expected_version, key)
