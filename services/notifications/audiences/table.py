"""The one table: event -> who must act and who should know, each with its paragraph. A test holds it complete.

Rows of items are declared with their kinds; those of reminders and of news of the service itself stand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.notifications.audiences.parties import (
    bureau_when_quiet,
    escalated,
    escalated_to_geneva,
    owing,
    owner_of_failing_webhook,
    owner_of_webhook,
    receiving_bureau,
)
from services.notifications.domain.parties import Resolve, ToldOf, act, bureau, know, secretariat
from services.notifications.kinds import KINDS
from shared.contracts import intake, notifications, operations
from shared.contracts.event import Event
from shared.modalities.paragraphs import P6, Paragraph


@dataclass(frozen=True)
class PartiesInRole:
    """Parties in one role of an event. ``must_act``: the next step is theirs; otherwise they should know."""

    resolve: Resolve
    must_act: bool
    paragraph: Paragraph

    @property
    def role(self) -> str:
        """The role as a code; a message says it in words (``[why]`` of the wording)."""
        return ROLE_OF[self.resolve]


ROLE_OF: Mapping[Resolve, str] = {
    bureau: "bureau",
    secretariat: "secretariat",
    bureau_when_quiet: "bureau",
    owing: "owing",
    escalated: "escalated",
    escalated_to_geneva: "escalated",
    receiving_bureau: "bureau",
    owner_of_webhook: "webhook_owner",
    owner_of_failing_webhook: "webhook_owner",
    **{resolve: role for kind in KINDS for resolve, role in kind.roles.items()},
}


def _told(table: ToldOf) -> Mapping[type[Event], tuple[PartiesInRole, ...]]:
    return {event: tuple(PartiesInRole(*one) for one in told) for event, told in table.items()}


REMINDERS: Mapping[type[Event], Paragraph] = {
    event: paragraph for kind in KINDS for event, paragraph in kind.reminders.items()
}
"""Reminders of what is owed, each with its paragraph."""
_GO_UP = tuple(
    dict.fromkeys(
        event for kind in KINDS for event in kind.reminders if event.topic.federated and kind.item.highest == "geneva"
    )
)
"""Those that Geneva hears of from every deployment."""
AUDIENCES: Mapping[type[Event], tuple[PartiesInRole, ...]] = {
    **{event: told for kind in KINDS for event, told in _told(kind.told).items()},
    **_told({event: (act(owing, paragraph), know(escalated)) for event, paragraph in REMINDERS.items()}),
    **_told(
        {
            intake.CountryHandoverCalledBack: (know(bureau), know(secretariat)),
            operations.WebhookStateChanged: (act(owner_of_failing_webhook, P6), know(owner_of_webhook)),
            operations.ChannelStateChanged: (act(bureau_when_quiet, P6), know(bureau)),
        }
    ),
}

ABROAD: Mapping[type[Event], tuple[PartiesInRole, ...]] = {
    **{event: told for kind in KINDS for event, told in _told(kind.told_abroad).items()},
    **_told(dict.fromkeys(_GO_UP, (know(escalated_to_geneva),))),
    **_told({intake.CountryHandoverCalledBack: (know(receiving_bureau), know(secretariat))}),
}
"""The same for events of other deployments; an event without a row is told where it happened and nowhere else."""

NOBODY: Mapping[type[Event], str] = {
    **{event: why for kind in KINDS for event, why in kind.untold.items()},
    intake.CountryHandoverChanged: "officers see handovers in their list; each item that moves is told to both bureaux",
    notifications.DeliveryStateChanged: "says what became of a delivery; a delivery of it would never end",
}
"""Events nobody gets a mail of, each with its reason."""

CHANGES: frozenset[str] = frozenset(event.wire_type for kind in KINDS for event in kind.repeated)
"""Changes that a party may make again and again: what follows one within a window goes out as one mail. All others go at once."""

MAILED: Mapping[str, type[Event]] = {event.wire_type: event for event in AUDIENCES}
"""Wire types that mail is written of."""

_FOR_WHOM_IT_NAMES: tuple[type[Event], ...] = (
    *REMINDERS,
    *(event for kind in KINDS for event in kind.not_followed),
    operations.WebhookStateChanged,
    operations.ChannelStateChanged,
    intake.CountryHandoverCalledBack,
)
FOLLOWED: tuple[str, ...] = tuple(sorted(set(MAILED) - {event.wire_type for event in _FOR_WHOM_IT_NAMES}))
"""Those one can subscribe to: a reminder, news of an endpoint or a channel, that a country stays, and what a kind keeps for
those that an event names, is for whom it names."""


def audiences_of(wire_type: str, *, abroad: bool) -> tuple[PartiesInRole, ...]:
    """Audiences of an event of this deployment, or of another one."""
    return (ABROAD if abroad else AUDIENCES).get(MAILED[wire_type], ()) if wire_type in MAILED else ()
