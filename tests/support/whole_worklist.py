"""The whole worklist of a reader, page by page: a region that many tests share has more than one page."""

from typing import Any

from deploy.demo.client import Client

MOST = 200
QUERY = """query($first: Int!, $after: String, $mine: Boolean!) {
  worklist(first: $first, after: $after, mine: $mine) { itemId kind reference code who what region dueAt late cursor } }"""


async def whole_worklist(client: Client, actor: str | None, *, mine: bool = False) -> list[dict[str, Any]]:
    """Every step that waits, as the gateway orders them."""
    found: list[dict[str, Any]] = []
    while True:
        after = found[-1]["cursor"] if found else None
        page = (await client.graphql(actor, QUERY, {"first": MOST, "after": after, "mine": mine}))["worklist"]
        found += page
        if len(page) < MOST:
            return found
