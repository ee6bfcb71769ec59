"""Drafts of a party: saved section by section as they are typed, never written over unseen, sent once (WM 8, 18)."""

import copy
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from services.console.storage.drafts import DraftRow, DraftStore
from shared.modalities.errors import NotFound
from shared.runtime.clock import Clock
from shared.runtime.db.cause import ByActor

__all__ = ["DraftRow", "Drafts", "Overtaken", "merged"]


class Overtaken(Exception):
    """A colleague saved meanwhile; ``now`` is what stands there."""

    def __init__(self, now: DraftRow) -> None:
        super().__init__(now.draft_id)
        self.now = now


@dataclass(frozen=True)
class Drafts:
    """The drafts of whoever asks: their party's, and nobody else's (the database sees to it)."""

    store: DraftStore
    clock: Clock

    async def begin(
        self,
        cause: ByActor,
        kind: str,
        content: dict[str, Any],
        item_id: str | None = None,
        base: int | None = None,
        draft_id: str | None = None,
    ) -> DraftRow:
        """A new draft with a key of its own, which is kept until what was sent has an answer; ``draft_id``: what it is called."""
        actor = cause.actor
        assert actor.party is not None
        row = DraftRow(
            draft_id or str(uuid4()), actor.party, kind, content, item_id, base, 1, f"draft-{uuid4().hex}", None, actor.subject,
            self.clock.now(),
        )  # fmt: skip
        await self.store.add(cause, row)
        return row

    async def find(self, cause: ByActor, draft_id: str) -> DraftRow:
        """One of the caller's party. Raises NotFound, also for another party's."""
        try:
            found = await self.store.find(cause, str(UUID(draft_id)))
        except ValueError:
            found = None
        if found is None:
            raise NotFound("not_found", "There is no such draft")
        return found

    async def all(self, cause: ByActor) -> list[DraftRow]:
        """Those that were not sent."""
        return await self.store.all(cause)

    async def save(self, cause: ByActor, draft: DraftRow, rev: int, content: dict[str, Any]) -> None:
        """Writes what was typed over the revision it was read at. What is sent with the draft is new, so its key is too.

        Raises Overtaken.
        """
        await self._write(cause, draft.draft_id, rev, content=content, send_key=f"draft-{uuid4().hex}")

    async def rebase(self, cause: ByActor, draft: DraftRow, version: int) -> None:
        """The person has seen what changed meanwhile: from here on the draft is based on that. Raises Overtaken."""
        await self._write(cause, draft.draft_id, draft.rev, base_version=version, send_key=f"draft-{uuid4().hex}")

    async def sent(self, cause: ByActor, draft: DraftRow, sent_id: str) -> None:
        """It was sent, and this came of it."""
        await self._write(cause, draft.draft_id, draft.rev, sent_id=sent_id)

    async def drop(self, cause: ByActor, draft_id: str) -> None:
        """Forgets one."""
        await self.store.drop(cause, (await self.find(cause, draft_id)).draft_id)

    async def _write(self, cause: ByActor, draft_id: str, rev: int, **values: Any) -> None:
        values |= {"saved_by": cause.actor.subject, "saved_at": self.clock.now()}
        if not await self.store.save(cause, draft_id, rev, **values):
            raise Overtaken(await self.find(cause, draft_id))


def merged(content: dict[str, Any], section: dict[str, Any]) -> dict[str, Any]:
    """A draft's content with one section of it anew; objects are joined, lists replaced."""
    made = copy.deepcopy(content)
    for name, value in section.items():
        if isinstance(value, dict) and isinstance(made.get(name), dict):
            made[name] = merged(made[name], value)
        else:
            made[name] = value
    return made
