"""What a peer link makes others owe: who is asked a word of its own, the Secretariat an introduction where one is asked of it (WM 1, 20)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.modalities.access.actor import officers_of
from shared.modalities.paragraphs import P1, P20
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.step import Step

OF_LINKS = ("link_word", "introduce")
"""Steps of peer links."""


@dataclass(frozen=True, slots=True)
class AskedPeer:
    """A party whose word is awaited. ``region``: the deployment that serves it, if that is another."""

    party: str
    asked_at: datetime
    region: str | None = None


@dataclass(frozen=True, slots=True)
class LinkOwing:
    """A peer link, as far as somebody owes something of it. ``asked_since``: since when an introduction is waited for."""

    region: str
    status: str
    asked_since: datetime | None = None
    pending: Sequence[AskedPeer] = ()


def of_link(one: LinkOwing, limits: Limits) -> Iterator[Step]:
    """A link that is agreed, or that ended, makes nobody owe anything."""
    if one.status != "wished":
        return
    for peer in one.pending:
        yield Step("link_word", peer.party, limits.calendar(peer.asked_at, limits.engage, one.region), P1, peer.region)
    if one.asked_since is not None and not one.pending:
        until = limits.calendar(one.asked_since, limits.confirm, one.region)
        yield Step("introduce", officers_of(one.region), until, P20)


def owing(region: str, state: Mapping[str, Any]) -> LinkOwing:
    """A link as these rules read it, from its state as JSON: for worklists and for reminders alike."""
    since = state.get("asked_since")
    pending = tuple(
        AskedPeer(one["party"], datetime.fromisoformat(one["asked_at"]), one.get("region"))
        for one in state["parties"] if one["answer"] == "pending"
    )  # fmt: skip
    return LinkOwing(region, state["status"], datetime.fromisoformat(since) if since else None, pending)
