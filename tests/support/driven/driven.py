"""The world that is driven: its things, and how its own bureau reads one."""

from typing import Any

from deploy.demo.client import Client
from tests.support.driven.things import Thing

OFFICER = "wca-officer"


class Driven:
    """The world: ``things`` in the order in which they came."""

    def __init__(self, client: Client) -> None:
        self.client, self.things = client, list[Thing]()

    def new(self, kind: str) -> Thing:
        """One more thing of a kind."""
        made = Thing(kind, sum(one.kind == kind for one in self.things))
        self.things.append(made)
        return made

    def of(self, kind: str) -> list[Thing]:
        """All things of a kind."""
        return [one for one in self.things if one.kind == kind]

    async def look(self, one: Thing) -> dict[str, Any]:
        """The state of a thing as its bureau reads it."""
        service, path = one.owner
        headers = {"Authorization": f"Bearer {await self.client.token(OFFICER)}"}
        answer = await self.client.http.get(self.client.addresses[service] + path, headers=headers)
        one.state, one.version = answer.raise_for_status().json(), int(answer.headers["ETag"].strip('"'))
        return one.state
