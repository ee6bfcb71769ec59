"""The heads that Geneva keeps of an owner, asked of it by that owner's operator."""

from pydantic import Field

from shared.runtime.audit.heads import Witnessed
from shared.runtime.clock import SystemClock
from shared.runtime.federation.answers import OwnersAnswer
from shared.runtime.federation.peers import PeerAway, Peers
from shared.runtime.settings import RuntimeSettings

MOST = 1000
"""Heads of an owner in one answer: the last ones."""


class HeadsAnswer(OwnersAnswer):
    """Heads that a read model keeps of one owner, in the order of their places."""

    heads: tuple[Witnessed, ...] = Field(description="Two at one place: the owner showed two chains")


async def kept_by_hub(settings: RuntimeSettings, peers: Peers | None = None) -> list[Witnessed]:
    """What Geneva keeps of this service. Raises ValueError saying why it cannot be had."""
    if settings.hub is None:
        raise ValueError("ACSG_HUB is not set: nobody keeps heads of this deployment elsewhere")
    known = peers or Peers(settings, SystemClock())
    try:
        answer = await known.ask(
            settings.hub, "gateway", "/federation/audit-heads", HeadsAnswer, source=settings.source
        )
    except PeerAway as away:
        raise ValueError(f"{settings.hub} does not say what it keeps: {away.code}") from away
    finally:
        await known.close()
    return list(answer.heads)
