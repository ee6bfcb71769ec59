"""What can be asked of threads: dialogue answers it, with the caller's own token; no word of a message is kept here (WM 8)."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import segment
from services.gateway.graphql.home import Home, home_of
from services.gateway.graphql.told import Asked
from shared.modalities.access.actor import OFFICERS
from shared.modalities.errors import Refusal
from shared.runtime.federation.tokens import ELSEWHERE

GONE = 404


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


@strawberry.type(
    description="What one circle says about a thing. circle: requester, offerer or approached with the Secretariat, all of them, or secretariat for it alone; apartWith: the one party of a circle that is apart"
)
class Thread:
    thread_id: str
    circle: str
    status: str
    reference: str
    about: str = strawberry.field(description="Identifier of the thing")
    about_kind: str = strawberry.field(description="request, offer, solicitation, match, engagement or meeting")
    apart_with: str | None
    parties: list[str]
    version: int
    count: int = strawberry.field(description="How many messages there are")
    unread: int = strawberry.field(description="Messages of others that the caller's party has not read")
    questions: list[QuestionSeen]
    state: JSON = strawberry.field(description="The thread as the caller reads it, without its messages")
    elsewhere: bool = strawberry.field(
        description="Whether another deployment keeps it: its documents are given and read there"
    )

    @strawberry.field(description="Messages after a number, in order")
    async def messages(self, info: Asked, after: int = 0, first: int = 50) -> list[MessageSeen]:
        path = f"/threads/{segment(self.thread_id)}/messages"
        try:
            found, _ = await _told(info, path, self.about, after=after, first=first)
        except Refusal as refused:
            if refused.status != GONE:
                raise
            # Closed to the caller since it was named: as good as if it had not been, and no fault of the page's other threads.
            return []
        return [_message(one) for one in found["messages"]]


async def _told(info: Asked, path: str, thing: str, **parameters: Any) -> tuple[dict[str, Any], bool]:
    """What dialogue answers, and whether another deployment's does: the one of the thing that a thread is about, as no twin
    tells of threads. A party reads them from its own; no officer reads those of others, and a program's token is good here alone.
    """
    actor = await info.context.actor()
    stays = actor.role in OFFICERS or actor.scopes is not None or not info.context.settings.peers
    home = Home() if stays else await home_of(info.context, path, thing)
    context, scope = info.context, home.scope or ELSEWHERE
    return await context.owners.ask(
        "dialogue", path, parameters, context.forwarded(), home.region, scope
    ), home.region is not None


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


def _thread(one: dict[str, Any], elsewhere: bool) -> Thread:
    return Thread(
        thread_id=one["thread_id"], circle=one["circle"], status=one["status"], reference=one["about"]["reference"],
        about=one["about"]["item_id"], about_kind=one["about"]["kind"], apart_with=one["apart_with"],
        parties=[side["party"] for side in one["sides"]], version=one["version"], count=one["messages"],
        unread=one["unread"], questions=[_question(each) for each in one["questions"]],
        state=JSON(one), elsewhere=elsewhere,
    )  # fmt: skip


@strawberry.type
class ThreadQueries:
    """Threads of the deployment that is asked."""

    @strawberry.field(
        description="The threads about a thing that the caller may read, one for each circle; none for who stands in none (WM 8). threadId: this one alone"
    )
    async def thread(self, info: Asked, about: str, thread_id: str | None = None) -> list[Thread]:
        found, elsewhere = await _told(info, "/threads", about, about=about)
        return [_thread(one, elsewhere) for one in found["threads"] if thread_id in {None, one["thread_id"]}]
