"""A GraphQL subscriber, as an integrator would write one."""

import asyncio
import json

import websockets
from websockets.typing import Subprotocol

from deploy.demo.client import PATIENCE_S


class Heard:
    """Follows one item in the background and remembers the statuses it was told."""

    def __init__(self, graphql: str) -> None:
        self._url = graphql.replace("http", "ws", 1)
        self._statuses: list[str] = []
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    async def follow(self, token: str, key: str) -> None:
        """Starts; returns once the present state was told."""
        self._task = asyncio.create_task(self._listen(token, key))
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: bool(self._statuses)), PATIENCE_S)

    async def _listen(self, token: str, key: str) -> None:
        query = "subscription($key: String!) { itemChanged(key: $key) { status } }"
        async with websockets.connect(self._url, subprotocols=[Subprotocol("graphql-transport-ws")]) as socket:
            opening = {"type": "connection_init", "payload": {"Authorization": f"Bearer {token}"}}
            await socket.send(json.dumps(opening))
            await socket.recv()
            payload = {"query": query, "variables": {"key": key}}
            await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
            async for message in socket:
                said = json.loads(message)
                if said["type"] != "next":
                    return
                async with self._news:
                    self._statuses.append(said["payload"]["data"]["itemChanged"]["status"])
                    self._news.notify_all()

    async def until(self, status: str) -> list[str]:
        """Statuses up to one. Raises TimeoutError after ``PATIENCE_S``."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: status in self._statuses), PATIENCE_S)
        if self._task is not None:
            self._task.cancel()
        return list(dict.fromkeys(self._statuses))
