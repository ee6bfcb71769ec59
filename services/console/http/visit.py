"""One visit of a person to a page: who they are, what they sent, what may be asked in their name."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.datastructures import UploadFile
from starlette.requests import Request

from services.console.asking.gateway import Caller, CommandDone, CommandProblem, File
from services.console.http.desk import Desk
from services.console.http.page import Following, NotFresh, Passed
from services.console.identity.sessions import Session
from services.console.wording.words import ConsoleWords
from shared.modalities.access.actor import OFFICERS, PUBLIC, Actor
from shared.modalities.errors import NotFound
from shared.runtime.db.cause import ByActor

EVERY_S = 0.15


@dataclass
class Visit:
    """``typed`` are the fields of a form, in the order they came; ``sent_file``: the file that came with them; ``upload``: a
    large one, on the disk until the visit ends.
    """

    request: Request
    desk: Desk
    words: ConsoleWords
    session: Session | None
    typed: list[tuple[str, str]] = field(default_factory=list)
    sent_file: bytes | None = None
    upload: UploadFile | None = None

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.session.actor if self.session is not None else PUBLIC

    @property
    def is_officer(self) -> bool:
        """Whether an officer of UNHCR asks."""
        return self.actor.role in OFFICERS

    @property
    def cause(self) -> ByActor:
        """Why something of ours changes."""
        state = self.request.state
        return ByActor(self.actor, state.correlation_id, state.request_id, state.traceparent)

    def place(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def query(self, name: str) -> str:
        """What the address says after its question mark."""
        return self.request.query_params.get(name, "")[:200]

    def field(self, name: str) -> str:
        """One field of the form that was sent."""
        return next((value for one, value in self.typed if one == name), "").replace("\r\n", "\n").strip()

    def fields(self) -> dict[str, Sequence[str]]:
        """All fields, by name."""
        found: dict[str, list[str]] = {}
        for name, value in self.typed:
            found.setdefault(name, []).append(value)
        return dict(found)

    def number(self, name: str) -> int:
        """A field that a page of ours made; -1 where somebody changed it."""
        value = self.field(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1

    def send_key(self) -> str:
        """The key of what is sent: made with the page, and the same when the page is sent once more."""
        given = self.field("send_key")
        return given if 8 <= len(given) <= 64 and given.replace("-", "").isalnum() else f"page-{uuid4().hex}"

    def freshly(self) -> None:
        """What speaks for a State takes a sign-in of lately (WM 11, 17). Raises NotFresh."""
        if self.session is None or not self.desk.sessions.is_fresh(self.session):
            raise NotFresh

    def _caller(self) -> Caller:
        token = self.session.tokens.access if self.session is not None else None
        return Caller(token, self.words.language, self.request.state.correlation_id)

    async def ask(self, name: str, **variables: Any) -> dict[str, Any]:
        """The data of a document."""
        return await self.desk.gateway.ask(self._caller(), name, variables)

    async def command(self, name: str, **variables: Any) -> CommandDone | CommandProblem:
        """What became of a command."""
        return await self.desk.gateway.command(self._caller(), name, variables)

    async def file(self, path: str) -> File:
        """A file, in the reader's language."""
        return await self.desk.gateway.file(self._caller(), path)

    async def read_file(self, path: str, media_type: str) -> dict[str, Any]:
        """What is said of the file that was sent; an empty one where none was."""
        return await self.desk.gateway.read(self._caller(), path, self.sent_file or b"", media_type)

    async def passed_on(self, path: str, said: Mapping[str, str | list[str]], media_type: str) -> dict[str, Any]:
        """What becomes of the large file that was sent, with what is said beside it."""
        assert self.upload is not None
        return await self.desk.gateway.pass_on(self._caller(), path, said, self.upload, media_type, self.send_key())

    async def passed_back(self, path: str) -> Passed:
        """A file, piece by piece."""
        return Passed(*await self.desk.gateway.pass_back(self._caller(), path))

    async def item(self, name: str, key: str, kind: str) -> dict[str, Any]:
        """An item with its document. After a command it is awaited for a moment at the version that was made.

        Raises NotFound, also for what the person may not know of; Following for what was made and is not there yet.
        """
        written = self.query("written")
        version = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
        end = time.monotonic() + (self.desk.settings.written_s if version else 0)
        while True:
            item = (await self.ask(name, key=key, **self._spoken(name)))["item"]
            there = item is not None and item["kind"] == kind
            if (there and item["version"] >= version) or time.monotonic() > end:
                break
            await asyncio.sleep(EVERY_S)
        if not there and version:
            raise Following
        if not there:
            raise NotFound("not_found", "There is no such page, or it is not yours to read")
        found: dict[str, Any] = item
        return found | {"follows": found["version"] < version}

    def _spoken(self, name: str) -> Mapping[str, str]:
        return {} if name == "versions" else {"language": self.words.language}
