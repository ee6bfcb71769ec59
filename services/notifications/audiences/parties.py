"""From reminders and news of the service itself to the parties in a role of them; those of items stand with their kinds."""

from services.notifications.domain.parties import Here, bureau, secretariat
from shared.contracts.event import Event
from shared.contracts.intake import CountryHandoverCalledBack
from shared.contracts.notifications import ReminderDue
from shared.contracts.operations import ChannelStateChanged, WebhookStateChanged
from shared.modalities.access.actor import SECRETARIAT


def receiving_bureau(event: Event, here: Here) -> tuple[str, ...]:
    """The officers of the deployment that was to receive a country (WM 6)."""
    assert isinstance(event, CountryHandoverCalledBack)
    return bureau(event, here) if event.handover.receiving == here.deployment else ()


def owing(event: Event, _: Here) -> tuple[str, ...]:
    """The party whose step is due (WM 6)."""
    assert isinstance(event, ReminderDue)
    return (event.reminder.party,)


def escalated(event: Event, here: Here) -> tuple[str, ...]:
    """The level that is on a late step; Geneva where its own deployment tells it (WM 6)."""
    assert isinstance(event, ReminderDue)
    return tuple(party for party in event.reminder.escalated_to if party != SECRETARIAT) + escalated_to_geneva(
        event, here
    )


def escalated_to_geneva(event: Event, here: Here) -> tuple[str, ...]:
    """Geneva, when it is the level that is on a late step (WM 6)."""
    assert isinstance(event, ReminderDue)
    return secretariat(event, here) if SECRETARIAT in event.reminder.escalated_to else ()


def owner_of_webhook(event: Event, _: Here) -> tuple[str, ...]:
    """Whose endpoint it is."""
    assert isinstance(event, WebhookStateChanged)
    return (event.party,)


def owner_of_failing_webhook(event: Event, here: Here) -> tuple[str, ...]:
    """The same, when it must see to it."""
    assert isinstance(event, WebhookStateChanged)
    return () if event.state == "enabled" else owner_of_webhook(event, here)


def bureau_when_quiet(event: Event, here: Here) -> tuple[str, ...]:
    """The officers, when a channel went quiet: somebody must see why."""
    assert isinstance(event, ChannelStateChanged)
    return bureau(event, here) if event.state == "quiet" else ()
