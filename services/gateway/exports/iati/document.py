"""The document: its frame, and the activities in it one by one, so that no more than a batch is in memory."""

import re
from collections.abc import AsyncGenerator, AsyncIterator
from xml.etree.ElementTree import Element, tostring
from xml.sax.saxutils import quoteattr

from services.gateway.exports.iati.activity import activity
from services.gateway.exports.iati.engaged import stands
from services.gateway.exports.iati.reporter import Reporter
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView
from shared.contracts.envelope import rfc3339

MEDIA_TYPE = "application/xml; charset=utf-8"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may hold, whichever way they are written."""


async def activities(
    batches: AsyncIterator[list[SeenItem]], reporter: Reporter, language: str
) -> AsyncGenerator[bytes, None]:
    """The chunks of the document. A match whose States may not be named is no activity: it could not be told of whom; nor is an
    engagement whose terms the reader does not see signed, but for what is published of it.
    """
    at = quoteattr(rfc3339(reporter.at))
    begin = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03" generated-datetime={at}>\n'.encode()
    )
    async for batch in batches:
        yield begin + b"".join(_written(activity(seen, reporter, language)) for seen in batch if is_activity(seen))
        begin = b""
    yield begin + b"</iati-activities>\n"


def is_activity(seen: SeenItem) -> bool:
    """Whether an item is told at all."""
    return bool(seen.region) and (seen.kind != "engagement" or seen.view is ItemView.SHOWN or stands(seen))


def _written(one: Element) -> bytes:
    for element in one.iter():
        if element.text:
            element.text = _ILLEGAL.sub("", element.text)
    found: bytes = tostring(one, encoding="utf-8", xml_declaration=False)
    return found + b"\n"
