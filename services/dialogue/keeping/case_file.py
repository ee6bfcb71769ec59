"""The file of a case as a ZIP archive that is written as it is read: messages and documents that its reader may read, with an index (WM 8).

Nothing of it is held whole. What breaks on the way breaks the archive, whose directory stands at its end: a part is never taken for all.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from services.dialogue.keeping.contents import Contents
from shared.contracts.documents import MEDIA_TYPES

Seen = Mapping[str, Any]
Page = Callable[[str, int], Awaitable[tuple[Sequence[Seen], int | None]]]
"""Messages of a thread after a number, and the number to read on after."""
INDEX = "index.json"


class _Written:
    """Where the archive is written to, and taken from piece by piece."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> bytes:
        """What was written since."""
        made = b"".join(self._parts)
        self._parts.clear()
        return made


async def case_file(
    threads: Sequence[Seen], messages: Page, contents: Contents | None, now: datetime
) -> AsyncIterator[bytes]:
    """The archive: ``threads/CIRCLE/messages.jsonl`` (``threads/CIRCLE/PARTY/`` where the Secretariat speaks with each apart), its documents beside it, and ``index.json`` with what is where.

    A document that is held is named there without a file. Raises Retryable for a content that cannot be had.
    """
    out, listed = _Written(), []
    with ZipFile(out, "w") as archive:  # type: ignore[call-overload]
        for thread in threads:
            folder, brought = _folder(thread), []
            with archive.open(_entry(f"{folder}/messages.jsonl", now, ZIP_DEFLATED), "w") as file:
                after: int | None = 0
                while after is not None:
                    page, after = await messages(thread["thread_id"], after)
                    for one in page:
                        file.write(json.dumps(one, ensure_ascii=False).encode() + b"\n")
                        brought += [_document(folder, one)] if one.get("document") else []
                    yield out.taken()
            for document in brought:
                if document["file"] is None or contents is None:
                    continue
                with archive.open(_entry(document["file"], now, ZIP_STORED), "w") as file:
                    async for chunk in contents.read(document["document_id"]):
                        file.write(chunk)
                        yield out.taken()
            listed.append(_listed(thread, f"{folder}/messages.jsonl", brought))
        said = {"about": threads[0]["about"], "as_of": now.isoformat(), "threads": listed}
        archive.writestr(_entry(INDEX, now, ZIP_DEFLATED), json.dumps(said, ensure_ascii=False, indent=1))
    yield out.taken()


def _folder(thread: Seen) -> str:
    apart = thread.get("apart_with")
    return f"threads/{thread['circle']}" + (f"/{apart.replace(':', '-')}" if apart else "")


def _entry(name: str, now: datetime, how: int) -> ZipInfo:
    made = ZipInfo(name, now.timetuple()[:6])
    made.compress_type = how
    return made


def _document(folder: str, message: Seen) -> dict[str, Any]:
    one = message["document"]
    name = f"{folder}/{message['number']:05}.{MEDIA_TYPES.get(one['media_type'], 'bin')}"
    return dict(one) | {
        "number": message["number"],
        "author": message["author"],
        "file": None if one["scan"] == "held" else name,
    }


def _listed(thread: Seen, file: str, documents: list[dict[str, Any]]) -> dict[str, Any]:
    named = ("thread_id", "circle", "status", "messages", "questions")
    return {name: thread[name] for name in named} | {"file": file, "documents": documents,
            "parties": [side["party"] for side in thread["sides"]]}  # fmt: skip
