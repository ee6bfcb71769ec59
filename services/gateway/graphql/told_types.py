"""Types of what was told to whom: inboxes, the ledger of deliveries, and why (WM 6). Notifications owns all of it."""

from datetime import datetime
from typing import Any

import strawberry

from services.gateway.graphql.types import PageInfo


@strawberry.type(description="An item in an inbox, as its reader may see it now (WM 17)")
class InboxItem:
    item_id: str
    kind: str
    view: str
    reference: str | None
    title: str | None
    region: str | None
    functional_areas: list[str]
    parties: list[str]
    urgent: bool
    status: str | None


@strawberry.type(
    description="A text that was written to the reader, as it was written: message, comment, reason or call"
)
class InboxWords:
    kind: str
    paragraph: str | None
    text: str


@strawberry.type(description="One event in an inbox; need is must_act or should_know")
class InboxEntry:
    event_id: str
    event_type: str
    at: datetime
    need: str
    headline: str
    text: str
    spoken: list[InboxWords]
    ground: str
    subscription: str | None
    paragraph: str
    thread: str
    item: InboxItem | None
    step: str | None
    due_at: datetime | None
    late: bool
    read_at: datetime | None
    done_at: datetime | None
    done_why: str | None
    mailboxes: list[str]


@strawberry.type(description="An entry at its place in an inbox")
class InboxEdge:
    cursor: str
    node: InboxEntry


@strawberry.type(description="What waits in an inbox")
class InboxCounts:
    must_act_open: int
    must_act_unread: int
    should_know_unread: int


@strawberry.type(description="A page of an inbox, newest first")
class InboxConnection:
    edges: list[InboxEdge]
    page_info: PageInfo
    counts: InboxCounts

    @strawberry.field(description="The entries of the page without their places")
    def nodes(self) -> list[InboxEntry]:
        return [edge.node for edge in self.edges]


@strawberry.type(description="One attempt of a delivery; status is what an endpoint answered")
class DeliveryAttempt:
    number: int
    at: datetime
    duration_ms: int
    code: str
    status: int | None
    next_attempt_at: datetime | None


@strawberry.type(description="One delivery with every attempt; no address is said")
class LedgerDelivery:
    delivery_id: str
    event_id: str
    event_type: str
    item_id: str
    recipient: str
    party: str
    channel: str
    mailbox: str
    sequence: int | None
    must_act: bool
    paragraph: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    last_error: str | None
    created_at: datetime
    tries: list[DeliveryAttempt]


@strawberry.type(description="A delivery at its place in the ledger")
class LedgerEdge:
    cursor: str
    node: LedgerDelivery


@strawberry.type(description="A page of the ledger, newest first")
class LedgerConnection:
    edges: list[LedgerEdge]
    page_info: PageInfo

    @strawberry.field(description="The deliveries of the page without their places")
    def nodes(self) -> list[LedgerDelivery]:
        return [edge.node for edge in self.edges]


@strawberry.input(description="Narrows the ledger; all of it must hold. A dead letter has the state failed")
class LedgerFilter:
    item_id: str | None = None
    event_id: str | None = None
    event_type: str | None = None
    party: str | None = None
    recipient: str | None = None
    mailbox: str | None = None
    state: str | None = None
    channel: str | None = None
    since: datetime | None = None


@strawberry.type(description="Why a mailbox or an endpoint was told of an event, or was not")
class WhyTold:
    told: bool
    status: str
    code: str
    text: str = strawberry.field(description="What the code means, in language; direction is ltr or rtl")
    language: str
    direction: str
    mailbox_id: str
    ground: str | None
    subscription: str | None
    paragraph: str | None
    must_act: bool
    ready_at: datetime | None
    deliveries: list[LedgerDelivery]


_MOMENTS = ("at", "due_at", "read_at", "done_at", "next_attempt_at", "created_at", "ready_at")


def _plain(body: dict[str, Any], *without: str) -> dict[str, Any]:
    """An answer's fields, moments as such."""
    kept = {name: value for name, value in body.items() if name not in without}
    return kept | {name: datetime.fromisoformat(kept[name]) for name in _MOMENTS if kept.get(name) is not None}


def entry_of(body: dict[str, Any]) -> InboxEntry:
    """An entry from the owner's answer."""
    item = InboxItem(**body["item"]) if body["item"] is not None else None
    spoken = [InboxWords(**one) for one in body.get("spoken", ())]
    return InboxEntry(**_plain(body, "item", "cursor", "spoken"), item=item, spoken=spoken)


def delivery_of(body: dict[str, Any]) -> LedgerDelivery:
    """A delivery from the owner's answer."""
    tries = [DeliveryAttempt(**_plain(one)) for one in body["tries"]]
    return LedgerDelivery(**_plain(body, "tries", "cursor"), tries=tries)


def why_of(body: dict[str, Any]) -> WhyTold:
    """An answer to why from the owner's answer."""
    deliveries = [delivery_of(one) for one in body["deliveries"]]
    return WhyTold(**_plain(body, "deliveries"), deliveries=deliveries)


def page_of(cursors: list[str], after: str | None, following: str | None) -> PageInfo:
    """Where a page begins and ends."""
    begin, end = (cursors[0], cursors[-1]) if cursors else (None, None)
    return PageInfo(
        has_next_page=following is not None, has_previous_page=after is not None, start_cursor=begin, end_cursor=end
    )
