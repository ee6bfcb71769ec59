"""Why somebody heard of an event, or did not; and what is owed by whom until when (WM 6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from services.notifications.actions import explain
from services.notifications.actions.delivery import DeliveryAnswer, with_tries
from services.notifications.domain.announcement import Announcement
from services.notifications.domain.endpoint import RECIPIENT
from services.notifications.kinds import lists
from services.notifications.settings import NotificationsSettings
from services.notifications.storage.announcements import AnnouncementRepository
from services.notifications.storage.known import KnownItems
from services.notifications.storage.ledger import LedgerRepository
from services.notifications.storage.mail_table_rows import NoticeRow
from services.notifications.storage.notices import Notices
from services.notifications.storage.table_rows import DeliveryRow, WebhookRow
from services.notifications.storage.webhooks import WebhookRepository
from shared.contracts.catalogue import events
from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise, authorise_seen
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_party
from shared.runtime.db.database import Database

CONFIDED = frozenset(event.wire_type for event in events() if event.topic.confided)
"""Wire types of what is told to those alone who stand in the thing."""


class NoticeAnswer(BaseModel):
    """What was decided about one event and one mailbox, on which ground, and why."""

    model_config = ConfigDict(from_attributes=True)

    event_id: str
    event_type: str
    item_id: str
    party: str
    mailbox_id: str
    must_act: bool
    reason: dict[str, Any]
    status: str
    why: str
    ready_at: datetime | None
    told_by: str | None
    due_at: datetime | None
    at: datetime


class DeadlineAnswer(BaseModel):
    """A step that is owed, until when, and when it is recalled next."""

    model_config = ConfigDict(from_attributes=True)

    deadline_id: str
    owed: str
    item_id: str
    item_kind: str
    party: str
    paragraph: str
    due_at: datetime
    round: int
    next_at: datetime | None


@dataclass(frozen=True)
class Why:
    """What was decided for a recipient, with every delivery that came of it."""

    answers: Sequence[explain.Explanation]
    deliveries: Sequence[DeliveryAnswer]


class NoticeReader:
    """Reads what was decided, and what is owed, for one caller. Raises NotPermitted."""

    def __init__(self, database: Database, settings: NotificationsSettings, actor: Actor) -> None:
        self._database, self._settings, self._actor = database, settings, actor

    async def notices(self, asked: Mapping[str, str]) -> list[NoticeAnswer]:
        """Newest first."""
        wanted = self._narrowed(a.READ_NOTICE, asked)
        async with self._database.reading() as connection:
            rows = await Notices(connection, self._database.clock).listed(**wanted)
        return [NoticeAnswer.model_validate(row) for row in self._told(rows)]

    async def deadlines(self, asked: Mapping[str, str]) -> list[DeadlineAnswer]:
        """The earliest due first."""
        wanted = self._narrowed(a.READ_DEADLINE, asked)
        async with self._database.reading() as connection:
            rows = await KnownItems(connection).deadlines(**wanted)
        return [
            DeadlineAnswer.model_validate(row)
            for row in rows
            if self._may_know(row.party, row.item_kind in lists.CONFIDED)
        ]

    async def why(self, event_id: str, recipient: str) -> Why:
        """Why a recipient (a party, or an endpoint) was told of an event, or was not. Raises NotFound."""
        async with self._database.reading() as connection:
            clock = self._database.clock
            ledger = LedgerRepository(connection, clock)
            if recipient.startswith(RECIPIENT):
                hook = await WebhookRepository(connection, clock).find(recipient.removeprefix(RECIPIENT))
                one = await AnnouncementRepository(connection, clock).one(event_id)
                found, rows = await self._of_endpoint(hook, one, ledger, event_id, recipient)
            else:
                found, rows = await self._of_party(Notices(connection, clock), ledger, event_id, recipient)
            return Why(found, await with_tries(ledger, rows))

    async def _of_endpoint(
        self, hook: WebhookRow | None, one: Announcement | None, ledger: LedgerRepository, event_id: str, recipient: str
    ) -> tuple[list[explain.Explanation], Sequence[DeliveryRow]]:
        thing = of_party(hook.party, self._settings.deployment) if hook else None
        authorise_seen(self._actor, a.READ_WEBHOOK, a.READ_WEBHOOK, thing, "webhook")
        assert hook is not None  # else it was refused as not found
        rows = await ledger.of_events([event_id], recipient)
        now = self._database.clock.now()
        return [explain.of_endpoint(hook, one, rows, now, self._settings.mail_max_age_days)], rows

    async def _of_party(
        self, notices: Notices, ledger: LedgerRepository, event_id: str, party: str
    ) -> tuple[list[explain.Explanation], Sequence[DeliveryRow]]:
        authorise(self._actor, a.READ_NOTICE, of_party(party, self._settings.deployment))
        told = self._told(await notices.listed(event_id=event_id, party=party))
        every = decide(self._actor, a.READ_NOTICE, of_party("", self._settings.deployment)).allowed
        found = explain.of_party(told, reached_us=await notices.reached_us(event_id) if every else None)
        return found, await ledger.of_events([event_id, *filter(None, (x.told_by for x in found))], party)

    def _told(self, rows: Iterable[NoticeRow]) -> list[NoticeRow]:
        return [row for row in rows if self._may_know(row.party, row.event_type in CONFIDED)]

    def _may_know(self, party: str, confided: bool) -> bool:
        """What is confided to those who stand in a thing is no officer's to read about (WM 8)."""
        return not confided or party == self._actor.party

    def _narrowed(self, action: Action, asked: Mapping[str, str]) -> dict[str, str]:
        """What is asked for, narrowed to the caller's own party unless it may see everyone's."""
        found = dict(asked)
        if not decide(self._actor, action, of_party("", self._settings.deployment)).allowed:
            found.setdefault("party", self._actor.party or "")
        authorise(self._actor, action, of_party(found.get("party", ""), self._settings.deployment))
        return found
