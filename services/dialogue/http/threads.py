"""Threads over HTTP (WM 8)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.dialogue import actions
from services.dialogue.queries import read_threads as query
from services.dialogue.settings import DialogueSettings
from shared.application.over_http import At, commands
from shared.application.runner import Runner
from shared.contracts.shapes.thread import ThreadMessage, ThreadState
from shared.modalities.access import actions as a
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import text, whole
from shared.runtime.http.routes import id_in_path, route, seen
from shared.runtime.http.versions import Held, NotHeld
from shared.runtime.identifiers import parsed

ALL = "/threads"
ONE = ALL + "/{thread_id}"
QUESTION = ONE + "/questions/{question_id}"


class ThreadSeen(ThreadState):
    """A thread as its reader sees it. ``unread``: messages of others that the reader's party has not read."""

    region: str | None  # type: ignore[assignment]  # null to a party that may not know where its thing is from (WM 17)
    unread: int


class ThreadOfThing(ThreadSeen):
    """The same in a list. ``version``: what a change of it is decided on."""

    version: int


class ThreadsAnswer(BaseModel):
    """Threads about a thing that one may read."""

    threads: list[ThreadOfThing]


class MessagesAnswer(BaseModel):
    """Messages in order. ``after``: give it to read on; null at the end."""

    messages: list[ThreadMessage]
    after: int | None


TABLE = (
    At("POST", ONE + "/messages", actions.SEND_MESSAGE, ThreadSeen, "Write to the circle of a thread", made=""),
    At("POST", ONE + "/questions", actions.ASK_QUESTION, ThreadSeen, "Ask a side of the circle, which answers by a day",
       made=""),
    At("POST", QUESTION + "/answer", actions.ANSWER_QUESTION, ThreadSeen, "Answer a question", version=Held(ONE)),
    At("POST", QUESTION + "/withdrawal", actions.WITHDRAW_QUESTION, ThreadSeen, "Take a question back", version=Held(ONE)),
    At("PUT", ONE + "/read", actions.READ_UP_TO, ThreadSeen, "Say how far one's party has read",
       version=NotHeld("says how far one's own party has read, which only rises")),
)  # fmt: skip


def routes(runner: Runner[DialogueSettings]) -> APIRouter:
    """All routes of threads."""
    router, database = APIRouter(tags=["threads"]), runner.database
    commands(router, runner, *TABLE)

    @route(router, "GET", ALL, a.READ_THREAD, summary="Threads about a thing, one for each circle that one stands in",
           parameters=(text("about", "Identifier of the request, offer, call, match, engagement or meeting", "one thing"),), answer=ThreadsAnswer)  # fmt: skip
    async def list_threads(request: Request) -> Response:
        actor, asked = await actor_of(request), Asked(request)
        about = asked.text("about", "")
        asked.check()
        if not about:
            raise Invalid((Fault("/parameters/about", "is needed", "parameter"),))
        return seen({"threads": await query.threads_about(database, actor, parsed(about))})

    @route(router, "GET", ONE, a.READ_THREAD, summary="A thread, without its messages", answer=ThreadSeen)
    async def read_thread(request: Request) -> Response:
        actor, which = await actor_of(request), id_in_path(request, "thread_id", "thread")
        state, version = await query.read_thread(database, actor, which)
        return seen(state, version=version)

    @route(router, "GET", ONE + "/messages", a.READ_THREAD, summary="The messages of a thread, in order",
           parameters=(whole("after", 0, 1_000_000, "Number of the last message that was read", default=0),
                       whole("first", 1, query.MOST, "How many at most", default=50)),
           answer=MessagesAnswer)  # fmt: skip
    async def read_messages(request: Request) -> Response:
        actor, which, asked = await actor_of(request), id_in_path(request, "thread_id", "thread"), Asked(request)
        after, first = asked.number("after", 0, 1_000_000, 0), asked.number("first", 1, query.MOST, 50)
        asked.check()
        page, more = await query.read_messages(database, actor, which, after, first)
        return seen({"messages": page, "after": more})

    return router
