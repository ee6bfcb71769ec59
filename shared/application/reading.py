"""What a service lets read of a kind of thing: one of it, and a list that leads on, by the kind's own declaration (WM 6)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.application.readable_page import Kept, readable_page
from shared.application.use_case import Kind, Thing
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.policy import decide
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database


@dataclass(frozen=True)
class Listed(Generic[Thing]):
    """A kind whose things stand in a list. ``kept``: its order; ``key``: the identifier in a state; ``most`` of them at once.

    ``content_of``: what one said in one of its versions, for a kind that keeps them.
    """

    kind: Kind[Thing]
    key: Callable[[Thing], str]
    kept: Callable[[AsyncConnection], Kept[Thing]]
    most: int = 200
    content_of: Callable[[AsyncConnection, UUID, int], Awaitable[BaseModel | None]] | None = None

    @property
    def reading(self) -> Action:
        """What reading one is. Raises ValueError for a kind that has no rule for it."""
        if self.kind.reading is None:
            raise ValueError(f"who may read a {self.kind.name} is said nowhere")
        return self.kind.reading


async def read_one(
    database: Database, actor: Actor, listed: Listed[Any], identifier: UUID
) -> tuple[Mapping[str, Any], int]:
    """What its reader sees of one, and its version. Raises NotFound, also for one that is not theirs to read."""
    async with database.reading() as connection:
        return await _seen(connection, actor, listed, identifier)


async def read_version(
    database: Database, actor: Actor, listed: Listed[Any], identifier: UUID, number: int
) -> Mapping[str, Any]:
    """What one said in one of its versions, for who may read it. Raises NotFound, ValueError for a kind that keeps none."""
    if listed.content_of is None:
        raise ValueError(f"versions of a {listed.kind.name} are kept nowhere")
    async with database.reading() as connection:
        await _seen(connection, actor, listed, identifier)
        content = await listed.content_of(connection, identifier, number)
    if content is None:
        raise NotFound("not_found", f"There is no such version of the {listed.kind.name}")
    return content.model_dump(mode="json")


async def _seen(
    connection: AsyncConnection, actor: Actor, listed: Listed[Any], identifier: UUID
) -> tuple[Mapping[str, Any], int]:
    kind = listed.kind
    found = await kind.find(connection, identifier, False)
    view: Mapping[str, Any] = {}
    if found is not None and decide(actor, listed.reading, kind.resource(found[0])).allowed:
        view = await kind.view(connection, actor, found[0])
    if found is None or not view:
        raise NotFound("not_found", f"There is no such {kind.name}")
    return view, found[1]


async def read_list(
    database: Database, actor: Actor, listed: Listed[Any], after: UUID | None, first: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """At most ``first`` that the actor may read, as they see them, and the last one's identifier where more follow."""
    kind = listed.kind
    async with database.reading() as connection:
        page, more = await readable_page(
            actor, listed.reading, kind.resource, listed.key, listed.kept(connection), after, first, at_once=listed.most
        )  # fmt: skip
        return [view for one in page if (view := await kind.view(connection, actor, one))], more
