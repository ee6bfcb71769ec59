"""All that people and programs can do with what they are told, by the file of each. What events and clocks set off stands beside."""

from services.notifications.actions.add_feed import ADD_FEED
from services.notifications.actions.add_mailbox import ADD_MAILBOX
from services.notifications.actions.add_mute import ADD_MUTE
from services.notifications.actions.change_filter import CHANGE_FILTER
from services.notifications.actions.change_mailbox import CHANGE_MAILBOX
from services.notifications.actions.drop_filter import DROP_FILTER
from services.notifications.actions.drop_preferences import DROP_PREFERENCES
from services.notifications.actions.end_mute import END_MUTE
from services.notifications.actions.put_address import PUT_ADDRESS
from services.notifications.actions.put_party_preferences import PUT_PARTY_PREFERENCES
from services.notifications.actions.put_preferences import PUT_PREFERENCES
from services.notifications.actions.remove_mailbox import REMOVE_MAILBOX
from services.notifications.actions.revoke_feed import REVOKE_FEED
from services.notifications.actions.save_filter import SAVE_FILTER
from services.notifications.actions.subscribe import SUBSCRIBE
from services.notifications.actions.unsubscribe import UNSUBSCRIBE

__all__ = [
    "ADD_FEED",
    "ADD_MAILBOX",
    "ADD_MUTE",
    "CHANGE_FILTER",
    "CHANGE_MAILBOX",
    "DROP_FILTER",
    "DROP_PREFERENCES",
    "END_MUTE",
    "PUT_ADDRESS",
    "PUT_PARTY_PREFERENCES",
    "PUT_PREFERENCES",
    "REMOVE_MAILBOX",
    "REVOKE_FEED",
    "SAVE_FILTER",
    "SUBSCRIBE",
    "UNSUBSCRIBE",
]
