"""One person's steps after another's, through the gateway of a running region: what each brought, and who reads it."""

from collections.abc import Callable
from typing import Any

from deploy.demo.client import Client
from tests.support.poll import until


class StepsTaken:
    """``about``: what the steps are on, in their keys; ``events``: how the types of its events begin; ``item``: a query with ``$i``
    of what a reader sees of it. A mutation is called ``done`` in its document.
    """

    def __init__(self, client: Client, about: str, events: str, item: str) -> None:
        self.client, self.about, self.events, self.item, self.key = client, about, events, item, 0

    async def __call__(self, actor: str, document: str, **given: Any) -> dict[str, Any]:
        """What became of a mutation."""
        self.key += 1
        if "$k:" in document:
            given["k"] = f"walk-of-a-{self.about}-{self.key}"
        done: dict[str, Any] = (await self.client.graphql(actor, document, given))["done"]
        return done

    async def said(self, actor: str, document: str, **given: Any) -> dict[str, Any]:
        """The state after one that is taken."""
        done = await self(actor, document, **given)
        assert done["problem"] is None, done
        return dict(done["state"]) | {"version": done["version"]}

    async def told(
        self, actor: str, party: str, what: str, *, of: str | None = None, words: bool = False
    ) -> dict[str, Any]:
        """The entry of an inbox, ``of`` one thing; with ``words``, once what was said stands in it: an entry says no word of an item
        that its reader may not see yet, and items come by another consumer than entries.
        """

        async def found() -> dict[str, Any] | None:
            page = await self.client.call(actor, "GET", "notifications", f"/inboxes/{party}?first=200")
            entries = (e for e in page["entries"] if e["event_type"] == f"{self.events}{what}")
            return next((e for e in entries if of in (None, e["thread"]) and (e["spoken"] or not words)), None)

        return await until(found, f"{what} in the inbox of {party}")

    async def seen(self, actor: str, one: str, fits: Callable[[Any], object]) -> Any:
        """The item, once it is so."""

        async def found() -> Any:
            item = (await self.client.graphql(actor, self.item, {"i": one}))["item"]
            return item if item is not None and fits(item) else None

        return await until(found, f"the {self.about} as {actor} reads it")
