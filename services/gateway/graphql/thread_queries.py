"""What can be asked of threads: dialogue answers it, with the caller's own token; no word of a message is kept here (WM 8)."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import segment
from services.gateway.graphql.told import Asked, ask


@strawberry.type(
    name="ThreadQuestion", description="A question in a thread; its words stand in the message of its number"
)
class QuestionSeen:
    question_id: str
    number: int
    asked_by: str
    asked_of: str
    due_on: date
    status: str
    closed_by: int | None


@strawberry.type(
    name="ThreadDocument",
    description="A document that came with a message; its content is asked for at /threads/{thread}/documents/{document}. scan: not_scanned, clean, held",
)
class DocumentSeen:
    document_id: str
    title: str
    media_type: str
    size: int
    sha256: str
    scan: str
    held_because: str | None


@strawberry.type(
    name="ThreadMessage", description="A message of a thread. kind: feedback, message, note, question or answer"
)
class MessageSeen:
    message_id: str
    number: int
    kind: str
    author: str
    post: str | None
    text: str
    language: str | None
    sent_at: datetime
    reply_to: int | None
    question_id: str | None
    contact: JSON | None
    document: DocumentSeen | None


@strawberry.type(description="What one circle says about a thing. circle: requester, or secretariat for it alone")
class Thread:
    thread_id: str
    circle: str
    status: str
    reference: str
    parties: list[str]
    version: int
    count: int = strawberry.field(description="How many messages there are")
    unread: int = strawberry.field(description="Messages of others that the caller's party has not read")
    questions: list[QuestionSeen]

    @strawberry.field(description="Messages after a number, in order")
    async def messages(self, info: Asked, after: int = 0, first: int = 50) -> list[MessageSeen]:
        path = f"/threads/{segment(self.thread_id)}/messages"
        found = await ask(info, path, owner="dialogue", after=after, first=first)
        return [_message(one) for one in found["messages"]]


def _message(one: dict[str, Any]) -> MessageSeen:
    named = ("message_id", "number", "kind", "author", "post", "text", "language", "reply_to", "question_id")
    contact, brought = one.get("contact"), one.get("document")
    return MessageSeen(
        **{name: one[name] for name in named}, sent_at=datetime.fromisoformat(one["sent_at"]),
        contact=JSON(contact) if contact is not None else None, document=DocumentSeen(**brought) if brought else None,
    )  # fmt: skip


def _question(one: dict[str, Any]) -> QuestionSeen:
    named = ("question_id", "number", "asked_by", "asked_of", "status", "closed_by")
    return QuestionSeen(**{name: one[name] for name in named}, due_on=date.fromisoformat(one["due_on"]))


def _thread(one: dict[str, Any]) -> Thread:
    return Thread(
        thread_id=one["thread_id"], circle=one["circle"], status=one["status"], reference=one["about"]["reference"],
        parties=[side["party"] for side in one["sides"]], version=one["version"], count=one["messages"],
        unread=one["unread"], questions=[_question(each) for each in one["questions"]],
    )  # fmt: skip


@strawberry.type
class ThreadQueries:
    """Threads of the deployment that is asked."""

    @strawberry.field(
        description="The threads about a thing that the caller may read, one for each circle; none for who stands in none (WM 8)"
    )
    async def thread(self, info: Asked, about: str) -> list[Thread]:
        await info.context.actor()
        found = await ask(info, "/threads", owner="dialogue", about=about)
        return [_thread(one) for one in found["threads"]]
