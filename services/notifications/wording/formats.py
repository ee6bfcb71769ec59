"""Dates, times, numbers and foreign text as a reader expects them: language, time zone, writing direction.

The calendar is the Gregorian one: babel formats no other, so none is offered.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.numbers import format_decimal

from services.notifications.wording.catalogue import Words
from shared.contracts.vocabulary import label

_LOCALES = {"en": Locale("en", "GB")}
_LEVANT = Locale("ar", "LB").months["format"]["wide"]
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_ISOLATE, _END = "\u2068", "\u2069"


def _locale(words: Words) -> Locale:
    return _LOCALES.get(words.language, words.locale)


def day(words: Words, one: date) -> str:
    """A day with its weekday. In Arabic both names of the month stand, as United Nations documents have them."""
    text = format_date(one, "full", _locale(words))
    if words.language == "ar":
        text = text.replace(month := words.locale.months["format"]["wide"][one.month], f"{_LEVANT[one.month]}/{month}")
    return text


def moment(words: Words, one: datetime, zone: str) -> str:
    """A moment in the reader's zone, which is named."""
    local = one.astimezone(ZoneInfo(zone))
    time = format_time(local, "short", tzinfo=local.tzinfo, locale=_locale(words))
    name = get_timezone_name(local, locale=_locale(words))
    return words.say("mail.when", date=day(words, local.date()), time=time, zone=name)


def span(words: Words, start: datetime, end: datetime, zone: str) -> str:
    """From a moment to another in the reader's zone; the day stands once when both lie on it."""
    first, last = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    if first.date() != last.date():
        return words.say("meeting.span", start=moment(words, start, zone), end=moment(words, end, zone))
    times = [format_time(one, "short", tzinfo=one.tzinfo, locale=_locale(words)) for one in (first, last)]
    name = get_timezone_name(first, locale=_locale(words))
    hours = words.say("meeting.span", start=times[0], end=times[1])
    return words.say("mail.when", date=day(words, first.date()), time=hours, zone=name)


def amount(words: Words, number: str) -> str:
    """A quantity."""
    return format_decimal(Decimal(number), locale=_locale(words))


def area(words: Words, code: str) -> str:
    """The label of a functional area."""
    return label("functional_areas", code, words.language)


def unit(words: Words, code: str) -> str:
    """The label of a unit, or the code of a currency."""
    return label("units", code, words.language)


def foreign(words: Words, text: str) -> str:
    """Text of a party inside ours: one line, without control characters, kept apart where it is written the other way."""
    plain = " ".join(_CONTROLS.sub(" ", text).split())
    ours = "R" if words.direction == "rtl" else "L"
    strong = {("R" if kind in {"R", "AL"} else "L") for kind in map(unicodedata.bidirectional, plain)
              if kind in {"L", "R", "AL"}}  # fmt: skip
    return f"{_ISOLATE}{plain}{_END}" if strong - {ours} else plain


def colon(words: Words) -> str:
    """A colon with the spaces the language has around it."""
    return {"zh": "：", "fr": " : "}.get(words.language, ": ")


def shortened(text: str, most: int) -> str:
    """A text for a subject line."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
