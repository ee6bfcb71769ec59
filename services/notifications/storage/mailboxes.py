"""Mailboxes with their preferences, subscriptions and mutes, in PostgreSQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NotRequired, Protocol, TypedDict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.notifications.domain.preferences import Mailbox, Mute, Preferences, Subscription
from services.notifications.storage.mail_table_rows import MailboxRow, PreferenceRow, SavedFilterRow
from services.notifications.storage.mail_tables import mailbox, mute, notice, preference, saved_filter, subscription

_LOAD = sa.text("""
select m.mailbox_id, m.party, m.role, m.language, m.time_zone, m.main,
    coalesce(own.document, theirs.document) as preferences,
    (select jsonb_agg(jsonb_build_object('subscription_id', s.subscription_id, 'name', s.name, 'rhythm', s.rhythm,
        'expression', coalesce(s.expression, f.expression), 'saved_filter', s.filter_id) order by s.subscription_id)
        from subscription s left join saved_filter f using (filter_id) where s.mailbox_id = m.mailbox_id) as subscriptions,
    (select jsonb_agg(jsonb_build_object('mute_id', u.mute_id, 'scope', u.scope, 'what', u.what, 'must_act', u.must_act,
        'until', u.until) order by u.until)
        from mute u where u.mailbox_id = m.mailbox_id and u.until > :now) as mutes
from mailbox m
left join preference own on own.owner = m.mailbox_id
left join preference theirs on theirs.owner = m.party
where m.party = any(:parties) or m.mailbox_id = any(:ids)
    or (:followers and exists (select from subscription s where s.mailbox_id = m.mailbox_id))
order by m.party, not m.main, m.mailbox_id""")


class LoadedRow(Protocol):
    """A mailbox as ``_LOAD`` reads it: its preferences are its own or its party's; what there is none of is None."""

    mailbox_id: str
    party: str
    role: str
    language: str
    time_zone: str
    main: bool
    preferences: Any | None
    subscriptions: list[Any] | None
    mutes: list[Any] | None


class MailboxChange(TypedDict, total=False):
    """What changes of a mailbox; the rest stays."""

    email: str
    label: str
    kind: str
    language: str
    time_zone: str
    role: str


class NewMailbox(TypedDict):
    """What is kept of a mailbox that is added."""

    mailbox_id: str
    party: str
    label: str
    kind: str
    email: str
    language: str
    time_zone: str
    role: str
    main: bool


class NewSubscription(TypedDict):
    """What is kept of a subscription, with a saved filter or one of its own."""

    subscription_id: str
    mailbox_id: str
    name: str
    filter_id: NotRequired[str]
    expression: NotRequired[Mapping[str, object]]
    rhythm: str


class NewMute(TypedDict):
    """What is kept of a mute; ``what`` is None for everything."""

    mute_id: str
    mailbox_id: str
    scope: str
    what: str | None
    must_act: bool
    until: datetime


class NewFilter(TypedDict):
    """What is kept of a saved filter."""

    filter_id: str
    party: str
    name: str
    expression: Mapping[str, object]


class Mailboxes:
    """Mailboxes on one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def load(
        self, now: datetime, parties: Collection[str] = (), ids: Collection[str] = (), *, followers: bool = False
    ) -> list[Mailbox]:
        """Mailboxes of parties, by id, and of everyone who subscribed; each with what decides what it gets."""
        given = {"now": now, "parties": list(parties), "ids": list(ids), "followers": followers}
        return [_mailbox(row) for row in await self._connection.execute(_LOAD, given)]

    async def row(self, mailbox_id: str, *, lock: bool = False) -> MailboxRow | None:
        """A mailbox with its address; None when there is none. ``lock`` holds every mailbox of its party."""
        query = sa.select(mailbox).where(mailbox.c.mailbox_id == mailbox_id)
        found: MailboxRow | None = (await self._connection.execute(query)).one_or_none()
        if found is not None and lock:
            await self.rows(found.party, lock=True)
            found = (await self._connection.execute(query)).one_or_none()
        return found

    async def rows(self, party: str, *, lock: bool = False) -> Sequence[MailboxRow]:
        """Mailboxes of a party, the main one first."""
        query = sa.select(mailbox).where(mailbox.c.party == party).order_by(~mailbox.c.main, mailbox.c.mailbox_id)
        return list(await self._connection.execute(query.with_for_update() if lock else query))

    async def main(self, party: str) -> MailboxRow | None:
        """The main mailbox of a party; None when it has none."""
        query = sa.select(mailbox).where(mailbox.c.party == party, mailbox.c.main)
        row: MailboxRow | None = (await self._connection.execute(query)).one_or_none()
        return row

    async def add(self, row: NewMailbox) -> bool:
        """Keeps a new mailbox; False when the party has this address already."""
        kept = insert(mailbox).values(row).on_conflict_do_nothing().returning(mailbox.c.mailbox_id)
        return (await self._connection.execute(kept)).scalar_one_or_none() is not None

    async def change(self, mailbox_id: str, values: MailboxChange) -> int:
        """Changes a mailbox; its version."""
        changed = sa.update(mailbox).where(mailbox.c.mailbox_id == mailbox_id)
        changed = changed.values(**values, version=mailbox.c.version + 1).returning(mailbox.c.version)
        return int((await self._connection.execute(changed)).scalar_one())

    async def remove(self, mailbox_id: str) -> None:
        """Forgets a mailbox with its preferences, subscriptions and mutes; what waits for it is told no more."""
        await self._connection.execute(sa.delete(preference).where(preference.c.owner == mailbox_id))
        waiting = sa.update(notice).where(notice.c.mailbox_id == mailbox_id, notice.c.status == "waiting")
        await self._connection.execute(waiting.values(status="settled", why="mailbox_gone"))
        await self._connection.execute(sa.delete(mailbox).where(mailbox.c.mailbox_id == mailbox_id))

    async def preferences(self, owner: str) -> tuple[Preferences, int] | None:
        """Preferences kept for a mailbox or a party, with their version."""
        query = sa.select(preference).where(preference.c.owner == owner)
        row: PreferenceRow | None = (await self._connection.execute(query)).one_or_none()
        return (Preferences.model_validate(row.document), row.version) if row else None

    async def with_preferences(self, owners: Collection[str]) -> dict[str, int]:
        """Those of these mailboxes and parties that have preferences of their own, with the version of these."""
        query = sa.select(preference.c.owner, preference.c.version).where(preference.c.owner.in_(list(owners)))
        return {row.owner: row.version for row in await self._connection.execute(query)}

    async def prefer(self, owner: str, document: Preferences, since: int = 0) -> int:
        """Keeps preferences; their version, which begins after ``since``."""
        values = {"document": document.model_dump(mode="json")}
        kept = insert(preference).values(owner=owner, version=since + 1, **values)
        kept = kept.on_conflict_do_update(index_elements=["owner"], set_=values | {"version": preference.c.version + 1})
        return int((await self._connection.execute(kept.returning(preference.c.version))).scalar_one())

    async def prefer_no_more(self, owner: str) -> None:
        """Forgets a mailbox's own preferences: its party's hold again. Its next ones get a version that was never given."""
        gone = sa.delete(preference).where(preference.c.owner == owner).returning(preference.c.version)
        version = (await self._connection.execute(gone)).scalar_one_or_none()
        if version is not None:
            later = sa.func.greatest(mailbox.c.version, version) + 1
            await self._connection.execute(
                sa.update(mailbox).where(mailbox.c.mailbox_id == owner).values(version=later)
            )

    async def subscribe(self, row: NewSubscription) -> None:
        """Keeps a subscription."""
        await self._connection.execute(sa.insert(subscription).values(row))

    async def unsubscribe(self, mailbox_id: str, subscription_id: str) -> bool:
        """Ends a subscription of a mailbox; whether there was one."""
        mine = (subscription.c.mailbox_id == mailbox_id, subscription.c.subscription_id == subscription_id)
        return bool((await self._connection.execute(sa.delete(subscription).where(*mine))).rowcount)

    async def mute(self, row: NewMute) -> None:
        """Keeps a mute."""
        await self._connection.execute(sa.insert(mute).values(row))

    async def unmute(self, mailbox_id: str, mute_id: str, now: datetime) -> bool:
        """Ends a mute before its time: what came meanwhile is told now. Whether there was one."""
        mine = (mute.c.mailbox_id == mailbox_id, mute.c.mute_id == mute_id)
        gone = bool((await self._connection.execute(sa.delete(mute).where(*mine))).rowcount)
        if gone:
            waits = (notice.c.mailbox_id == mailbox_id, notice.c.status == "waiting", notice.c.batch == "muted")
            await self._connection.execute(sa.update(notice).where(*waits).values(ready_at=now))
        return gone

    async def filters(self, party: str) -> Sequence[SavedFilterRow]:
        """Saved filters of a party, by name."""
        query = sa.select(saved_filter).where(saved_filter.c.party == party).order_by(saved_filter.c.name)
        return list(await self._connection.execute(query))

    async def filter(self, filter_id: str) -> SavedFilterRow | None:
        """A saved filter; None when there is none."""
        query = sa.select(saved_filter).where(saved_filter.c.filter_id == filter_id)
        row: SavedFilterRow | None = (await self._connection.execute(query)).one_or_none()
        return row

    async def save_filter(self, row: NewFilter) -> bool:
        """Keeps a new filter; False when the party has one of that name."""
        kept = insert(saved_filter).values(row).on_conflict_do_nothing().returning(saved_filter.c.filter_id)
        return (await self._connection.execute(kept)).scalar_one_or_none() is not None

    async def change_filter(self, filter_id: str, expression: Mapping[str, object]) -> int:
        """Changes a filter; every subscription to it follows. Its version."""
        changed = sa.update(saved_filter).where(saved_filter.c.filter_id == filter_id)
        changed = changed.values(expression=expression, version=saved_filter.c.version + 1)
        return int((await self._connection.execute(changed.returning(saved_filter.c.version))).scalar_one())

    async def drop_filter(self, filter_id: str) -> list[str]:
        """Forgets a filter, unless subscriptions use it: then their names, and nothing changed."""
        query = sa.select(subscription.c.name).where(subscription.c.filter_id == filter_id)
        used = list((await self._connection.execute(query)).scalars())
        if not used:
            await self._connection.execute(sa.delete(saved_filter).where(saved_filter.c.filter_id == filter_id))
        return used


def _mailbox(row: LoadedRow) -> Mailbox:
    return Mailbox(
        mailbox_id=row.mailbox_id,
        party=row.party,
        role=row.role,
        language=row.language,
        time_zone=row.time_zone,
        main=row.main,
        preferences=Preferences.model_validate(row.preferences) if row.preferences else Preferences(),
        subscriptions=tuple(Subscription.model_validate(one) for one in row.subscriptions or ()),
        mutes=tuple(Mute.model_validate(one) for one in row.mutes or ()),
    )
