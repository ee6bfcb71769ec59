"""Reads exports as their users do: CSV, workbooks, lines; and puts public events into a read model."""

import csv
import io
from typing import Any

import httpx
from openpyxl import load_workbook

from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from shared.contracts.event import Event
from shared.contracts.topic import current_of
from shared.runtime.clock import SystemClock
from shared.runtime.db.cause import ByClock
from shared.runtime.db.outbox import envelope_of, outbox_row
from shared.runtime.kafka.records import Record
from shared.runtime.settings import RuntimeSettings


async def export(http: httpx.AsyncClient, who: str | None, path: str, **asked: str) -> httpx.Response:
    """The whole answer."""
    headers = {} if who is None else {"Authorization": f"Bearer {who}"}
    return await http.get(f"/exports/{path}", params=asked, headers=headers, timeout=120)


async def table(http: httpx.AsyncClient, who: str | None, name: str, **asked: str) -> list[dict[str, str]]:
    """Rows of a CSV by the names of its columns' tags, header and tags left out."""
    answer = await export(http, who, f"{name}.csv", **asked)
    assert answer.status_code == 200, answer.text
    return rows(answer.content)


def rows(content: bytes) -> list[dict[str, str]]:
    """Rows by hashtag."""
    _, tags, *found = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [dict(zip(tags, row, strict=True)) for row in found]


def sheets(content: bytes) -> list[list[tuple[Any, ...]]]:
    """Every sheet of a workbook as rows of values."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    found = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    book.close()
    return found


async def publish(url: str, *events: Event, owner: str = "intake", region: str = "wca", standing: bool = False) -> None:
    """Tells a gateway's read model public events, the way its worker hears them; from compacted topics if ``standing``."""
    clock = SystemClock()
    speaking = RuntimeSettings(service=owner, deployment=region, database_url="postgresql://none", mode="development")
    service = build(GatewaySettings(database_url=url, deployment=region, mode="development"), clock)
    records = []
    for number, event in enumerate(events):
        envelope = envelope_of(event, ByClock("test"), speaking, clock).sequenced("public/0", number + 1)
        row = outbox_row(event, envelope, speaking, by_person=False)
        headers = tuple(
            (name, value.encode() if isinstance(value, str) else value) for name, value in envelope.to_headers()
        )
        topic, body = (
            (current_of(event.topic), b"" if event.retracts else row.body) if standing else (event.topic, row.body)
        )
        records.append(Record(topic.name, 0, number, row.key, headers, body))
    try:
        await service.consumers[1].handle(records)
    finally:
        await service.database.dispose()
