"""Mutations in threads: each is one command of dialogue, sent with the caller's own token (WM 8).

``about``: the thing that a thread is about, which says where it is kept; without it, here.
"""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import Asked, segment, send
from services.gateway.graphql.types import CommandResult


@strawberry.input(description="What somebody writes. post: what the person who writes is, no name")
class Words:
    text: str
    language: str
    post: str | None = None
    reply_to: int | None = None

    def body(self, **more: Any) -> dict[str, Any]:
        """The same as dialogue takes it."""
        return {name: value for name, value in (vars(self) | more).items() if value is not None}


@strawberry.type
class ThreadMutations:
    """Commands of whoever stands in the circle of a thread."""

    @strawberry.mutation(
        description="Write to the circle of a thread, or note that one spoke with somebody of it (WM 8)"
    )
    async def send_message(
        self, info: Asked, thread_id: str, words: Words, key: str, contact: JSON | None = None, about: str | None = None
    ) -> CommandResult:
        return await _say(info, thread_id, "messages", words.body(contact=contact), key, about=about)

    @strawberry.mutation(description="Ask a side of the circle, which answers by a day (WM 8)")
    async def ask_question(
        self, info: Asked, thread_id: str, words: Words, asked_of: str, due_on: str, key: str, about: str | None = None
    ) -> CommandResult:
        return await _say(info, thread_id, "questions", words.body(asked_of=asked_of, due_on=due_on), key, about=about)

    @strawberry.mutation(description="Answer a question that asks one's side (WM 8)")
    async def answer_question(
        self,
        info: Asked,
        thread_id: str,
        question_id: str,
        words: Words,
        expected_version: int,
        key: str,
        about: str | None = None,
    ) -> CommandResult:
        path = f"questions/{segment(question_id)}/answer"
        return await _say(info, thread_id, path, words.body(), key, expected_version, about)

    @strawberry.mutation(description="Take one's own question back (WM 8)")
    async def withdraw_question(
        self, info: Asked, thread_id: str, question_id: str, expected_version: int, key: str, about: str | None = None
    ) -> CommandResult:
        return await _say(
            info, thread_id, f"questions/{segment(question_id)}/withdrawal", None, key, expected_version, about
        )

    @strawberry.mutation(description="Say how far one's party has read (WM 8)")
    async def read_up_to(
        self, info: Asked, thread_id: str, number: int, key: str, about: str | None = None
    ) -> CommandResult:
        path = f"/threads/{segment(thread_id)}/read"
        return await send(info, "dialogue", "PUT", path, {"number": number}, key, about=about)


async def _say(
    info: Asked, thread_id: str, what: str, body: Any, key: str, version: int | None = None, about: str | None = None
) -> CommandResult:
    path = f"/threads/{segment(thread_id)}/{what}"
    return await send(info, "dialogue", "POST", path, body, key, version, about)
