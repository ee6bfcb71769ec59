"""Mutations of an officer's bench: a proposal, a consultation that was held, a proposal taken back (WM 11, 19, 20)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.types import CommandResult


def _request_of(lines: list[JSON]) -> str | None:
    """The request that a proposal answers: its deployment owns the match (WM 11)."""
    named = lines[0].get("request_id") if lines and isinstance(lines[0], dict) else None
    return named if isinstance(named, str) else None


@strawberry.type
class BenchMutations:
    """Matching decides on each."""

    @strawberry.mutation(description="Propose a match (WM 11)")
    async def propose_match(
        self, info: Asked, lines: list[JSON], reason: str, key: str, consultations: list[JSON] | None = None
    ) -> CommandResult:
        body = {"lines": lines, "reason": reason} | ({"consultations": consultations} if consultations else {})
        return await send(info, "matching", "POST", "/matches", body, key, about=_request_of(lines))

    @strawberry.mutation(description="Note a consultation that was held, at a moment with its zone (WM 11)")
    async def consult_match(
        self,
        info: Asked,
        match_id: str,
        party: str,
        summary: str,
        held_at: str,
        expected_version: int,
        key: str,
    ) -> CommandResult:
        body = {"party": party, "summary": summary, "held_at": held_at}
        path = f"/matches/{segment(match_id)}/consultations"
        return await send(info, "matching", "POST", path, body, key, expected_version)

    @strawberry.mutation(description="Take a proposal back, with the reason (WM 11)")
    async def withdraw_match(
        self, info: Asked, match_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        path = f"/matches/{segment(match_id)}/withdrawal"
        return await send(info, "matching", "POST", path, {"reason": reason}, key, expected_version)
