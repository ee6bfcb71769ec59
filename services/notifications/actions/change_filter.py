"""A party changes a saved filter; its subscriptions follow (WM 6)."""

from services.notifications.actions.mailbox import Notifying
from services.notifications.actions.saved_filter import FILTER, FilterAnswer, Held, checked, shown_now
from services.notifications.actions.subscribe import Asked
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.modalities.access import actions as a


class FilterChange(Strict):
    """What a saved filter asks for now; subscriptions to it follow."""

    filter: Asked


async def change_filter(doing: Notifying, held: Held, said: FilterChange) -> Done[FilterAnswer]:
    """Raises Invalid."""
    mailboxes, filter_id = Mailboxes(doing.uow.connection), held.state.filter_id
    version = await mailboxes.change_filter(filter_id, checked(said.filter))
    return Done(await shown_now(mailboxes, filter_id), version, filter_id)


CHANGE_FILTER = Change(FILTER, a.KEEP_PREFERENCES, FilterChange, change_filter)
