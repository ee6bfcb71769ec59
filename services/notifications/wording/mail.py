"""A message in its reader's language: subject, plain text, HTML. What it says of an item is what its reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2

from services.notifications.audiences.table import MAILED
from services.notifications.domain.notice import NoticeReason
from services.notifications.domain.operation import Operation
from services.notifications.domain.seen import TAKING_PART, Seen, Sitting
from services.notifications.domain.spoken import Spoken
from services.notifications.kinds.lists import TELL_AUDIENCE
from services.notifications.wording import direction, formats
from services.notifications.wording.audience import shown_to
from services.notifications.wording.catalogue import WordsOfLanguage, act_key, words
from shared.contracts.notifications import Reminder
from shared.modalities.steps.pages import address_of

PAGES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent),
    autoescape=jinja2.select_autoescape(["html.j2"]),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
SUBJECT_TITLE = 90
UNKNOWN = "case"
"""What a thread is about, where that is not said."""


@dataclass(frozen=True)
class Mail:
    """What a mail says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Letter:
    """Everything a message is made of, but its language."""

    event_type: str
    must_act: bool
    reason: NoticeReason
    seen: Seen | None = None
    due_at: datetime | None = None
    reminder: Reminder | None = None
    operation: Operation | None = None
    changes: int = 1
    """How many changes it stands for."""
    spoken: Sequence[Spoken] = ()
    """What was written to the reader."""
    step: str | None = None
    """The step that the reader owes by it."""


@dataclass(frozen=True)
class MailReader:
    """Whom it is for. ``link`` stops or mutes, without a login; empty when there are no links from outside. ``pages``: where
    the console is, empty without one."""

    language: str
    zone: str
    link: str = ""
    mute_days: int = 7
    sender: str = ""
    pages: str = ""

    def page(self, seen: Seen | None, step: str | None = None) -> str | None:
        """The page that does the step, or that shows the item; it asks for a login."""
        to = address_of(seen.kind, seen.item_id, step) if seen is not None and self.pages else None
        return self.pages + to if to else None


@dataclass(frozen=True)
class MailSheet:
    """A message laid out: what both the plain text and the HTML show."""

    said: WordsOfLanguage
    subject: str
    text: str
    rows: Sequence[tuple[str, Sequence[str]]] = ()
    due: str | None = None
    groups: Sequence[tuple[str, Sequence[dict[str, Any]]]] = ()
    why: Sequence[str] = field(default=())
    link: tuple[str, str] | None = None
    change: str = ""
    folded: str | None = None
    quotes: Sequence[tuple[str, Sequence[str]]] = ()
    page: str | None = None


def compose(letter: Letter, reader: MailReader) -> Mail:
    """Puts a message together. Raises KeyError for an event nobody wrote words for."""
    return laid_out(sheet(letter, reader))


def laid_out(one: MailSheet) -> Mail:
    """Both forms of a sheet."""
    plain, html = (PAGES.get_template(f"mail.{kind}.j2").render(sheet=one) for kind in ("txt", "html"))
    return Mail(" ".join(one.subject.split()), direction.lines(one.said, plain), html)


def sheet(letter: Letter, reader: MailReader) -> MailSheet:
    """The layout of a message about one event."""
    said, event = words(reader.language), MAILED[letter.event_type]
    values = _reminded(said, letter.reminder) | _operated(said, letter.operation)
    values |= {"about": said.say(f"about.{letter.seen.about if letter.seen else UNKNOWN}")}
    key = act_key(event, letter.reason.role) if letter.must_act else f"{letter.event_type}.know"
    due = said.say("mail.due", when=formats.moment(said, letter.due_at, reader.zone)) if letter.due_at else None
    return MailSheet(
        said=said,
        subject=subject(said, said.say(f"{letter.event_type}.subject", **values), letter),
        text=said.say(key, **values),
        rows=[*_rows(said, letter.seen, reader.zone), *_agreed(said, letter)],
        # When a meeting begins stands among its own words; nothing is to be answered by then.
        due=due if letter.must_act and not _is_sitting(letter.reminder) else None,
        why=why(said, letter.reason),
        link=_link(said, letter, reader),
        change=said.say("why.change", sender=direction.foreign(said, reader.sender)),
        folded=said.count("mail.changes", letter.changes) if letter.changes > 1 else None,
        page=reader.page(letter.seen, letter.step if letter.must_act else None),
        quotes=[(_whose(said, one), direction.written(one.text)) for one in letter.spoken],
    )


def _whose(said: WordsOfLanguage, one: Spoken) -> str:
    if one.kind == "comment":
        return said.say("spoken.comment", number=formats.paragraph(said, one.paragraph or ""))
    return said.say(f"spoken.{one.kind}")


def _is_sitting(reminder: Reminder | None) -> bool:
    return reminder is not None and reminder.owed == TAKING_PART


def _reminded(said: WordsOfLanguage, reminder: Reminder | None) -> dict[str, str]:
    if reminder is None:
        return {}
    days, what = reminder.days, said.say(f"owed.{reminder.owed}")
    if days == 0:
        return {"what": what, "days": said.say("days.today")}
    return {"what": what, "days": said.count("days.late" if days > 0 else "days.left", abs(days))}


def _operated(said: WordsOfLanguage, operation: Operation | None) -> dict[str, str]:
    if operation is None:
        return {}
    if operation.kind == "handover":
        return {"what": direction.foreign(said, operation.what), "to": direction.foreign(said, operation.state)}
    channel = operation.kind == "channel"
    what = said.say(f"channel.{operation.what}") if channel else direction.foreign(said, operation.what)
    return {"what": what, "state": said.say(f"status.{operation.kind}.{operation.state}")}


def subject(said: WordsOfLanguage, words_: str, letter: Letter) -> str:
    """[reference] what happened: title (paragraph)."""
    seen = letter.seen
    title = formats.title(said, seen.title, SUBJECT_TITLE) if seen and seen.title else ""
    head = f"[{direction.foreign(said, seen.reference)}] " if seen and seen.reference else ""
    paragraph = said.say("mail.paragraph_short", number=formats.paragraph(said, letter.reason.paragraph))
    tail = f"（{paragraph}）" if said.language == "zh" else f" ({paragraph})"
    return direction.begins(said, head + words_ + (formats.colon(said) + title if title else "") + tail)


def _rows(said: WordsOfLanguage, seen: Seen | None, zone: str) -> list[tuple[str, Sequence[str]]]:
    if seen is None:
        return []
    found: list[tuple[str, Sequence[str]]] = []
    if name := formats.name(said, seen.reference, seen.title):
        found.append((said.say(f"kind.{seen.kind}"), [name]))
    if seen.lines:
        lines = [
            f"{formats.area(said, line.area)} – {formats.unit(said, line.unit)}: {formats.amount(said, line.amount)}"
            for line in seen.lines
        ]
        found.append((said.say("mail.lines"), lines))
    elif seen.areas:
        found.append((said.say("mail.areas"), [formats.area(said, code) for code in seen.areas]))
    return found if seen.sitting is None else [*found, *_sitting(said, seen.sitting, zone)]


def _agreed(said: WordsOfLanguage, letter: Letter) -> list[tuple[str, Sequence[str]]]:
    """Who will see a request, where a message tells of the agreement to show it (WM 17)."""
    opened = letter.seen.opened_to if letter.seen is not None else None
    if letter.event_type not in TELL_AUDIENCE or opened is None:
        return []
    return [(said.say("mail.shown_to"), shown_to(said, opened))]


def _sitting(said: WordsOfLanguage, one: Sitting, zone: str) -> list[tuple[str, Sequence[str]]]:
    """When and where a meeting is, in the reader's zone; and when it would have been, if it was moved."""
    found: list[tuple[str, Sequence[str]]] = [
        (said.say("meeting.when"), [formats.span(said, one.starts_at, one.ends_at, zone)])
    ]
    if one.was_at is not None:
        found.append((said.say("meeting.before"), [formats.moment(said, one.was_at, zone)]))
    if one.place:
        found.append((said.say("meeting.place"), [direction.foreign(said, one.place)]))
    if one.join_link:
        # As it is: a mark behind it would be taken for a part of the address.
        found.append((said.say("meeting.link"), [direction.plain(one.join_link)]))
    if one.cancelled_because:
        found.append((said.say("meeting.because"), [direction.foreign(said, one.cancelled_because)]))
    return found


def why(said: WordsOfLanguage, reason: NoticeReason) -> list[str]:
    """Why the reader gets it: role or subscription, and the paragraph."""
    if reason.subscription is not None:
        ground = said.say("why.subscription", name=direction.foreign(said, reason.subscription))
    else:
        ground = said.say(f"why.{reason.role}")
    paragraph = said.say("mail.paragraph", number=formats.paragraph(said, reason.paragraph))
    return [ground, said.say("why.basis", paragraph=paragraph)]


def _link(said: WordsOfLanguage, letter: Letter, reader: MailReader) -> tuple[str, str] | None:
    if not reader.link:
        return None
    if letter.must_act:
        return said.count("why.must_act", reader.mute_days), reader.link
    subscribed = letter.reason.subscription is not None
    return said.say("why.should_know_subscription" if subscribed else "why.should_know"), reader.link
