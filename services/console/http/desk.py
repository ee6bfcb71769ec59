"""What every page works with: one for each process."""

from dataclasses import dataclass

from services.console.asking.gateway import Gateway
from services.console.identity.sessions import Sessions
from services.console.keeping.drafts import Drafts
from services.console.keeping.parked import ParkedForms
from services.console.settings import ConsoleSettings
from shared.runtime.clock import Clock


@dataclass(frozen=True)
class Desk:
    """Settings and the rooms behind the pages."""

    settings: ConsoleSettings
    clock: Clock
    gateway: Gateway
    sessions: Sessions
    drafts: Drafts
    parked: ParkedForms
