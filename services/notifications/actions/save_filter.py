"""A party saves a filter (WM 6)."""

from services.notifications.actions.mailbox import Notifying, whose
from services.notifications.actions.saved_filter import FilterAnswer, checked, shown_now
from services.notifications.actions.subscribe import Asked
from services.notifications.storage.mailboxes import Mailboxes, NewFilter
from shared.application.keep import Keep
from shared.application.use_case import Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Name
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict


class FilterBody(Strict):
    """A saved filter."""

    name: Name
    filter: Asked


async def save_filter(doing: Notifying, party: str, said: FilterBody) -> Done[FilterAnswer]:
    """Raises Invalid, Conflict for a name that the party uses."""
    mailboxes, filter_id = Mailboxes(doing.uow.connection), doing.new_id()
    row: NewFilter = {"filter_id": filter_id, "party": party, "name": said.name, "expression": checked(said.filter)}
    if not await mailboxes.save_filter(row):
        raise Conflict("name_taken", f"The party has a filter called '{said.name}' already")
    return Done(await shown_now(mailboxes, filter_id), 1, filter_id)


SAVE_FILTER = Keep(a.KEEP_PREFERENCES, FilterBody, whose, save_filter)
