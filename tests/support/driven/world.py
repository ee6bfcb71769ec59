"""The driven world at the running region: its readers, its things, and when all of it has arrived."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from deploy.demo.client import Client
from shared.modalities.access.actor import PUBLIC, Actor
from tests.support.driven import surfaces as s
from tests.support.driven.driven import Driven
from tests.support.driven.oracle import READERS, expected, seen
from tests.support.driven.things import Thing
from tests.support.poll import until
from tools.faults.receivers import Farm

READ = ("request", "offer", "match", "engagement", "meeting")


class World:
    """The driven world with its readers."""

    def __init__(self, driven: Driven, client: Client, farm: Farm) -> None:
        self.driven, self.client, self.farm = driven, client, farm
        self.things = driven.things

    def readers(self) -> Iterator[tuple[Actor, s.Reader]]:
        """Every reader of the oracle."""
        for name, actor in READERS.items():
            yield actor, s.Reader(self.client, name)

    def of(self, *kinds: str) -> list[Thing]:
        """Things of some kinds."""
        return [thing for thing in self.things if thing.kind in kinds]

    async def told_everywhere(self) -> None:
        """Waits until the read model has what the owners have, and all mails about it are out."""
        officer = s.Reader(self.client, "wca-officer")

        async def all_there() -> bool:
            found = await officer.items(thing.id for thing in self.of(*READ))
            return all(
                item is not None and item["version"] == thing.version and _agreed(item) == _agreed(thing.__dict__)
                for thing, item in zip(self.of(*READ), found, strict=True)
            )

        await until(all_there, "the world in the read model", 180)


def _agreed(of: dict[str, Any]) -> Any:
    """What is shown of a request, as its state says it."""
    return (of["state"].get("shown") or {}).get("fields")


def told(thing: Thing, found: Any) -> set[str] | None:
    """Labels that an answer shows; None: it says that there is nothing."""
    return None if found is None else seen(thing, found)


def differ(found: set[str] | None, wanted: set[str] | None) -> tuple[Any, Any]:
    """What is shown too much, and what is hidden."""
    return sorted((found or set()) - (wanted or set())), sorted((wanted or set()) - (found or set()))


def said(answer: httpx.Response, one: str) -> tuple[int, str, int]:
    """Status, words and size, but for the identifier that was asked; both identifiers are of one length."""
    problem = {name: value for name, value in answer.json().items() if name != "trace_id"}
    return answer.status_code, json.dumps(problem).replace(one, "ID"), len(answer.content)


def published(thing: Thing) -> bool:
    """A confirmed match whose States agreed to show it to all."""
    return thing.kind == "match" and thing.state["status"] == "confirmed" and bool(shown_to_all(thing))


def shown_to_all(thing: Thing) -> set[str]:
    """Of a match, what anybody is shown of its request."""
    return set() if thing.kind != "match" else expected(PUBLIC, thing.beside[0]) or set()


def party_of(address: str, parts: dict[str, Actor]) -> str | None:
    """Whose mailbox it is: the desk keeps each party's mails under an address made of its name."""
    found = [party for party in parts if party.replace(":", "-").lower() in address.lower()]
    return found[0] if found else None
