"""Mutations on calls for action: each is one command of dialogue, sent with the caller's own token (WM 5)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "calls-for-action", "PUT")


@strawberry.type
class ActionMutations:
    """Officers ask and say what came of it; each party answers and reports for itself."""

    @strawberry.mutation(
        description="As an officer, ask parties, or all who are interested, for advocacy, resources, steering or communication (WM 5)"
    )
    async def open_call_for_action(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/calls-for-action", content, key)

    @strawberry.mutation(
        description="As an officer, word a call for action anew, move its day, or ask further parties (WM 5)"
    )
    async def revise_call_for_action(
        self, info: Asked, call_for_action_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_for_action_id, "content", content, expected_version, key)

    @strawberry.mutation(
        description="Say for one's party what it does on a call for action and by when, or that it does not; who was not asked joins an "
        "open one (WM 5)"
    )
    async def answer_call_for_action(
        self, info: Asked, call_for_action_id: str, word: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_for_action_id, "answer", word, expected_version, key)

    @strawberry.mutation(
        description="Say whether others that were asked may read one's party's word and reports on a call for action (WM 5)"
    )
    async def show_own_action(
        self, info: Asked, call_for_action_id: str, shown: bool, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_for_action_id, "showing", {"shown": shown}, expected_version, key)

    @strawberry.mutation(
        description="Say what one's party did on a call for action, or correct what it said; an amount is its own statement (WM 5)"
    )
    async def report_on_call_for_action(
        self, info: Asked, call_for_action_id: str, report: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, call_for_action_id, "reports", report, expected_version, key, "POST")

    @strawberry.mutation(description="Take back what one's party said that it did on a call for action (WM 5)")
    async def take_action_report_back(
        self, info: Asked, call_for_action_id: str, number: int, expected_version: int, key: str
    ) -> CommandResult:
        body = {"number": number}
        return await _say(info, call_for_action_id, "reports/withdrawal", body, expected_version, key, "POST")

    @strawberry.mutation(description="As an officer, close a call for action with words on what came of it (WM 5)")
    async def close_call_for_action(
        self, info: Asked, call_for_action_id: str, text: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"text": text, "language": language}
        return await _say(info, call_for_action_id, "closing", body, expected_version, key, "POST")

    @strawberry.mutation(description="As an officer, take a call for action back with words on why (WM 5)")
    async def withdraw_call_for_action(
        self, info: Asked, call_for_action_id: str, text: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"text": text, "language": language}
        return await _say(info, call_for_action_id, "withdrawal", body, expected_version, key, "POST")
