"""Reads from the owners of other deployments (WM 6): one typed call per question of their interface."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel

from services.gateway.kinds import BY_NAME, KINDS
from services.gateway.settings import GatewaySettings
from shared.runtime.clock import Clock
from shared.runtime.federation.answers import (
    Aggregate,
    BucketAnswer,
    BucketsAnswer,
    EventsAnswer,
    StatesAnswer,
    StreamsAnswer,
)
from shared.runtime.federation.peers import PeerAway, Peers

AT_ONCE = 200
"""States asked for in one question."""

KINDS_OF: Mapping[str, tuple[str, ...]] = {
    owner: tuple(kind.name for kind in KINDS if kind.owner == owner and kind.compared)
    for owner in dict.fromkeys(kind.owner for kind in KINDS)
}
"""Kinds of items of each service that are compared with it."""
SERVICE_OF: Mapping[str, str] = {kind.name: kind.owner for kind in KINDS}
"""The service that owns a kind of items."""

Answer = TypeVar("Answer", bound=BaseModel)


class KnownOwners(Peers):
    """Every owner we know the address of, those of our own deployment included."""

    def __init__(self, settings: GatewaySettings, clock: Clock, http: httpx.AsyncClient | None = None) -> None:
        super().__init__(settings, clock, http, settings.address_book)
        self.settings, self.clock = settings, clock

    def owner(self, region: str, service: str) -> "Owner":
        """An owner; one whose address nobody told us is away."""
        return Owner(region, service, self)

    def owners(self) -> list["Owner"]:
        """All of which anything is kept here, by name."""
        book = self.book
        known = [Owner(region, s, self) for region in sorted(book) for s in sorted(book[region]) if s in KINDS_OF]
        return [owner for owner in known if owner.kinds]


class Owner:
    """One service of one deployment."""

    def __init__(self, region: str, service: str, known: KnownOwners) -> None:
        self.region, self.service, self._known = region, service, known

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of it that this read model keeps whole: Geneva all, a region its own and the offers of others."""
        settings = self._known.settings
        if settings.scope == "global" or self.region == settings.deployment:
            return KINDS_OF[self.service]
        return tuple(kind for kind in KINDS_OF[self.service] if BY_NAME[kind].others_kept)

    @property
    def source(self) -> str:
        """The source its events name."""
        return f"/acsg/{self.region}/{self.service}"

    async def _ask(self, path: str, form: type[Answer], **parameters: Any) -> Answer:
        return await self._known.ask(self.region, self.service, f"/federation{path}", form, **parameters)

    async def streams(self) -> StreamsAnswer:
        """How far its streams are numbered. Raises PeerAway, as all of these do."""
        return await self._ask("/streams", StreamsAnswer)

    async def digests(self, kind: str, buckets: int) -> BucketsAnswer:
        """Digests per bucket."""
        return await self._ask("/digests", BucketsAnswer, kind=kind, buckets=buckets)

    async def bucket(self, kind: str, bucket: int, buckets: int) -> list[Aggregate]:
        """Every aggregate of a bucket."""
        found: list[Aggregate] = []
        more, after = True, ""
        while more:
            page = await self._ask(f"/digests/{bucket}", BucketAnswer, kind=kind, buckets=buckets, after=after)
            found += page.aggregates
            more, after = page.more, page.aggregates[-1].id if page.aggregates else ""
        return found

    async def states(self, kind: str, ids: Sequence[str]) -> AsyncIterator[StatesAnswer]:
        """States of aggregates, a question at a time."""
        for start in range(0, len(ids), AT_ONCE):
            yield await self._ask("/states", StatesAnswer, kind=kind, ids=",".join(ids[start : start + AT_ONCE]))

    async def events(self, stream: str, epoch: int, first: int, last: int) -> AsyncIterator[EventsAnswer]:
        """Events of a range, a page at a time."""
        place: int | None = first
        while place is not None:
            page = await self._ask("/events", EventsAnswer, stream=stream, epoch=epoch, to=last, **{"from": place})
            yield page
            if page.next is not None and page.next <= place:
                raise PeerAway("unreadable_answer")
            place = page.next
