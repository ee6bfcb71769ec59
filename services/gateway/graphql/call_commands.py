"""Mutations on calls for offers: each is one command of matching, sent with the caller's own token (WM 16, 17)."""

from datetime import date
from typing import Any

import strawberry

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.types import CommandResult

_say = About("matching", "calls-for-offers", "PUT")


@strawberry.type
class CallMutations:
    """Commands of officers, and of the parties that are asked, each in its own name."""

    @strawberry.mutation(
        description="Ask the parties named for offers, for all that is shown or for some lines (WM 17)"
    )
    async def seek_offers(
        self,
        info: Asked,
        request_id: str,
        approached: list[str],
        key: str,
        message: str | None = None,
        line_ids: list[str] | None = None,
        closes_on: date | None = None,
    ) -> CommandResult:
        body: dict[str, Any] = {"approached": approached, "message": message, "line_ids": line_ids or []}
        body |= {"closes_on": closes_on.isoformat()} if closes_on is not None else {}
        return await send(info, "matching", "POST", f"/support-requests/{segment(request_id)}/solicitations", body, key)

    @strawberry.mutation(description="Say that one's party has read a call for offers (WM 17)")
    async def see_call(self, info: Asked, call_id: str, party: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, call_id, "seen", {"party": party}, expected_version, key)

    @strawberry.mutation(
        description="Decline a call for offers with a coded reason, or say after which day to ask again; for all of it or for "
        "some lines. What is offered is an offer (WM 17)"
    )
    async def answer_call(
        self,
        info: Asked,
        call_id: str,
        party: str,
        answer: str,
        expected_version: int,
        key: str,
        reason_code: str | None = None,
        ask_again_after: date | None = None,
        line_ids: list[str] | None = None,
        named_to_state: bool = False,
    ) -> CommandResult:
        body: dict[str, Any] = {
            "party": party,
            "answer": answer,
            "reason_code": reason_code,
            "line_ids": line_ids or [],
        }
        body |= {"ask_again_after": ask_again_after.isoformat()} if ask_again_after is not None else {}
        return await _say(info, call_id, "answer", body | {"named_to_state": named_to_state}, expected_version, key)

    @strawberry.mutation(description="Close a call for offers before its day: for officers (WM 17)")
    async def close_call(
        self, info: Asked, call_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_id, "closure", {"reason": reason}, expected_version, key, "POST")

    @strawberry.mutation(
        description="Recall a call: nothing of the request is shown by it any more: for officers (WM 17)"
    )
    async def recall_call(
        self, info: Asked, call_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_id, "recall", {"reason": reason}, expected_version, key, "POST")
