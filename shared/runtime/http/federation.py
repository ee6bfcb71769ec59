"""The owner's interface for readers of other deployments (WM 6): digests, states, events of a range.

Every answer is bounded and paged. A reader of the owner's own deployment gets everything whole; every other one what its
deployment may hold (``shared/contracts/reduction/holding.py``), reduced by classification as on the topics between them.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from shared.contracts.catalogue import topics_of
from shared.contracts.reduction.holding import HUB
from shared.modalities.access import resources
from shared.modalities.access.actions import FEDERATION_READ
from shared.modalities.access.actor import Role
from shared.modalities.access.authorise import authorise
from shared.modalities.errors import Retryable
from shared.runtime.audit.heads import AuditHead
from shared.runtime.audit.sealer import head_of
from shared.runtime.db.cause import ByClock
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork as Work
from shared.runtime.federation import numbered
from shared.runtime.federation.answers import (
    BucketAnswer,
    BucketsAnswer,
    EventsAnswer,
    StatesAnswer,
    StreamsAnswer,
    head,
)
from shared.runtime.federation.digests import Digests
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.leaving import Leaving, leaving
from shared.runtime.http.asked import Asked
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import number_in_path, parameter, text, whole
from shared.runtime.http.parameters import FILTER
from shared.runtime.http.routes import json, route

MOST_BUCKETS, MOST_AGGREGATES, MOST_STATES, MOST_EVENTS = 4096, 2000, 200, 500
PATIENCE_S = 10.0
BUCKET = number_in_path("bucket", 0, MOST_BUCKETS - 1)
BUCKETS = whole("buckets", 1, MOST_BUCKETS, "Into how many parts the identifiers are divided")
FIRST = whole("first", 1, MOST_AGGREGATES, "How many at most", default=MOST_AGGREGATES)
IDS = parameter("ids", {"type": "string", "minLength": 1}, f"1 to {MOST_STATES}, comma-separated", required=True) | {
    FILTER: "one thing"
}
RANGE = (
    whole("epoch", 1, 2**31 - 1, "Epoch of the stream"),
    whole("from", 1, 2**62, "First number"),
    whole("to", 1, 2**62, "Last number"),
)
_CAUSE = ByClock("federation")
WITNESSED = Work("audit-head")
ASKED = Work("federation")
"""What another deployment gets is bounded by its form (``desk.form``), not by what its service is in a thing."""


class OwnersDesk:
    """What one owner answers: its kinds of aggregates, its streams."""

    def __init__(self, database: Database, table: sa.Table, kept: Sequence[KeptAggregate]) -> None:
        self.database, self._table = database, table
        self.kept = {one.kind: one for one in kept}
        own = f"acsg.{database.settings.service}."
        self.topics = [topic for topic in topics_of(database.settings.service) if topic.name.startswith(own)]
        self.streams = {
            numbered.stream_of(topic.name, slot): (topic.name, slot)
            for topic in self.topics
            for slot in range(topic.partitions)
        }

        self.kind = parameter("kind", {"enum": sorted(self.kept)}, "Kind of aggregates", required=True)
        self.stream = parameter("stream", {"enum": sorted(self.streams)}, "Stream of events", required=True)

    def head(self) -> dict[str, Any]:
        """What stands in every answer."""
        return head(self.database.settings, self.database.clock.now())

    async def form(self, request: Request) -> Leaving:
        """In which form the caller gets things. Raises NotPermitted, Unauthenticated."""
        actor, settings = await actor_of(request), self.database.settings
        authorise(actor, FEDERATION_READ, resources.of_deployment(settings.deployment))
        reader = HUB if actor.role is Role.GENEVA_OFFICER else actor.region or ""
        return leaving(settings.withheld, owner=settings.deployment, reader=reader)

    def digests(self, kind: str, form: Leaving) -> Digests:
        """Digests of a kind."""
        return Digests(self._table, self.kept[kind], form)

    async def refreshed(self, digests: Digests) -> None:
        """Takes what is missing, a chunk per transaction. Raises Retryable when it is so much that it goes on later."""
        began = self.database.clock.monotonic()
        while True:
            async with self.database.unit_of_work(_CAUSE, looks=True) as uow:
                taken = await digests.refresh(uow.connection)
            if taken == 0:
                return
            if self.database.clock.monotonic() - began > PATIENCE_S:
                raise Retryable("digests_being_taken", "Digests are being taken; what is done stays done", 1.0)


def federation_routes(database: Database, table: sa.Table, kept: Sequence[KeptAggregate]) -> APIRouter:
    """Routes of the owner's interface."""
    router, desk = APIRouter(prefix="/federation", tags=["federation"]), OwnersDesk(database, table, kept)

    @route(router, "GET", "/digests", FEDERATION_READ, summary="Digests per bucket of a kind", answer=BucketsAnswer,
           parameters=(desk.kind, BUCKETS))  # fmt: skip
    async def read_digests(request: Request) -> Response:
        form = await desk.form(request)
        asked = Asked(request)
        kind, buckets = asked.one_of("kind", desk.kept), asked.number("buckets", 1, MOST_BUCKETS)
        asked.check()
        digests = desk.digests(kind, form)
        await desk.refreshed(digests)
        async with database.reading(ASKED) as connection:
            found = await digests.buckets(connection, buckets)
        return json(BucketsAnswer(**desk.head(), kind=kind, buckets=buckets, found=found))

    @route(router, "GET", "/digests/{bucket}", FEDERATION_READ, summary="Aggregates of a bucket", answer=BucketAnswer,
           parameters=(BUCKET, desk.kind, BUCKETS, FIRST, text("after", "Identifier after which to begin", "cursor")))  # fmt: skip
    async def read_bucket(request: Request) -> Response:
        form = await desk.form(request)
        asked = Asked(request)
        kind, buckets = asked.one_of("kind", desk.kept), asked.number("buckets", 1, MOST_BUCKETS)
        bucket = asked.number("bucket", 0, MOST_BUCKETS - 1)
        first, after = asked.number("first", 1, MOST_AGGREGATES, MOST_AGGREGATES), asked.text("after", "")
        asked.check()
        digests = desk.digests(kind, form)
        await desk.refreshed(digests)
        async with database.reading(ASKED) as connection:
            found, more = await digests.bucket(connection, bucket, buckets, after, first)
        return json(BucketAnswer(**desk.head(), kind=kind, aggregates=found, more=more))

    @route(router, "GET", "/states", FEDERATION_READ, summary="States of some aggregates", answer=StatesAnswer,
           parameters=(desk.kind, IDS))  # fmt: skip
    async def read_states(request: Request) -> Response:
        form = await desk.form(request)
        asked = Asked(request)
        kind, ids = asked.one_of("kind", desk.kept), asked.listed("ids", MOST_STATES)
        asked.check()
        async with database.reading(ASKED) as connection:
            states = await desk.digests(kind, form).states(connection, ids)
        return json(StatesAnswer(**desk.head(), kind=kind, states=states))

    @route(router, "GET", "/streams", FEDERATION_READ, summary="How far streams are numbered", answer=StreamsAnswer)
    async def read_streams(request: Request) -> Response:
        form = await desk.form(request)
        topics = sorted(topic.name for topic in desk.topics if form.follows(topic))
        async with database.reading(ASKED) as connection:
            found = await numbered.streams(connection, database.tables, topics)
        async with database.reading(WITNESSED) as connection:
            # No reader reads the audit; what its last row's hash is our service tells.
            sealed, link = await head_of(connection, database.tables.audit)
        head_ = AuditHead(sealed=sealed, hash=link.hex()) if sealed else None
        return json(StreamsAnswer(**desk.head(), streams=found, audit=head_))

    @route(router, "GET", "/events", FEDERATION_READ, summary="Events of a range", answer=EventsAnswer,
           parameters=(desk.stream, *RANGE))  # fmt: skip
    async def read_events(request: Request) -> Response:
        form = await desk.form(request)
        asked = Asked(request)
        stream, epoch = asked.one_of("stream", desk.streams), asked.number("epoch", 1, 2**31 - 1)
        first, last = asked.number("from", 1, 2**62), asked.number("to", 1, 2**62)
        asked.check()
        topic, slot = desk.streams[stream]
        async with database.reading(ASKED) as connection:
            found, following = await numbered.events(
                connection, database.tables, form, topic, slot, epoch, first, last, MOST_EVENTS
            )
        return json(EventsAnswer(**desk.head(), stream=stream, events=found, next=following))

    return router
