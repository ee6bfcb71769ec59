"""To whom events are told: parties as one deployment sees them, and the officers every event has alike.

Each deployment tells its own: the owner of an event its parties, another one its officers and its offerers, Geneva the
Secretariat. So nobody hears of one event from two deployments.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shared.contracts.event import Event
from shared.modalities.access.actor import SECRETARIAT, officers_of
from shared.modalities.paragraphs import P6, Paragraph


@dataclass(frozen=True)
class Here:
    """This deployment, and the one that reads all others and tells the Secretariat (None when this one is alone)."""

    deployment: str
    hub: str | None = None


Resolve = Callable[[Event, Here], tuple[str, ...]]
"""From an event, as it is seen here, to parties."""
Told = tuple[Resolve, bool, Paragraph]
"""Whom, whether they must act, and on which paragraph."""
ToldOf = Mapping[type[Event], tuple[Told, ...]]
"""Event -> who is told of it."""


def act(resolve: Resolve, paragraph: Paragraph) -> Told:
    """The next step is theirs."""
    return resolve, True, paragraph


def know(resolve: Resolve, paragraph: Paragraph = P6) -> Told:
    """They should know."""
    return resolve, False, paragraph


def bureau(_: Event, here: Here) -> tuple[str, ...]:
    """The officers of this deployment (WM 6)."""
    return (officers_of(here.deployment),)


def secretariat(_: Event, here: Here) -> tuple[str, ...]:
    """Geneva, told by its own deployment where there is one (WM 6)."""
    return (SECRETARIAT,) if here.hub in (None, here.deployment) else ()
