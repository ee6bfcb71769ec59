"""Why a recipient was told of an event, or was not: one answer per mailbox, or one for an endpoint (WM 6, 17). Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.domain.announcement import Announcement
from services.notifications.domain.endpoint import Heading, Interest, refusal
from services.notifications.storage.mail_table_rows import NoticeRow
from services.notifications.storage.table_rows import DeliveryRow, WebhookRow
from shared.contracts.classification import Classification


@dataclass(frozen=True)
class Explanation:
    """``told`` says whether something was sent, or stands in line to be. ``code`` says why, or why not."""

    told: bool
    status: str
    code: str
    mailbox_id: str = ""
    ground: str | None = None
    subscription: str | None = None
    paragraph: str | None = None
    must_act: bool = False
    ready_at: datetime | None = None
    told_by: str | None = None


def of_notice(row: NoticeRow) -> Explanation:
    """What was decided for one mailbox."""
    return Explanation(
        told=row.status in {"now", "waiting"}, status=row.status, code=row.why, mailbox_id=row.mailbox_id,
        ground=row.reason["role"], subscription=row.reason["subscription"], paragraph=row.reason["paragraph"],
        must_act=row.must_act, ready_at=row.ready_at, told_by=row.told_by,
    )  # fmt: skip


def of_party(notices: Sequence[NoticeRow], *, reached_us: bool | None) -> list[Explanation]:
    """For a party. ``reached_us`` is None for a reader who may not learn whether there is such an event at all."""
    if notices:
        return [of_notice(row) for row in notices]
    code = "unknown_event" if reached_us is False else "not_concerned"
    return [Explanation(told=False, status="none", code=code)]


def of_endpoint(
    hook: WebhookRow,
    one: Announcement | None,
    deliveries: Collection[DeliveryRow],
    now: datetime,
    mail_max_age_days: float,
) -> Explanation:
    """For an endpoint: what it asked for, held against what the event is."""
    if deliveries:
        return Explanation(told=True, status="now", code="asked_for", paragraph=one.paragraph if one else None)
    if one is None:
        return Explanation(told=False, status="none", code="not_announced")
    interest = Interest(hook.event_types, hook.regions, hook.functional_areas, Classification(hook.clearance))
    why = refusal(interest, Heading(one.type, one.region, one.areas, one.classification))
    if why == "above_clearance":
        # Whether there is such an event is above its clearance too.
        return Explanation(told=False, status="none", code="not_announced")
    if why is not None:
        return Explanation(told=False, status="declined", code=why, paragraph=one.paragraph)
    if hook.disabled_at is not None:
        why = "webhook_disabled"
    elif one.time < now - timedelta(days=mail_max_age_days):
        why = "came_too_late"
    else:
        why = "registered_later"
    return Explanation(told=False, status="none", code=why, paragraph=one.paragraph)
