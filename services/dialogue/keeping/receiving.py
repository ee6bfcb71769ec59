"""A content as it comes: counted, hashed and kept piece by piece, then scanned from where it is kept (WM 8)."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from services.dialogue.keeping.contents import Contents
from services.dialogue.keeping.scanner import scanned
from services.dialogue.settings import DialogueSettings
from shared.contracts.shapes.thread import ThreadDocument
from shared.modalities.errors import Fault, Invalid


@dataclass(frozen=True)
class Received:
    """What came of a content; ``sha256`` in hexadecimal, ``size`` in bytes."""

    size: int
    sha256: str


async def received(contents: Contents, document_id: str, pieces: AsyncIterator[bytes]) -> Received:
    """Keeps it. Raises Invalid for one without a byte; whatever breaks leaves nothing."""
    found, size = hashlib.sha256(), 0

    async def counted() -> AsyncIterator[bytes]:
        nonlocal size
        async for piece in pieces:
            if piece:
                found.update(piece)
                size += len(piece)
                yield piece
        if not size:
            raise Invalid((Fault("", "the document has no content", "empty_document"),))

    await contents.put(document_id, counted())
    return Received(size, found.hexdigest())


async def looked_at(
    contents: Contents, settings: DialogueSettings, document_id: str, title: str, media_type: str, came: Received
) -> ThreadDocument:
    """The document, with what the scanner says of it."""
    verdict = await scanned(settings.scanner, settings.scanner_s, contents.read(document_id))
    return ThreadDocument(
        document_id=document_id, title=title, media_type=media_type, size=came.size, sha256=came.sha256, scan=verdict.scan,
        held_because=verdict.held_because,
    )  # fmt: skip
