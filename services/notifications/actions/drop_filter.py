"""A party forgets a filter that nothing uses (WM 6)."""

from services.notifications.actions.mailbox import Ended, Notifying
from services.notifications.actions.saved_filter import FILTER, Held
from services.notifications.storage.mailboxes import Mailboxes
from shared.application.use_case import Change, Done, NoBody
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


async def drop_filter(doing: Notifying, held: Held, _: NoBody) -> Done[Ended]:
    """Raises Conflict naming the subscriptions that use it."""
    filter_id = held.state.filter_id
    if used := await Mailboxes(doing.uow.connection).drop_filter(filter_id):
        raise Conflict("filter_in_use", f"Subscriptions use it: {', '.join(used)}")
    return Done(Ended(ended=filter_id), held.version + 1, filter_id)


DROP_FILTER = Change(FILTER, a.KEEP_PREFERENCES, NoBody, drop_filter)
