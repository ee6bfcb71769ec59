"""All that people and programs can do with what they are told, by the file of each. What events and clocks set off stands beside."""

from services.notifications.actions.add_feed import ADD_FEED
from services.notifications.actions.add_mailbox import ADD_MAILBOX
from services.notifications.actions.add_mute import ADD_MUTE
from services.notifications.actions.add_token import ADD_TOKEN
from services.notifications.actions.add_webhook import ADD_WEBHOOK
from services.notifications.actions.change_filter import CHANGE_FILTER
from services.notifications.actions.change_mailbox import CHANGE_MAILBOX
from services.notifications.actions.change_webhook import CHANGE_WEBHOOK
from services.notifications.actions.drop_filter import DROP_FILTER
from services.notifications.actions.drop_preferences import DROP_PREFERENCES
from services.notifications.actions.enable_webhook import ENABLE_WEBHOOK
from services.notifications.actions.end_mute import END_MUTE
from services.notifications.actions.end_webhook import END_WEBHOOK
from services.notifications.actions.have_channel_tested import TEST_CHANNEL
from services.notifications.actions.mark_inbox import MARK_INBOX
from services.notifications.actions.mute_channel import MUTE_CHANNEL
from services.notifications.actions.pause_webhook import PAUSE_WEBHOOK
from services.notifications.actions.put_address import PUT_ADDRESS
from services.notifications.actions.put_party_preferences import PUT_PARTY_PREFERENCES
from services.notifications.actions.put_preferences import PUT_PREFERENCES
from services.notifications.actions.remove_mailbox import REMOVE_MAILBOX
from services.notifications.actions.replay_mails import REPLAY_MAILS
from services.notifications.actions.replay_webhook import REPLAY_WEBHOOK
from services.notifications.actions.retry_delivery import RETRY_DELIVERY
from services.notifications.actions.revoke_feed import REVOKE_FEED
from services.notifications.actions.revoke_token import REVOKE_TOKEN
from services.notifications.actions.rotate_webhook import ROTATE_WEBHOOK
from services.notifications.actions.save_filter import SAVE_FILTER
from services.notifications.actions.subscribe import SUBSCRIBE
from services.notifications.actions.try_webhook import TEST_WEBHOOK
from services.notifications.actions.unmute_channel import UNMUTE_CHANNEL
from services.notifications.actions.unsubscribe import UNSUBSCRIBE

__all__ = [
    "ADD_FEED",
    "ADD_MAILBOX",
    "ADD_MUTE",
    "ADD_TOKEN",
    "ADD_WEBHOOK",
    "CHANGE_FILTER",
    "CHANGE_MAILBOX",
    "CHANGE_WEBHOOK",
    "DROP_FILTER",
    "DROP_PREFERENCES",
    "ENABLE_WEBHOOK",
    "END_MUTE",
    "END_WEBHOOK",
    "MARK_INBOX",
    "MUTE_CHANNEL",
    "PAUSE_WEBHOOK",
    "PUT_ADDRESS",
    "PUT_PARTY_PREFERENCES",
    "PUT_PREFERENCES",
    "REMOVE_MAILBOX",
    "REPLAY_MAILS",
    "REPLAY_WEBHOOK",
    "RETRY_DELIVERY",
    "REVOKE_FEED",
    "REVOKE_TOKEN",
    "ROTATE_WEBHOOK",
    "SAVE_FILTER",
    "SUBSCRIBE",
    "TEST_CHANNEL",
    "TEST_WEBHOOK",
    "UNMUTE_CHANNEL",
    "UNSUBSCRIBE",
]
