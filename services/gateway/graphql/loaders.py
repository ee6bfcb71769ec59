"""What the items of a page need beside their rows: one statement for all of them together."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from strawberry.dataloader import DataLoader

from services.gateway.graphql.region_types import RegionFreshness, region_freshness, unheard
from services.gateway.read_model.attached_offers import attached_offers
from services.gateway.read_model.crises import open_requests, that_requests_name
from services.gateway.read_model.practices import from_items
from services.gateway.read_model.raised import meeting_of, raised_at
from services.gateway.read_model.reader import ItemReader
from services.gateway.read_model.regions import Freshness
from services.gateway.read_model.worklist import steps_of

Read = Callable[[ItemReader, Sequence[Any]], Awaitable[Iterable[tuple[Any, Any]]]]
"""Rows of many keys -> each row with its key."""


async def _items(reader: ItemReader, keys: Sequence[tuple[str, str, str]]) -> list[tuple[tuple[str, str, str], Any]]:
    """Items by region, kind and identifier, of those that may be read."""
    return [((row.region, row.kind, row.id), row) for row in await reader.some(keys)]


class Loaders:
    """Made per operation. Nothing is remembered between loads: a WebSocket's operations share their context."""

    def __init__(self, reading: Callable[[], Any], regions: Callable[[], Awaitable[Mapping[str, Freshness]]]) -> None:
        self._reading, self._regions = reading, regions
        self.versions = self._loader(ItemReader.versions)
        self.history = self._loader(ItemReader.history)
        self.steps = self._loader(steps_of)
        self.items = self._loader(_items)
        self.practices = self._loader(from_items)
        self.crises = self._loader(that_requests_name)
        self.open_requests = self._loader(open_requests)
        self.raised_at = self._loader(raised_at)
        self.meeting_of = self._loader(meeting_of)
        self.attached_offers = self._loader(attached_offers)
        self.freshness = DataLoader(load_fn=self._freshness, cache=False)

    async def _freshness(self, regions: list[str]) -> list[RegionFreshness]:
        found = await self._regions()
        return [region_freshness(found[region]) if region in found else unheard(region) for region in regions]

    def _loader(self, read: Read) -> "DataLoader[Any, list[Any]]":
        async def load(keys: list[Any]) -> list[list[Any]]:
            found: dict[Any, list[Any]] = defaultdict(list)
            async with self._reading() as reader:
                for key, row in await read(reader, list(dict.fromkeys(keys))):
                    found[key].append(row)
            return [found[key] for key in keys]

        return DataLoader(load_fn=load, cache=False)
