"""A State narrowed or took back what may be shown: what was made of it for others is said anew, or erased (WM 17).

Mails that are out cannot be called back; those that wait go out with what may be shown now, or not at all, and what we
keep of the others says no more than that there was a message.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain.items import Group
from services.notifications.domain.message import EntryContent, MessageContent
from services.notifications.domain.seen import Seen
from services.notifications.storage.notices import ShownRow
from shared.modalities.access.actor import Role


class StoredNotices(Protocol):
    """The part of the stored notices that this needs."""

    async def of_shown(self, threads: Sequence[str]) -> Sequence[ShownRow]:
        """Notices made from a consented view, with their deliveries."""
        ...

    async def say_instead(self, notice_id: str, content: MessageContent) -> None:
        """Replaces what a notice says."""
        ...

    async def deliver_instead(self, delivery_id: str, content: MessageContent) -> None:
        """Replaces what a delivery says."""
        ...

    async def settle(self, notice_ids: Sequence[str], status: str, why: str) -> None:
        """Notes what became of a notice that waited."""
        ...


async def forget_shown(notices: StoredNotices, groups: Mapping[str, Group]) -> None:
    """Makes notices and deliveries of these threads agree with what may be shown now."""
    for row in await notices.of_shown(sorted(groups)):
        item = groups[row.thread].get(row.item_id)
        view = seen(item, reader(row.party, _role(row)), groups[row.thread]) if item is not None else None
        content = replaced(row.content, view)
        if content == row.content:
            continue
        await notices.say_instead(row.notice_id, content)
        if row.delivery_id is not None and row.delivered is not None:
            said = row.delivered
            said = without(said, row.item_id, view) if "overview" in said else content
            await notices.deliver_instead(row.delivery_id, said)
        if view is None and row.status == "waiting":
            await notices.settle([row.notice_id], "erased", "agreement_withdrawn")


def _role(row: ShownRow) -> Role | None:
    if row.reason["subscription_id"] is not None and row.role is not None:
        return Role(row.role)
    return Role.STAKEHOLDER if role_of(row.party) is Role.INTEGRATOR else None


def replaced(content: MessageContent, view: Seen | None) -> MessageContent:
    """What a message says with another view; without one only that there was a message, and why."""
    if view is None:
        return {"thread": content["thread"], "reason": content["reason"], "erased": True}
    seen = view.model_dump(mode="json")
    said = content.copy()
    said.pop("erased", None)
    if content.get("seen") not in (None, seen):
        # What was written with the call may name what is shown no more.
        said.pop("spoken", None)
    said["seen"] = seen
    return said


def without(content: MessageContent, item_id: str, view: Seen | None) -> MessageContent:
    """An overview with another view of one item, or without the item."""
    entries: list[EntryContent] = []
    for one in content["overview"]["entries"]:
        if one["seen"]["item_id"] != item_id:
            entries.append(one)
        elif view is not None:
            entries.append({**one, "seen": view.model_dump(mode="json")})
    said = content.copy()
    said["overview"] = {**content["overview"], "entries": entries}
    if not entries:
        said["erased"] = True
    return said
