"""A thread: what one circle says about one thing, and the messages in it (WM 6, 8).

A thread has one circle for ever; what is for another circle is said in another thread about the same thing. So no message
comes to be read by more sides than it was written for (ADR 20).
"""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.shapes.values import Day, Language, PartyId, Title

QuestionStatus = Literal["open", "answered", "withdrawn"]


class AboutThing(Shape):
    """What a thread is about. ``kind``: request, offer, solicitation (a call for offers), match, engagement or meeting.

    ``reference``: as everybody in the circle may know it.
    """

    kind: str
    item_id: str
    reference: str


class ThreadSide(Shape):
    """A party in the circle beside the Secretariat. ``role``: requester, offerer, approached or invited. ``reads_from``: number
    of the first message that it reads.
    """

    party: PartyId
    role: str
    reads_from: int = Field(default=1, ge=1)


class Reader(Shape):
    """How far a party has read. ``own_since``: messages of its own after that."""

    party: PartyId
    read_up_to: int = 0
    own_since: int = 0


class ThreadQuestion(Shape):
    """A question of one side to another, without its words. ``number``: of the message that asks; ``closed_by``: of the one
    that answers; none where it was withdrawn.
    """

    question_id: str
    number: int
    asked_by: PartyId
    asked_of: str = Field(description="A side of the circle: requester, offerer, approached, invited, or secretariat")
    due_on: date
    status: QuestionStatus = "open"
    closed_at: datetime | None = None
    closed_by: int | None = None


class ContactNote(Shape):
    """That two sides spoke outside the thread: when, how, and with which parties or posts; no names of persons."""

    held_on: Day
    how: Literal["call", "video", "visit", "meeting", "letter"]
    with_whom: Title


class ThreadDocument(Shape):
    """A document that came with a message; its content stands apart. ``size``: bytes; ``sha256``: of the content, in hexadecimal.

    ``scan``: not_scanned where no scanner is set; held, and given to nobody, with why: something was found, or the scanner was away.
    """

    document_id: str
    title: Title = classified(Classification.STRICTLY_CONFIDENTIAL)
    media_type: str
    size: int = Field(ge=1)
    sha256: str
    scan: Literal["not_scanned", "clean", "held"]
    held_because: Literal["found", "scanner_away"] | None = None


class ThreadMessage(Shape):
    """One message. ``number`` counts from 1 in its thread; ``reply_to``, ``question_id``: what it answers."""

    message_id: str
    number: int
    kind: Literal["feedback", "message", "note", "question", "answer"]
    author: PartyId
    post: str | None = Field(default=None, description="Of the person who wrote, as that person says it; no name")
    text: str = classified(Classification.STRICTLY_CONFIDENTIAL)
    language: Language | None = None
    sent_at: datetime
    reply_to: int | None = None
    question_id: str | None = None
    contact: ContactNote | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)
    document: ThreadDocument | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None)


class ThreadState(Shape):
    """A thread after an event, without the words of its messages. ``messages``: how many; it is the last one's number."""

    thread_id: str
    region: str
    about: AboutThing
    circle: str = Field(
        description="Who reads it beside the Secretariat: requester, offerer or approached; all: every side; secretariat: nobody"
    )
    status: Literal["open", "closed"]
    opened_at: datetime
    sides: tuple[ThreadSide, ...] = ()
    messages: int = 0
    documents: int = Field(default=0, description="How many of its messages bring a document")
    last_message_at: datetime | None = None
    questions: tuple[ThreadQuestion, ...] = ()
    readers: tuple[Reader, ...] = ()
    apart_with: PartyId | None = Field(
        default=None,
        description="The one party with which the Secretariat speaks here apart, and which may not know of others, nor of the"
        " deployment; null in every other circle",
    )
