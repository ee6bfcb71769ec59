"""Dates, times and numbers as a reader expects them: language, time zone. Which way a text runs stands in ``direction``.

The calendar is the Gregorian one: babel formats no other, so none is offered.
"""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from services.notifications.wording import direction
from services.notifications.wording.catalogue import WordsOfLanguage
from shared.contracts.vocabulary import label

_LOCALES = {"en": Locale("en", "GB")}
_LEVANT = Locale("ar", "LB").months["format"]["wide"]


def _locale(words: WordsOfLanguage) -> Locale:
    return _LOCALES.get(words.language, words.locale)


def day(words: WordsOfLanguage, one: date) -> str:
    """A day with its weekday. In Arabic both names of the month stand, as United Nations documents have them."""
    text = format_date(one, "full", _locale(words))
    if words.language == "ar":
        text = text.replace(month := words.locale.months["format"]["wide"][one.month], f"{_LEVANT[one.month]}/{month}")
    return text


def moment(words: WordsOfLanguage, one: datetime, zone: str) -> str:
    """A moment in the reader's zone, which is named."""
    local = one.astimezone(ZoneInfo(zone))
    time = format_time(local, "short", tzinfo=local.tzinfo, locale=_locale(words))
    name = get_timezone_name(local, locale=_locale(words))
    return words.say("mail.when", date=day(words, local.date()), time=time, zone=name)


def span(words: WordsOfLanguage, start: datetime, end: datetime, zone: str) -> str:
    """From a moment to another in the reader's zone; the day stands once when both lie on it."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    if first.date() != last.date():
        return words.say("meeting.span", start=moment(words, start, zone), end=moment(words, end, zone))
    times = [format_time(one, "short", tzinfo=one.tzinfo, locale=_locale(words)) for one in (first, last)]
    name = get_timezone_name(first, locale=_locale(words))
    hours = words.say("meeting.span", start=times[0], end=times[1])
    return words.say("mail.when", date=day(words, first.date()), time=hours, zone=name)


def amount(words: WordsOfLanguage, number: str) -> str:
    """A quantity."""
    return format_decimal(Decimal(number), locale=_locale(words))


def area(words: WordsOfLanguage, code: str) -> str:
    """The label of a functional area."""
    return label("functional_areas", code, words.language)


def unit(words: WordsOfLanguage, code: str) -> str:
    """The label of a unit, or the code of a currency."""
    return direction.foreign(words, label("units", code, words.language))


def colon(words: WordsOfLanguage) -> str:
    """A colon with the spaces the language has around it."""
    return {"zh": "：", "fr": " : "}.get(words.language, ": ")


def title(words: WordsOfLanguage, text: str, most: int) -> str:
    """A title of a party for a subject line: shortened first, so that what keeps it apart is closed again."""
    said = direction.plain(text)
    return direction.foreign(words, said if len(said) <= most else said[: most - 1].rstrip() + "…")


def paragraph(words: WordsOfLanguage, number: str) -> str:
    """The number of a paragraph; it has Latin letters in it."""
    return direction.foreign(words, number)


def name(words: WordsOfLanguage, reference: str | None, text: str | None) -> str:
    """How an item is called: its reference and its title, as far as they are shown; empty without both."""
    parts = (direction.foreign(words, one) for one in (reference, text) if one)
    return direction.begins(words, " – ".join(parts))
