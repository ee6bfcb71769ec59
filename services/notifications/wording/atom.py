"""Atom feeds (RFC 4287): a title, a link and what it is about; never more than the event may say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as xml

from services.notifications.domain.announcement import Announcement
from services.notifications.wording import direction
from services.notifications.wording.catalogue import words
from shared.contracts.catalogue import event_class
from shared.contracts.envelope import rfc3339
from shared.contracts.vocabulary import deployments

ATOM = "http://www.w3.org/2005/Atom"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class FeedEntry:
    """One entry. ``id`` stays the same for ever."""

    id: str
    title: str
    updated: datetime
    link: str
    category: str
    summary: str


def feed(found: Sequence[Announcement], address: str, base_url: str, deployment: str, now: datetime) -> bytes:
    """The feed of announcements, newest first."""
    title = f"Asylum Capacity Support Group: {deployments().get(deployment, deployment)}"
    return document(
        f"urn:acsg:{deployment}:announcements", title, address, (_item(one, base_url) for one in found), now
    )


def document(feed_id: str, title: str, address: str, items: Iterable[FeedEntry], now: datetime) -> bytes:
    """A feed as XML; without entries it was last changed now."""
    xml.register_namespace("", ATOM)
    # What we say of an event is English; a title in it that is written the other way is kept apart.
    root, entries = xml.Element(f"{{{ATOM}}}feed", {_LANGUAGE: "en"}), list(items)
    _text(root, "id", feed_id)
    _text(root, "title", title)
    _text(root, "updated", rfc3339(entries[0].updated if entries else now))
    xml.SubElement(root, f"{{{ATOM}}}link", {"rel": "self", "href": address})
    _text(xml.SubElement(root, f"{{{ATOM}}}author"), "name", "Asylum Capacity Support Group")
    for one in entries:
        entry = xml.SubElement(root, f"{{{ATOM}}}entry")
        _text(entry, "id", one.id)
        _text(entry, "title", one.title)
        _text(entry, "updated", rfc3339(one.updated))
        xml.SubElement(entry, f"{{{ATOM}}}link", {"rel": "alternate", "type": "application/json", "href": one.link})
        xml.SubElement(entry, f"{{{ATOM}}}category", {"term": one.category})
        _text(entry, "summary", one.summary)
    return bytes(xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _item(one: Announcement, base_url: str) -> FeedEntry:
    kind = event_class(one.type, int(one.data_schema.rpartition(":")[2]))
    happened = (kind.__doc__ or one.type).splitlines()[0].rstrip(".") if kind else one.type
    fields = (one.data or {}).get("fields")
    known = fields if isinstance(fields, dict) else {}
    said = words("en")
    names = [direction.foreign(said, str(known[name])) for name in ("reference", "title") if known.get(name)]
    label = one.type.rpartition(".")[2].replace("-", " ").capitalize()
    title = f"{label}: {' – '.join(names)}" if names else f"{label}: {one.subject}"
    summary = f"{happened} (WM {one.paragraph}, region {one.region}, version {one.aggregate_version})."
    if one.data is None:
        summary += " A later event of the item took its place."
    link = f"{base_url}/announcements/{one.event_id}"
    return FeedEntry(f"urn:acsg:event:{one.event_id}", _clean(title), one.time, link, one.type, summary)


def _text(parent: xml.Element, name: str, text: str) -> None:
    xml.SubElement(parent, f"{{{ATOM}}}{name}").text = _clean(text)


def _clean(text: str) -> str:
    """Without characters that XML cannot carry."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) & 0xFFFE != 0xFFFE)
    )
