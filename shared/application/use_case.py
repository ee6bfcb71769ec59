"""What a service can do: one declaration per command, pure of HTTP. ``runner`` does the rest."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.resource import Resource
from shared.modalities.errors import NotFound
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id

Context = TypeVar("Context")
"""What a service gives its use cases beside the transaction: its settings, what it keeps in memory."""
Thing = TypeVar("Thing")
Said = TypeVar("Said", bound=BaseModel)


class NoBody(BaseModel):
    """Nothing is asked."""


class Incoming(Protocol):
    """What a caller sends, whatever it comes by."""

    def target(self, what: str) -> UUID:
        """The identifier of the thing it is about. Raises NotFound."""
        ...

    def named(self) -> str:
        """The name of what it is about, where that has one: a party, a channel; "" for what is the caller's own."""
        ...

    def part(self) -> str:
        """Which part of the thing it is about; "" for all of it."""
        ...

    def hold(self, version: int | None) -> None:
        """Holds the version the caller decided on against the present one. Raises VersionNeeded, Stale."""
        ...

    async def body(self, model: type[Said]) -> Said:
        """What is said. Raises Invalid naming every fault."""
        ...


@dataclass(frozen=True)
class Doing(Generic[Context]):
    """Who does it, in which transaction, with what of the service."""

    by: Actor
    uow: UnitOfWork
    context: Context

    @property
    def now(self) -> datetime:
        """The moment of the change."""
        return self.uow.now()

    def new_id(self) -> str:
        """An identifier for something new."""
        return new_id(self.uow.clock)


@dataclass(frozen=True)
class Stored(Generic[Thing]):
    """A thing, locked, as it stands before the change; ``part``: what of it the caller names, "" for all of it."""

    state: Thing
    version: int
    part: str = ""


@dataclass(frozen=True)
class Done(Generic[Thing]):
    """What came of it. ``audited``: what the audit calls it, where what was said decides; ``detail``: codes beside it.

    ``changed``: False for what was so already; then there is nothing to audit. ``decided_on``: the version that the next
    change is decided on, where the audit counts another.
    """

    thing: Thing
    version: int
    aggregate: str
    audited: Action | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)
    changed: bool = True
    decided_on: int | None = None


View = Callable[[AsyncConnection, Actor, Thing], Awaitable[Mapping[str, Any]]]
"""What of a thing a reader sees, as JSON; ``{}`` when they may not see it any more."""


@dataclass(frozen=True)
class Kind(Generic[Thing]):
    """A kind of thing as commands meet it: how it is found (``True``: locked), who may know of it, what a reader sees of it.

    ``reading``: who may not do this learns of no such thing; None: that there is one is no secret. ``here`` raises Elsewhere
    once another deployment owns it.
    """

    name: str
    reading: Action | None
    resource: Callable[[Thing], Resource]
    find: Callable[[AsyncConnection, UUID, bool], Awaitable[tuple[Thing, int] | None]]
    view: View[Thing]
    here: Callable[[Thing], None] = lambda _: None

    @property
    def written(self) -> str:
        """Its name where blanks cannot stand: in names of parameters and operations."""
        return self.name.replace(" ", "_")

    def after(self, stored: Stored[Thing], state: Thing) -> dict[str, Any]:
        """What every event of a changed one carries: which it is, its next version, and its state under the kind's name."""
        identifier = getattr(state, f"{self.name}_id")
        return {"aggregate_id": identifier, "aggregate_version": stored.version + 1, self.name: state}


async def whole(_: object, __: object, state: Any) -> Mapping[str, Any]:
    """All of it: for what only those can do who may see all of it."""
    shown: dict[str, Any] = state.model_dump(mode="json")
    return shown


class UseCase(Protocol[Context]):
    """A command. ``name`` is what interfaces call it."""

    @property
    def name(self) -> str: ...
    @property
    def action(self) -> Action: ...
    @property
    def said(self) -> type[BaseModel]: ...
    @property
    def view(self) -> View[Any]: ...
    @property
    def shown_once(self) -> str | None:
        """A field of the view that is a secret: null in what is remembered, and so in a repeat."""
        ...

    async def perform(self, doing: Doing[Context], incoming: Incoming) -> Done[Any]:
        """Does it. Raises ModalityError; then nothing is changed."""
        ...


@dataclass(frozen=True)
class Change(Generic[Context, Thing, Said]):
    """Changes a thing that there is, on the version the caller decided on.

    ``needs``: what is asked of the policy first, where ``action`` depends on what is said and the handler asks for it.
    ``shows``: what the caller sees of what came of it, where that is no thing of this kind.
    """

    kind: Kind[Thing]
    action: Action
    said: type[Said]
    handler: Callable[[Doing[Context], Stored[Thing], Said], Awaitable[Done[Any]]]
    needs: Action | None = None
    shows: View[Any] | None = None
    shown_once: str | None = None

    @property
    def name(self) -> str:
        """The name of its handler."""
        return self.handler.__name__

    @property
    def view(self) -> View[Any]:
        """As anybody reads such a thing."""
        return self.shows or self.kind.view

    async def perform(self, doing: Doing[Context], incoming: Incoming) -> Done[Any]:
        """Loads under lock; may they read it, may they do it; is it here; is it what they decided on; then does it."""
        kind = self.kind
        found = await kind.find(doing.uow.connection, incoming.target(kind.name), True)
        if found is None:
            raise NotFound("not_found", f"There is no such {kind.name}")
        stored = Stored(*found, incoming.part())
        action, thing = self.needs or self.action, kind.resource(stored.state)
        if thing.region is None:  # What says no deployment is of the one that keeps it.
            thing = replace(thing, region=doing.uow.settings.deployment)
        if kind.reading is None:
            authorise(doing.by, action, thing)
        else:
            authorise_seen(doing.by, action, kind.reading, thing, kind.name)
        kind.here(stored.state)
        incoming.hold(stored.version)
        said = await incoming.body(self.said) if self.said.model_fields else self.said()
        return await self.handler(doing, stored, said)


@dataclass(frozen=True)
class Make(Generic[Context, Thing, Said]):
    """Makes something new. ``resource``: what the policy is asked about, from what is said."""

    action: Action
    said: type[Said]
    resource: Callable[[Doing[Context], Said], Resource]
    handler: Callable[[Doing[Context], Said], Awaitable[Done[Thing]]]
    view: View[Thing]
    shown_once: str | None = None

    @property
    def name(self) -> str:
        """The name of its handler."""
        return self.handler.__name__

    async def perform(self, doing: Doing[Context], incoming: Incoming) -> Done[Thing]:
        """Reads what is said; may they say it; then does it."""
        said = await incoming.body(self.said)
        authorise(doing.by, self.action, self.resource(doing, said))
        return await self.handler(doing, said)
