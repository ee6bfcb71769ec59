"""Engagements in figures at Geneva: the world's, and the items behind one number, over 20,000 engagements of ten regions."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import orjson

from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.vocabulary import code_list
from shared.runtime.kafka.records import Record
from tools.bench.figures import Figure
from tools.bench.geneva import analyzed, asked, geneva, told
from tools.bench.ground import Ground
from tools.bench.world import BEGIN, STATES, UNITS, Region, Told

MANY, REGIONS = 20_000, 10
STAGES = ("under_discussion", "in_progress", "in_progress", "paused", "fulfilled", "ended_early")
WORLD = orjson.dumps({"query": """{ world(byRegion: false) { regions { region state } engagements {
  chain { region functionalArea unit year asked offered committed agreed released reported delivered outstanding over engagements }
  delivered { region functionalArea unit year delivered engagements } stages { region stage label engagements }
  horizons { region horizon year engagements }
  firstDelivery { region engagements meanDays p25Days medianDays p75Days p90Days } } } }"""})  # fmt: skip
BEHIND = orjson.dumps({"query": """{ figureItems(figure: ENGAGED_DELIVERED, year: 2026, first: 100) {
  items { region itemId reference amount } pageInfo { hasNextPage endCursor } } }"""})  # fmt: skip


def _line(number: int, n: int) -> dict[str, Any]:
    areas = tuple(code_list("functional_areas"))
    unit = UNITS[(number + n) % len(UNITS)]
    amounts = {"committed": "10", "agreed": "8", "reported": "1", "delivered": str(number % 7), "released": "2"}
    covers = {f"{name}_covers": amount for name, amount in amounts.items()}
    whose = {"request_id": f"r{number}", "request_line_id": str(n), "offer_id": f"o{number}", "offer_line_id": "1"}
    what = {"functional_area": areas[(number + n) % len(areas)], "support_type": "technical", "offer_region": "europe"}
    return {"line_id": str(n), **whose, **what, "unit": unit, "covers_unit": unit, **amounts, **covers}


def _terms(at: datetime) -> dict[str, Any]:
    lines = [
        {"line_id": "0", "quantity": {"amount": "8", "unit": "packages"}, "covers": {"amount": "8", "unit": "packages"}}
    ]
    content = {"lines": lines, "channel": "bilateral", "delivery_mode": "peer_to_peer"}
    return {"version": 1, "content": content, "proposed_at": at.isoformat(), "digest": "0" * 64}


def _told(region: Region, number: int) -> Record:
    """An engagement as its last event left it."""
    key, at = f"{region.name}-{number}", BEGIN - timedelta(hours=number % 20_000)
    lines = [_line(number, n) for n in range(2)]
    given = {"amount": lines[0]["delivered"] if number % 7 else "1", "unit": lines[0]["unit"]}
    report = {"report_id": "r", "line_id": "0", "quantity": given, "covers": given, "delivered_on": at.date().isoformat(),
              "reported_by": "iso3166:FRA", "reported_at": at.isoformat(), "standing": "confirmed"}  # fmt: skip
    asking = f"iso3166:{STATES[number % len(STATES)]}"
    body = {
        "engagement_id": key, "reference": f"ENGAGEMENT-{key}", "region": region.name, "origin": "match", "match_id": f"m{key}",
        "stage": STAGES[number % len(STAGES)], "title": "Registration", "lines": lines, "terms": [_terms(at)],
        "sides": [{"party": asking, "role": "requester"}, {"party": "iso3166:FRA", "role": "offerer"}],
        "deliveries": [report] if number % 7 else [], "opened_at": at.isoformat(), "last_word_at": at.isoformat(),
        "ended_at": at.isoformat() if STAGES[number % len(STAGES)] in {"fulfilled", "ended_early"} else None,
        "asked_at": (at - timedelta(days=number % 400)).isoformat(),
    }  # fmt: skip
    whole = EngagementState.model_validate(body).model_dump(mode="json")
    event = {"aggregate_id": key, "aggregate_version": 1, "engagement": whole}
    return region.record(Told("acsg.delivery.engagement-restated", key, 1, event, at))


async def _fill(url: str) -> None:
    async with geneva(url) as service:
        for n in range(REGIONS):
            region = Region(f"region-{n}")
            await told(service, (_told(region, number) for number in range(MANY // REGIONS)))


def figures() -> Iterator[Figure]:
    """Both, asked over HTTP as an officer in Geneva, one query after the other."""
    with Ground() as ground:
        own, owner = ground.database("gateway", "bench_engaged")
        asyncio.run(_fill(own))
        asyncio.run(analyzed(owner))
        yield from asyncio.run(asked("engaged_world", WORLD, own, ground.folder, ground.ending))
        yield from asyncio.run(asked("engaged_items", BEHIND, own, ground.folder, ground.ending))
