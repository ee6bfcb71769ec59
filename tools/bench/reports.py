"""``report_*``: reports of deliveries that are accepted, beside submissions of requests by the same machine in the same run.

Both over HTTP from as many connections, each service's worker stopped meanwhile, in turn. A report changes a thing that
stands: it is read under its lock, held against its version and written back whole; a submission writes new rows.
"""

import asyncio
import itertools
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import asyncpg
import orjson
import psutil

from deploy.demo.client import Client
from deploy.local.stack import Stack
from shared.contracts.shapes.engagement import EngagementState
from shared.runtime.clock import SystemClock
from shared.runtime.http.asking import asking
from shared.runtime.identifiers import new_id
from tools.bench.figures import CONNECTIONS, Figure, figure, submission
from tools.bench.load import Measured, load, quantile
from tools.bench.served import PLENTY

ENGAGEMENTS, ROUNDS, SECONDS = 4000, 5, 3.0
Asked = tuple[dict[str, str], bytes]


def engagement(number: int, now: datetime) -> EngagementState:
    """One in progress, of two lines, between Chad and France."""
    nothing = dict.fromkeys(("reported", "delivered", "released"), "0")
    amounts = nothing | dict.fromkeys(("committed", "agreed"), "1000")
    covers = {f"{name}_covers": amount for name, amount in amounts.items()}
    line = {"request_id": str(uuid4()), "request_line_id": "1", "offer_id": str(uuid4()), "offer_line_id": "experts",
            "offer_region": "wca", "functional_area": "registration", "support_type": "technical", "unit": "packages",
            "covers_unit": "packages", **amounts, **covers}  # fmt: skip
    return EngagementState.model_validate({
        "engagement_id": str(uuid4()), "match_id": str(uuid4()), "reference": f"ENGAGEMENT-2026-WCA-{number:05}", "region": "wca",
        "stage": "in_progress", "origin": "match", "title": "Registration", "terms": [], "opened_at": now, "last_word_at": now,
        "sides": [{"party": "iso3166:TCD", "role": "requester"}, {"party": "iso3166:FRA", "role": "offerer"}],
        "lines": [line | {"line_id": str(n)} for n in (1, 2)], "started_on": (now - timedelta(days=30)).date(),
    })  # fmt: skip


async def _fill(url: str) -> list[str]:
    now = datetime.now(UTC)
    states = [engagement(number, now) for number in range(ENGAGEMENTS)]
    connection = await asyncpg.connect(url, server_settings={"acsg.service": "bench"})
    try:
        await connection.executemany(
            "insert into engagement (engagement_id, reference, version, match_id, stage, parties, state)"
            " values ($1::uuid, $2, 1, $3::uuid, 'in_progress', $4, $5)",
            [(one.engagement_id, one.reference, one.match_id, ["iso3166:FRA", "iso3166:TCD"], one.model_dump_json())
             for one in states],
        )  # fmt: skip
    finally:
        await connection.close()
    return [one.engagement_id for one in states]


class Reporter:
    """France reports of one engagement after the other, each on the version that stands there."""

    def __init__(self, bearer: str, engagements: list[str]) -> None:
        self._bearer, self._clock = bearer, SystemClock()
        self._turns = ((one, version) for version in itertools.count(1) for one in engagements)
        amount = {"amount": "1", "unit": "packages"}
        day = datetime.now(UTC).date().isoformat()
        body: dict[str, Any] = {
            "party": "iso3166:FRA",
            "line_id": "1",
            "quantity": amount,
            "covers": amount,
            "delivered_on": day,
        }
        self._body = orjson.dumps(body)

    def __call__(self) -> tuple[dict[str, str], bytes, str]:
        """Headers, body and path of the next report."""
        one, version = next(self._turns)
        headers = {
            "Authorization": f"Bearer {self._bearer}",
            "Idempotency-Key": new_id(self._clock),
            "If-Match": f'"{version}"',
        }
        return headers, self._body, f"/engagements/{one}/deliveries"


async def _taken(stack: Stack, client: Client) -> list[Figure]:
    bearer, clock = await client.token("tcd-authority"), SystemClock()
    report = Reporter(await client.token("fra-authority"), await _fill(stack.databases["delivery"]))

    def submit() -> Asked:
        return {"Authorization": f"Bearer {bearer}", "Idempotency-Key": new_id(clock)}, submission()

    submitted, reported = client.addresses["intake"] + "/support-requests", client.addresses["delivery"]
    workers = [psutil.Process(stack.pid(service, "worker")) for service in ("intake", "delivery")]
    found: list[tuple[Measured, Measured]] = []
    for one in workers:
        one.suspend()
    try:
        await load(submitted, submit, 1.0, CONNECTIONS)
        await load(reported, report, 1.0, CONNECTIONS)
        for _ in range(ROUNDS):
            first = await load(submitted, submit, SECONDS, CONNECTIONS)
            found.append((await load(reported, report, SECONDS, CONNECTIONS), first))
    finally:
        for one in workers:
            one.resume()
    if refused := sum(one.refused for pair in found for one in pair):
        raise RuntimeError(f"{refused} were refused")
    total = sum(len(ours.seconds) for ours, _ in found)
    waits = [second for ours, _ in found for second in ours.seconds]
    return [
        figure("report_ratio", median(o.per_second / s.per_second for o, s in found), "of submitted", ">= 1", total),
        figure("report_per_s", median(o.per_second for o, _ in found), "1/s", "", total),
        figure("report_saturated_p99_ms", quantile(waits, 0.99) * 1000, "ms", "", total),
    ]


def figures() -> list[Figure]:
    """A region of intake and delivery alone."""

    async def take(stack: Stack) -> list[Figure]:
        async with asking(30) as http:
            return await _taken(stack, Client(stack.addresses, http))

    with (
        tempfile.TemporaryDirectory() as folder,
        Stack("wca", root=Path(folder), services=("intake", "delivery"), environment=PLENTY) as stack,
    ):
        return asyncio.run(take(stack))
