"""Reads from the owners of other deployments (WM 6): one typed call per question of their interface."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

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
from shared.runtime.federation.tokens import NoToken, ServiceToken

AT_ONCE = 200
"""States asked for in one question."""

KINDS_OF: Mapping[str, tuple[str, ...]] = {
    "intake": ("request", "commitment"),
    "roster": ("offer",),
    "matching": ("need", "match"),
    "notifications": ("delivery",),
}
"""Kinds of items each service owns."""

SERVICE_OF: Mapping[str, str] = {kind: service for service, kinds in KINDS_OF.items() for kind in kinds}
"""The service that owns a kind of items."""

Answer = TypeVar("Answer", bound=BaseModel)


class OwnerAway(Exception):
    """The owner gave no usable answer; ``code`` says why, for people who look after it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Peers:
    """Every owner we know the address of; each has one connection pool and our token."""

    def __init__(self, settings: GatewaySettings, clock: Clock, http: httpx.AsyncClient | None = None) -> None:
        self.settings, self.clock = settings, clock
        self._http = http
        self._token = ServiceToken(settings, clock, lambda: self.http)

    @property
    def http(self) -> httpx.AsyncClient:
        """One client for all, made when it is first needed."""
        if self._http is None:
            seconds = self.settings.peer_timeout_s
            self._http = httpx.AsyncClient(timeout=seconds, follow_redirects=False, trust_env=False)
        return self._http

    def owner(self, region: str, service: str) -> "Owner":
        """An owner. Raises OwnerAway when nobody told us its address."""
        address = self.settings.address_book.get(region, {}).get(service)
        if address is None:
            raise OwnerAway("owner_unknown")
        return Owner(region, service, address, self._token, self)

    def owners(self) -> list["Owner"]:
        """All of which anything is kept here, by name."""
        book = self.settings.address_book
        known = [self.owner(region, s) for region in sorted(book) for s in sorted(book[region]) if s in KINDS_OF]
        return [owner for owner in known if owner.kinds]

    async def close(self) -> None:
        """Closes connections."""
        if self._http is not None:
            await self._http.aclose()


class Owner:
    """One service of one deployment."""

    def __init__(self, region: str, service: str, address: str, token: ServiceToken, peers: Peers) -> None:
        self.region, self.service = region, service
        self._address, self._token, self._peers = address.rstrip("/"), token, peers

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of it that this read model keeps whole: Geneva all, a region its own and the offers of others."""
        settings = self._peers.settings
        if settings.scope == "global" or self.region == settings.deployment:
            return KINDS_OF[self.service]
        return tuple(kind for kind in KINDS_OF[self.service] if kind == "offer")

    @property
    def source(self) -> str:
        """The source its events name."""
        return f"/acsg/{self.region}/{self.service}"

    async def _ask(self, path: str, form: type[Answer], **parameters: Any) -> Answer:
        try:
            headers = {"Authorization": f"Bearer {await self._token.get()}"}
            url = f"{self._address}/federation{path}"
            answer = await self._peers.http.get(url, params=parameters, headers=headers)
        except NoToken as fault:
            raise OwnerAway("no_token") from fault
        except httpx.HTTPError as fault:
            raise OwnerAway(type(fault).__name__) from fault
        if answer.status_code != 200:
            raise OwnerAway(f"status_{answer.status_code}")
        try:
            found = form.model_validate_json(answer.content)
        except ValidationError as fault:
            raise OwnerAway("unreadable_answer") from fault
        said = (getattr(found, "deployment", None), getattr(found, "service", None))
        if said != (self.region, self.service):
            raise OwnerAway("other_owner")
        return found

    async def streams(self) -> StreamsAnswer:
        """How far its streams are numbered. Raises OwnerAway, as all of these do."""
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
                raise OwnerAway("unreadable_answer")
            place = page.next
