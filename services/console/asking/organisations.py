"""Which organisations are registered, as the gateway tells everybody: the console reads no bus (WM 3)."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx

from shared.contracts.known_organisations import known
from shared.contracts.shapes.organisation import OrganisationState
from shared.contracts.vocabulary import await_organisations, know_organisations
from shared.modalities.errors import Retryable
from shared.runtime.clock import Clock
from shared.runtime.http.asking import asking
from shared.runtime.knowing import running
from shared.runtime.looking import looking
from shared.runtime.supervision import Loop, Progress

EVERY_S = 5.0


class AskedOrganisations:
    """One per process of the console. An organisation stands in its forms within seconds; while the gateway is away those stand that it
    told of before.
    """

    def __init__(self, gateway: str, seconds: float, clock: Clock) -> None:
        self._address, self._seconds, self._clock = gateway.rstrip("/") + "/organisations/known", seconds, clock
        self._changed = 0

    def begin(self) -> None:
        """It is yet to be read."""
        await_organisations(True)

    def loops(self) -> Mapping[str, Loop]:
        """Of a worker."""
        return {"known_organisations": self._run}

    @asynccontextmanager
    async def beside(self, _: object) -> AsyncIterator[None]:
        """While an application is served."""
        self.begin()
        async with running(self._run, self._clock):
            yield

    async def _run(self, progress: Progress, stop: asyncio.Event) -> None:
        async with asking(self._seconds) as http:

            async def look() -> int:
                return await self.read(http)

            await looking(look, EVERY_S, "organisations_wait")(progress, stop)

    async def read(self, http: httpx.AsyncClient) -> int:
        """Lets this process know of what changed since it asked last; how many they were. Raises Retryable while the gateway is away."""
        try:
            answer = await http.get(self._address, params={"since": str(self._changed)})
            answer.raise_for_status()
            said = answer.json()
            states = [OrganisationState.model_validate(one) for one in said["organisations"]]
            changed, more, awaited = int(said["changed"]), bool(said["more"]), bool(said["awaited"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as away:
            raise Retryable("gateway_away", "The gateway does not answer just now", 5) from away
        know_organisations(map(known, states))
        # A gateway that was built anew counts from the beginning.
        self._changed = changed if changed >= self._changed else 0
        if not (more or awaited):
            await_organisations(False)
        return len(states) if more else 0
