"""What an item is shown with: its history, and versions and lines of a request."""

from datetime import datetime

import strawberry
from strawberry.scalars import JSON


@strawberry.type(description="A step in the life of an item, with the paragraph it rests on")
class HistoryEntry:
    at: datetime
    type: str
    words: str
    paragraph: str
    version: int


@strawberry.type(description="One immutable version of a request")
class RequestVersion:
    number: int
    submitted_at: datetime
    content: JSON
    findings: JSON


@strawberry.type(name="RequestLine", description="One thing asked for")
class RequestLinePart:
    line_id: str
    functional_area: str
    support_type: str
    amount: str
    unit: str
    start: str
    end: str | None
