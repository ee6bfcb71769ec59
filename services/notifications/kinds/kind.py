"""What is declared of a kind of item, once: its events, what is remembered, who is told, what may be said, which steps wait.

Everything that lists kinds follows from these declarations (``kinds/lists.py``); nothing else names a kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.notifications.domain.items import ItemBody, Known
from services.notifications.domain.parties import Resolve, ToldOf
from services.notifications.domain.seen import Seen
from services.notifications.domain.spoken import Spoken
from shared.contracts.envelope import Envelope
from shared.contracts.event import Event
from shared.contracts.notifications import ReminderDue
from shared.contracts.owed import Owed
from shared.modalities.paragraphs import Paragraph


def remembered(
    event: Event, envelope: Envelope, body: ItemBody, thread: str | None = None, item_id: str | None = None
) -> Known:
    """An item as an event left it; it is the event's aggregate, and its own thread, unless it is said otherwise."""
    return Known(
        item_id=item_id or event.aggregate_id,
        thread=thread or event.aggregate_id,
        epoch=envelope.epoch,
        version=event.aggregate_version,
        changed_at=envelope.time,
        body=body,
    )


@dataclass(frozen=True)
class SpokenForms:
    """What parties write to each other in events of a kind.

    ``names``: forms that it takes, each with words of ``spoken``; ``said``: what an event says to a role, in the order in
    which it is read; ``may_hear``: whether who sees an item of this kind so may still read it.
    """

    names: tuple[str, ...]
    said: Callable[[Event, str], tuple[Spoken, ...]]
    may_hear: Callable[[Seen], bool] = lambda seen: True


@dataclass(frozen=True)
class ItemKind:
    """One kind of item. A file of this room declares one, and ``kinds/__init__.py`` lists it."""

    item: type[ItemBody]
    events: tuple[type[Event], ...]
    """The families of its events that carry its state."""
    known: Callable[[Event, Envelope], Known]
    """From such an event to the item."""

    # Where it is read
    shared_by_regions: bool = False
    """Whether a region keeps items of other regions that it has a part in (``ItemBody.kept_in``)."""
    shown: bool = True
    """Whether anybody is told of it by itself."""
    followed: bool = True
    """Whether a filter can ask for it."""

    # Who is told
    roles: Mapping[Resolve, str] = field(default_factory=dict)
    """In which role each is told; a message says it in words (``why`` of the wording)."""
    told: ToldOf = field(default_factory=dict)
    told_abroad: ToldOf = field(default_factory=dict)
    """The same of an event of another deployment."""
    untold: Mapping[type[Event], str] = field(default_factory=dict)
    """Events that nobody is told of, each with its reason."""
    repeated: tuple[type[Event], ...] = ()
    """Changes that a party may make again and again: what follows one within a window goes out as one mail."""
    not_followed: tuple[type[Event], ...] = ()
    """Events that are for whom they name: one cannot subscribe to them."""
    followed_unshown: tuple[type[Event], ...] | None = None
    """Of who sees no more than the consented view, the only events that a subscription tells; None: all."""
    told_unseen: tuple[type[Event], ...] = ()
    """Events that are told although the item may not be shown any more."""
    tell_audience: tuple[type[Event], ...] = ()
    """Events that tell their readers to whom it may be shown."""
    carry_sitting: tuple[type[Event], ...] = ()
    """Events whose mail brings an entry for calendar programs."""

    # What is owed
    asks: Mapping[type[Event], tuple[Owed, ...]] = field(default_factory=dict)
    """Which steps an event that asks for one asks for, where a party may owe several of an item at once."""
    reminders: Mapping[type[ReminderDue], Paragraph] = field(default_factory=dict)
    voluntary: frozenset[Owed] = frozenset()
    """What a party may leave undone."""
    asked_on_the_day: frozenset[Owed] = frozenset()
    """Of these an event of their owner asks when the day has come; no reminder says the same on that day."""
    cadences: Mapping[str, str] = field(default_factory=dict)
    """Steps that have a cadence of their own -> the setting that says it."""
    plan_dates: tuple[str, ...] = ()
    """Dates of a plan that stand in calendars beside the steps (``ItemBody.dates``)."""
    dated_steps: frozenset[str] = frozenset()
    """Steps whose day is one of these dates, and stands in a calendar once."""

    # What is said
    statuses: tuple[str, ...] = ()
    """States that messages say in words."""
    phrases: tuple[str, ...] = ()
    """Keys of the wording that messages of it alone say."""
    words: SpokenForms | None = None

    @property
    def name(self) -> str:
        """The kind as a code."""
        return str(self.item.model_fields["kind"].default)
