"""What stands on every broker once all is quiet: each event of another deployment once, none of one's own, and no growth.

Topics of others carry their way in their names, ``geneva.wca.acsg.federated.match``; an event's own region says whose it
is. Records that a replicator repeated count as such, apart from events.
"""

import asyncio
import re
import time
from collections import defaultdict
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.federation import HUB
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier
from shared.runtime.db.tables import SLOTS
from tools.faults.federation.regions import PATIENCE_S, Regions

TO_REGIONS = {topic.name for topic in topics() if topic.tier is Tier.FEDERATED and topic.for_regions}
"""What regions take from Geneva; Geneva takes everything."""
PREFIXED = re.compile(r"^((?:[a-z0-9-]+\.)+)(acsg\.federated\..+)$")


@dataclass(frozen=True)
class Broker:
    """One broker's foreign records: of how many events, how many came home, and what is not there that should be."""

    records: int
    events: int
    came_home: int
    lacking: int
    grown: int


Read = dict[str, list[tuple[str, str]]]
"""Topic -> region and identity of each record."""


async def read(bootstrap: str) -> Read:
    """Every record of federated topics that is committed, up to the present end."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False, isolation_level="read_committed")
    await consumer.start()
    found: Read = defaultdict(list)
    try:
        names = [topic for topic in await consumer.topics() if "acsg.federated." in topic]
        places = [TopicPartition(one, n) for one in names for n in range(SLOTS)]
        ends = {place: end for place, end in (await consumer.end_offsets(places)).items() if end}
        consumer.assign(list(ends))
        if ends:
            await consumer.seek_to_beginning()
        while ends:
            for place, batch in (await consumer.getmany(timeout_ms=500)).items():
                for record in batch:
                    headers = dict(record.headers)
                    found[place.topic].append((headers["ce_region"].decode(), headers["ce_id"].decode()))
            for place in [p for p in ends if await consumer.position(p) >= ends[p]]:
                del ends[place]
    finally:
        await consumer.stop()
    return dict(found)


def held(name: str, here: Read, homes: dict[str, Read], grown: int) -> Broker:
    """Judges one broker; ``homes`` says what every deployment has published itself."""
    foreign = [(m[1].rstrip(".").split("."), m[2], records) for t, records in here.items() if (m := PREFIXED.match(t))]
    came_home = sum(region == name for _, _, records in foreign for region, _ in records)
    came_home += sum(len(records) for way, _, records in foreign if name in way)
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    for way, bare, records in foreign:
        seen[way[-1], bare] |= {one for region, one in records if region == way[-1]}
    lacking = 0
    for origin, home in homes.items():
        for bare, records in home.items():
            if origin != name and not PREFIXED.match(bare) and (name == HUB or bare in TO_REGIONS):
                lacking += len({one for _, one in records} - seen[origin, bare])
    return Broker(sum(len(records) for *_, records in foreign), sum(map(len, seen.values())), came_home, lacking, grown)


async def both_ways(regions: Regions, quiet_s: float) -> dict[str, Broker]:
    """Reads every broker until nothing came in ``quiet_s`` seconds and nothing is lacking, or patience ends."""
    addresses = {name: stack.addresses["kafka"] for name, stack in regions.federation.stacks.items()}
    end = time.monotonic() + PATIENCE_S
    again = {name: await read(address) for name, address in addresses.items()}
    while True:
        first = again
        await asyncio.sleep(quiet_s)
        again = {name: await read(address) for name, address in addresses.items()}
        found = {name: held(name, again[name], again, size(again[name]) - size(first[name])) for name in addresses}
        # What goes round and round never comes to rest; what is late does.
        if not any(one.grown or one.lacking for one in found.values()) or time.monotonic() > end:
            return found


def size(one: Read) -> int:
    """Records that were read."""
    return sum(map(len, one.values()))
