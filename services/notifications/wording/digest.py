"""An overview: each item once, as it stands now, what waits for the reader first (peers' complaint 4: no repeats)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from services.notifications.domain.entry import Entry
from services.notifications.kinds.lists import SHOWN
from services.notifications.wording import direction, formats
from services.notifications.wording.catalogue import WordsOfLanguage, words
from services.notifications.wording.mail import Mail, MailReader, MailSheet, laid_out


@dataclass(frozen=True)
class Overview:
    """What an overview is made of, but its language."""

    batch: Literal["daily", "weekly", "muted"]
    at: datetime
    entries: Sequence[Entry]


def compose(overview: Overview, reader: MailReader) -> Mail:
    """Puts an overview together."""
    said = words(reader.language)
    waiting = [one for one in overview.entries if one.owed is not None]
    known = [one for one in overview.entries if one.owed is None]
    groups = [(said.say("digest.act"), _lines(said, waiting, reader))] if waiting else []
    for kind in SHOWN:
        if mine := [one for one in known if one.seen.kind == kind]:
            groups.append((f"{said.say('digest.know')} – {said.say(f'kind.{kind}')}", _lines(said, mine, reader)))
    day = formats.day(said, overview.at.astimezone(ZoneInfo(reader.zone)).date())
    what = said.say(f"digest.{overview.batch}", date=day)
    subject = direction.begins(said, said.count("digest.subject", len(overview.entries), overview=what))
    return laid_out(
        MailSheet(
            said=said,
            subject=subject,
            text=subject,
            groups=groups,
            why=[said.say("digest.why")],
            link=(said.say("why.should_know"), reader.link) if reader.link else None,
            change=said.say("why.change", sender=direction.foreign(said, reader.sender)),
        )
    )


def _lines(said: WordsOfLanguage, entries: Sequence[Entry], reader: MailReader) -> list[dict[str, Any]]:
    far = datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    ranked = sorted(entries, key=lambda one: (one.due_at or far, one.seen.reference or "", one.seen.item_id))
    return [_line(said, one, reader) for one in ranked]


def _line(said: WordsOfLanguage, one: Entry, reader: MailReader) -> dict[str, Any]:
    seen = one.seen
    kind = said.say(f"kind.{seen.kind}")
    name = formats.name(said, seen.reference, seen.title)
    if one.owed is not None:
        state = said.say(f"owed.{one.owed}")
    else:
        state = said.say(f"status.{seen.kind}.{seen.status}") if seen.status else kind
    due = said.say("digest.due", when=formats.moment(said, one.due_at, reader.zone)) if one.due_at else None
    return {"name": name or kind, "state": state, "due": due, "page": reader.page(seen, one.owed)}
