"""Forms that came after their session had ended: kept sealed for a day, for the same browser and the same person alone.

Nothing of them is sent by itself: the person sees what was kept, and sends it or throws it away (WM 8: what an authority
wrote is not lost on a poor link).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from services.console.identity.keys import Keyring, UnreadableSecret
from services.console.settings import ConsoleSettings
from services.console.storage.parked import ParkedRow, ParkedStore
from shared.runtime.clock import Clock
from shared.runtime.identifiers import new_id

PURPOSE = b"parked"
MOST_BYTES = 256_000


@dataclass(frozen=True)
class Parked:
    """A kept form: where it was sent to, its fields in order."""

    parked_id: str
    path: str
    fields: list[tuple[str, str]]
    parked_at: datetime


class ParkedForms:
    """Keeps and finds them."""

    def __init__(self, settings: ConsoleSettings, store: ParkedStore, keys: Keyring, clock: Clock) -> None:
        self._settings, self._store, self._keys, self._clock = settings, store, keys, clock

    async def keep(self, handle_hash: bytes, subject: str, path: str, fields: list[tuple[str, str]]) -> bool:
        """Keeps one; False when it is too large to be kept."""
        body = orjson.dumps(fields)
        if len(body) > MOST_BYTES:
            return False
        now = self._clock.now()
        until = now + timedelta(hours=self._settings.parked_h)
        sealed = self._keys.seal(body, PURPOSE)
        await self._store.add(ParkedRow(new_id(self._clock), handle_hash, subject, path, sealed, now, until))
        return True

    async def claim(self, before: bytes, handle_hash: bytes, subject: str) -> None:
        """The same browser signed in anew: its forms are this person's, or erased."""
        await self._store.claim(before, handle_hash, subject)

    async def of(self, handle_hash: bytes) -> list[Parked]:
        """Those of a session."""
        found = []
        for row in await self._store.of(handle_hash):
            try:
                fields = [(str(name), str(value)) for name, value in orjson.loads(self._keys.open(row.sealed, PURPOSE))]
            except UnreadableSecret:
                continue
            found.append(Parked(row.parked_id, row.path, fields, row.parked_at))
        return found

    async def drop(self, parked_id: str, handle_hash: bytes) -> None:
        """Forgets one."""
        await self._store.drop(parked_id, handle_hash)
