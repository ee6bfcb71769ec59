"""From events to notices: who hears of what, on which ground, when; each mailbox at most once per event (WM 6, 8, 17)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.notifications.audiences.table import FOLLOWED, audiences_of
from services.notifications.audiences.view import reader, role_of, seen
from services.notifications.domain import filters
from services.notifications.domain.delivery import Draft
from services.notifications.domain.folding import Folding
from services.notifications.domain.items import Group, Known
from services.notifications.domain.notice import Notice, NoticeDecision, NoticeReason, Wish, decide
from services.notifications.domain.operation import operation_of
from services.notifications.domain.owed import Owing, owed
from services.notifications.domain.parties import Here
from services.notifications.domain.preferences import Mailbox
from services.notifications.domain.seen import Seen
from services.notifications.kinds.lists import ASKS, TOLD_UNSEEN, is_followed, item_of, spoken_in
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import ReminderDue
from shared.modalities.access.actor import Role
from shared.modalities.steps.limits import Limits


@dataclass
class Situation:
    """What has to be known to decide: loaded once for all events of a poll. ``known`` grows with each event told.

    ``open_deadlines`` are those reminders name, with their round, that nobody has met meanwhile.
    """

    here: Here
    now: datetime
    limits: Limits
    mailboxes: Sequence[Mailbox]
    known: dict[str, Known] = field(default_factory=dict)
    open_deadlines: Collection[tuple[str, int]] = ()
    folding: Folding = field(default_factory=Folding)
    _by_thread: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_party: dict[str, list[Mailbox]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for mailbox in self.mailboxes:
            self._by_party[mailbox.party].append(mailbox)
        for one in list(self.known.values()):
            self.take(one)

    def of(self, party: str) -> list[Mailbox]:
        """Mailboxes of a party."""
        return self._by_party.get(party, [])

    def take(self, one: Known) -> None:
        """Notes an item unless a newer one is known."""
        before = self.known.get(one.item_id)
        if before is not None and (before.epoch, before.version) > (one.epoch, one.version):
            return
        self.known[one.item_id] = one
        for thread in one.threads:
            self._by_thread[thread].add(one.item_id)

    def group(self, one: Known) -> Group:
        """What belongs to an item: everything of its threads, and what stands beside it."""
        ids = {one.item_id, *one.body.beside()}
        ids = ids.union(*(self._by_thread.get(thread, ()) for thread in one.threads))
        return {item_id: self.known[item_id] for item_id in ids if item_id in self.known}


@dataclass(frozen=True)
class _Told:
    """An event with the item it is about, as far as one is known."""

    event: Event
    envelope: Envelope
    item: Known | None
    group: Group
    steps: Sequence[Owing]


def parties_of(batch: Iterable[tuple[Event, Envelope]], here: Here) -> set[str]:
    """Everyone who stands in a role of one of these events and is told here."""
    return {
        party
        for event, envelope in batch
        for audience in audiences_of(envelope.type, abroad=envelope.region != here.deployment)
        for party in audience.resolve(event, here)
    }


def notices(event: Event, envelope: Envelope, situation: Situation) -> list[Notice]:
    """Every notice an event sets off."""
    told = _told(event, envelope, situation)
    if told is None:
        return []
    found = [*_by_role(told, situation), *_by_subscription(told, situation)]
    wishes: dict[tuple[str, str], list[tuple[Wish, Seen | None, Mailbox | None]]] = defaultdict(list)
    for party, mailbox, wish, view in found:
        wishes[party, mailbox.mailbox_id if mailbox else ""].append((wish, view, mailbox))
    made = [_notice(told, party, mailbox_id, grounds, situation) for (party, mailbox_id), grounds in wishes.items()]
    if made:
        situation.folding.begins(envelope.type, made[0].item_id)
    return [situation.folding.decided(one, situation.now) for one in made]


def _told(event: Event, envelope: Envelope, situation: Situation) -> _Told | None:
    item = item_of(event, envelope)
    if item is not None:
        situation.take(item)
        item = situation.known[item.item_id]
    elif isinstance(event, ReminderDue):
        item = situation.known.get(event.reminder.item_id)
    group = situation.group(item) if item is not None else {}
    return _Told(event, envelope, item, group, owed(group, situation.limits, situation.now))


_Ground = tuple[str, Mailbox | None, Wish, Seen | None]


def _by_role(told: _Told, situation: Situation) -> Iterable[_Ground]:
    for audience in audiences_of(told.envelope.type, abroad=told.envelope.region != situation.here.deployment):
        for party in audience.resolve(told.event, situation.here):
            paragraph = audience.paragraph.number
            if isinstance(told.event, ReminderDue) and audience.must_act:
                paragraph = told.event.reminder.paragraph
            # Who stands in a role of an event by name is a stakeholder of it, whatever else it is (WM 3).
            role = Role.STAKEHOLDER if role_of(party) is Role.INTEGRATOR else None
            view = seen(told.item, reader(party, role), told.group) if told.item else None
            must_act = audience.must_act and not _owes_nothing(told, party)
            wish = Wish(must_act, NoticeReason(role=audience.role, paragraph=paragraph))
            boxes: Sequence[Mailbox | None] = situation.of(party) or [None]
            for mailbox in boxes:
                yield party, mailbox, wish, view


def _owes_nothing(told: _Told, party: str) -> bool:
    """Whether a party that an event may ask for a step is known to owe none: then it should only know of it."""
    request_known = told.item is not None and told.item.thread in told.group
    return request_known and not isinstance(told.event, ReminderDue) and _step(told, party) is None


def _by_subscription(told: _Told, situation: Situation) -> Iterable[_Ground]:
    if told.item is None or told.envelope.type not in FOLLOWED:
        return
    views: dict[tuple[str, str], Seen | None] = {}
    for mailbox in situation.mailboxes:
        if not mailbox.subscriptions:
            continue
        key = (mailbox.party, mailbox.role)
        if key not in views:
            views[key] = _followed(told, seen(told.item, reader(mailbox.party, Role(mailbox.role)), told.group))
        view = views[key]
        if view is None:
            continue
        for one in mailbox.subscriptions:
            if filters.matches(one.expression, told.envelope.type, view):
                reason = NoticeReason(role="subscription", paragraph=told.event.paragraph.number,
                                subscription_id=one.subscription_id, subscription=one.name)  # fmt: skip
                yield mailbox.party, mailbox, Wish(False, reason, one), view


def _followed(told: _Told, view: Seen | None) -> Seen | None:
    return view if view is not None and is_followed(told.event, view) else None


def _notice(
    told: _Told,
    party: str,
    mailbox_id: str,
    grounds: Sequence[tuple[Wish, Seen | None, Mailbox | None]],
    situation: Situation,
) -> Notice:
    wishes, view, mailbox = [wish for wish, _, _ in grounds], grounds[0][1], grounds[0][2]
    step = _step(told, party)
    if told.item is not None and view is None and not isinstance(told.event, TOLD_UNSEEN):
        decision = NoticeDecision("settled", _strongest(wishes), "not_shown")
    elif _is_done(told, situation):
        decision = NoticeDecision("settled", _strongest(wishes), "done_meanwhile")
    elif mailbox is None:
        decision = NoticeDecision("now", _strongest(wishes), "no_mailbox")
    else:
        decision = decide(mailbox, wishes, told.envelope.type, view, situation.now)
    reminder = told.event.reminder.model_dump(mode="json") if isinstance(told.event, ReminderDue) else None
    thread = told.item.thread if told.item else told.envelope.subject
    content: dict[str, Any] = {"thread": thread, "reason": decision.wish.reason.model_dump(mode="json")}
    content |= {"seen": view.model_dump(mode="json") if view else None, "reminder": reminder}
    if (operation := operation_of(told.event)) is not None:
        content["operation"] = operation.model_dump(mode="json")
    if words := spoken_in(told.event, decision.wish.reason.role):
        content["spoken"] = [one.model_dump(mode="json") for one in words]
    asked = _asked(told, step) if decision.wish.must_act else None
    if asked is not None:
        content["step"] = asked.partition(":")[0]
    return Notice(
        event_id=told.envelope.id,
        event_type=told.envelope.type,
        item_id=told.item.item_id if told.item else told.envelope.subject,
        thread=thread,
        party=party,
        mailbox_id=mailbox_id,
        decision=decision,
        content=content,
        view=view.view if view else "none",
        urgent=view.urgent if view else False,
        due_at=_due(told, step) if decision.wish.must_act else None,
        step=asked,
        made_of=(None, None)
        if isinstance(told.event, ReminderDue)
        else (told.envelope.epoch, told.envelope.aggregate_version),
    )


def _is_done(told: _Told, situation: Situation) -> bool:
    """Whether the step that a reminder recalls was taken before we came to it."""
    if not isinstance(told.event, ReminderDue):
        return False
    one = told.event.reminder
    if told.envelope.region == situation.here.deployment:
        return (one.deadline_id, one.round) not in situation.open_deadlines
    return told.item is not None and one.deadline_id not in {step.deadline_id for step in told.steps}


def _strongest(wishes: Sequence[Wish]) -> Wish:
    return next((wish for wish in wishes if wish.must_act), wishes[0])


def _due(told: _Told, step: Owing | None) -> datetime | None:
    if isinstance(told.event, ReminderDue):
        return told.event.reminder.due_at
    return step.due_at if step else None


def _asked(told: _Told, step: Owing | None) -> str | None:
    """The deadline that a notice asks to meet."""
    if isinstance(told.event, ReminderDue):
        return told.event.reminder.deadline_id
    return step.deadline_id if step else None


def _step(told: _Told, party: str) -> Owing | None:
    """The step the party owes now: of this item, else of its request."""
    asked = ASKS.get(told.envelope.type)
    mine = [step for step in told.steps if step.party == party and (asked is None or step.owed in asked)]
    of_item = [step for step in mine if told.item and step.known.item_id == told.item.item_id]
    return min(of_item or mine, key=lambda step: step.due_at, default=None)


def draft(notice: Notice) -> Draft:
    """The delivery of a notice that goes out by itself."""
    wish = notice.decision.wish
    return Draft(notice.party, notice.party, "email", wish.must_act, wish.reason.paragraph, notice.content,
                 notice.due_at, notice.mailbox_id)  # fmt: skip


def related(batch: Sequence[tuple[Event, Envelope]]) -> tuple[set[str], set[str]]:
    """What has to be looked up for these events: threads, and single items."""
    threads: set[str] = set()
    items: set[str] = set()
    for event, envelope in batch:
        one = item_of(event, envelope)
        if one is not None:
            threads |= set(one.threads)
            items |= set(one.body.beside())
        elif isinstance(event, ReminderDue):
            threads.add(event.reminder.thread)
            items.add(event.reminder.item_id)
    return threads, items
