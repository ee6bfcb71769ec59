"""Reads what a reader can read, by every door: owners' interfaces, GraphQL, exports, inboxes, announcements, topics."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator, Iterable
from typing import Any

import httpx

from deploy.demo.client import Client
from tests.support.driven.things import Thing

ITEM = """id itemId kind version status region reference parties functionalAreas title state owner lines { unit }
  findings { paragraph reason } versions { content findings } history { type words }"""
KINDS = {"supportRequests": "request", "supportOffers": "offer", "matches": "match", "meetings": "meeting",
         "engagements": "engagement"}  # fmt: skip
OTHERS = ("openNeeds", "deliveries", "ownCommitments")
_PAGES = [f"{name}(first: 200) {{ totalCount nodes {{ {ITEM} }} }}" for name in KINDS]
_PAGES += [f"{name}(first: 200) {{ totalCount nodes {{ itemId reference parties state }} }}" for name in OTHERS]
LISTS = f"{{ {' '.join(_PAGES)} }}"
SHOWN = "{ solicitedRequests(first: 200) { itemId region fields } }"
FIGURES = "{ unmetNeed { region functionalArea unit open requests } firstFeedback { region requests } }"
TOLD = """{ inbox(first: 200) { nodes { headline text spoken { text } item { title reference parties } step } }
  deliveryLedger(first: 200) { nodes { recipient eventType } } worklist(first: 200) { itemId reference who what } }"""
OWN = "{ webhooks { url name } tokens { name } mailboxes }"
TABLES = ("support-requests", "offers", "matches", "needs")
EXPORTS = (*(f"{one}.{kind}" for one in TABLES for kind in ("csv", "xlsx")), "iati.xml", "public-events.jsonl")
OPEN_TO_ALL = ("/announcements?after=0&first=200", "/announcements.atom")
OF_NOTIFICATIONS = ("/deliveries?first=200", "/notices", "/deadlines", "/webhooks", "/tokens")


class Reader:
    """One reader at the running region."""

    def __init__(self, client: Client, name: str | None) -> None:
        self.client, self.name = client, name

    async def get(self, service: str, path: str) -> httpx.Response:
        """One answer, whatever it is."""
        headers = {} if self.name is None else {"Authorization": f"Bearer {await self.client.token(self.name)}"}
        return await self.client.http.get(self.client.addresses[service].rstrip("/") + path, headers=headers)

    async def send(self, service: str, method: str, path: str, body: Any) -> httpx.Response:
        """One command, whatever its answer is."""
        headers = {"Idempotency-Key": f"as-foreign-{abs(hash((self.name, method, path)))}"}
        if self.name is not None:
            headers["Authorization"] = f"Bearer {await self.client.token(self.name)}"
        return await self.client.http.request(
            method, self.client.addresses[service].rstrip("/") + path, json=body, headers=headers
        )

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """What GraphQL answers, with nulls where something is refused."""
        headers = {} if self.name is None else {"Authorization": f"Bearer {await self.client.token(self.name)}"}
        where, sent = self.client.addresses["gateway"] + "/graphql", {"query": query, "variables": variables}
        answer = await self.client.http.post(where, json=sent, headers=headers)
        assert answer.status_code < 500, answer.text
        return dict(answer.json())

    async def items(self, keys: Iterable[str]) -> list[dict[str, Any] | None]:
        """Items by their keys, one question for some of them."""
        found: list[dict[str, Any] | None] = []
        keys = list(keys)
        for first in range(0, len(keys), 5):
            some = keys[first : first + 5]
            wanted = " ".join(f'i{n}: item(key: "{key}") {{ {ITEM} }}' for n, key in enumerate(some))
            data = (await self.ask(f"{{ {wanted} }}"))["data"]
            found += [data[f"i{n}"] for n in range(len(some))]
        return found

    async def found_by(self, field: str, words: Iterable[str]) -> dict[str, set[str]]:
        """Word -> the items of a list that a search for it finds; their number must be that which is counted."""
        found: dict[str, set[str]] = {}
        words = list(words)
        for first in range(0, len(words), 8):
            some = words[first : first + 8]
            wanted = " ".join(
                f'i{n}: {field}(filter: {{search: "{word}"}}) {{ totalCount nodes {{ itemId }} }}'
                for n, word in enumerate(some)
            )
            data = (await self.ask(f"{{ {wanted} }}"))["data"]
            for n, word in enumerate(some):
                page = (data or {}).get(f"i{n}") or {"totalCount": 0, "nodes": []}
                found[word] = {one["itemId"] for one in page["nodes"]}
                assert page["totalCount"] == len(found[word])
        return found

    async def told(self) -> AsyncIterator[tuple[str, str]]:
        """Everything else, as text by the name of the door; a refusal is an answer too."""
        for name, query in (("worklist, inbox, ledger", TOLD), ("own", OWN), ("lists", LISTS), ("shown", SHOWN)):
            yield name, str(await self.ask(query))
        for path in EXPORTS:
            answer = await self.get("gateway", f"/exports/{path}")
            yield path, unpacked(answer.content) if path.endswith("xlsx") and answer.is_success else answer.text
        for path in (*OF_NOTIFICATIONS, *OPEN_TO_ALL):
            yield path, (await self.get("notifications", path)).text
        yield "/engagements", (await self.get("delivery", "/engagements?first=100")).text
        yield "/meetings", (await self.get("dialogue", "/meetings?first=100")).text


async def table(reader: Reader, name: str) -> list[dict[str, str]]:
    """Rows of an export by the tags of its columns."""
    answer = await reader.get("gateway", f"/exports/{name}.csv")
    if not answer.is_success:
        return []
    _, tags, *rows = list(csv.reader(io.StringIO(answer.text)))
    return [dict(zip(tags, row, strict=True)) for row in rows]


def unpacked(content: bytes) -> str:
    """All texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(archive.read(name).decode() for name in archive.namelist())


def absent(one: Thing) -> str:
    """The path of a thing like it that there is not."""
    return one.owner[1].replace(one.id, "019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa")
