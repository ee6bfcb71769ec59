"""Commands about what stands under a name rather than an identifier: what is a party's, or the caller's own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic

from shared.application.use_case import Context, Doing, Done, Incoming, Said, View, whole
from shared.modalities.access.actions import Action
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import Resource


@dataclass(frozen=True)
class Keep(Generic[Context, Said]):
    """Does something with what stands under a name, whether or not there is anything yet.

    ``resource``: what the policy is asked about, from the name; it is asked before anything is looked at. ``version``: of what
    stands there now, locked, None while there is nothing; no ``version``: nobody decides on one. ``view`` and ``shown_once``
    as everywhere.
    """

    action: Action
    said: type[Said]
    resource: Callable[[Doing[Context], str], Resource]
    handler: Callable[[Doing[Context], str, Said], Awaitable[Done[Any]]]
    version: Callable[[Doing[Context], str], Awaitable[int | None]] | None = None
    view: View[Any] = whole
    shown_once: str | None = None

    @property
    def name(self) -> str:
        """The name of its handler."""
        return self.handler.__name__

    async def perform(self, doing: Doing[Context], incoming: Incoming) -> Done[Any]:
        """May they do it; is it what they decided on; what do they say; then does it."""
        name = incoming.named()
        authorise(doing.by, self.action, self.resource(doing, name))
        if self.version is not None:
            incoming.hold(await self.version(doing, name))
        said = await incoming.body(self.said) if self.said.model_fields else self.said()
        return await self.handler(doing, name, said)
