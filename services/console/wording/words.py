"""The words of one language for pages. A key that a page says and a language lacks fails the build (``catalogue``)."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_skeleton, get_datetime_format
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from shared.contracts.party_names import party_name
from shared.contracts.vocabulary import LANGUAGES, code_list, counted, label
from shared.wording.fields import field_texts
from shared.wording.findings import finding_words
from shared.wording.statuses import status_texts

_HERE = Path(__file__).parent
NAMES = {"ar": "العربية", "en": "English", "es": "Español", "fr": "Français", "ru": "Русский", "zh": "中文"}
"""Languages in their own script, as the switch shows them."""

LOCALES = {"en": "en_GB", "zh": "zh_Hans"}
"""Where a language alone says too little: the United Nations write the day before the month."""
_DAY, _HOUR = "yMMMd", "Hm"
"""Parts of a moment; each language orders them itself (CLDR)."""
LEAST = Decimal("0.000001")
"""The smallest number that is said as one."""


def flat(document: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """A document as dotted keys."""
    found: dict[str, str] = {}
    for name, value in document.items():
        found |= flat(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}": value}
    return found


@cache
def texts(language: str) -> Mapping[str, str]:
    """Every key of a language; statuses stand where mails have them too, words of bodies where workbooks have them."""
    own = tomllib.loads((_HERE / f"{language}.toml").read_text(encoding="utf-8"))
    return {**flat(own | {"status": status_texts()[language]}), **field_texts()[language]}


class ConsoleWords:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language, self._texts = language, texts(language)
        self.locale = Locale.parse(LOCALES.get(language, language))

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return str(self.locale.text_direction)

    def say(self, key: str, **values: object) -> str:
        """A text with its places filled. Raises KeyError for a key nobody wrote."""
        return self._texts[key].format(**values)

    def has(self, key: str) -> bool:
        """Whether there are words for what a service may say in other codes than we know."""
        return key in self._texts

    def label(self, key: str) -> str:
        """What a field of a body is called, wherever it stands; its own name where an owner adds one we do not know yet."""
        name = key.rpartition(".")[2]
        return self._texts.get(f"word.{name}", name)

    def day(self, given: str | date) -> str:
        """A day, from the form that bodies have; as it stands when it is none."""
        try:
            return format_date(date.fromisoformat(given) if isinstance(given, str) else given, "long", self.locale)
        except ValueError:
            return str(given)

    def moment(self, given: str) -> str:
        """A moment, in UTC and named so."""
        try:
            at = datetime.fromisoformat(given)
        except ValueError:
            return given
        return f"{self._at(at)} UTC"

    def local(self, given: str, zone: str) -> str:
        """A moment as clocks of a zone show it, the zone not named; in UTC for a zone that there is not."""
        try:
            return self._at(datetime.fromisoformat(given).astimezone(ZoneInfo(zone)))
        except (ValueError, ZoneInfoNotFoundError):
            return self.moment(given)

    def _at(self, at: datetime) -> str:
        day, hour = (format_skeleton(one, at, locale=self.locale) for one in (_DAY, _HOUR))
        return str(get_datetime_format("medium", self.locale)).format(hour, day)

    def number(self, given: str) -> str:
        """A quantity."""
        try:
            return str(format_decimal(Decimal(given), locale=self.locale))
        except InvalidOperation:
            return given

    def figure(self, given: float | str) -> str:
        """A number that was measured: one place behind the comma, of one below 1 two places that say something.

        What is smaller than anybody reads is less than the least that is said.
        """
        value = Decimal(str(given))
        if 0 < value < LEAST:
            return self.say("mark.less_than", figure=self.figure(str(LEAST)))
        return str(format_decimal(value, "@#" if abs(value) < 1 else "#,##0.#", locale=self.locale))

    def size(self, octets: int) -> str:
        """How large a file is: in kilobytes, from a thousand of them on in megabytes, as the language writes them."""
        many, unit = (octets / 1_000, "kilobyte") if octets < 1_000_000 else (octets / 1_000_000, "megabyte")
        return str(format_unit(ceil(many * 10) / 10, f"digital-{unit}", "short", locale=self.locale))

    def month(self, given: str) -> str:
        """A month, from ``2026-01``; as it stands when it is none."""
        try:
            return str(format_skeleton("yMMMM", date.fromisoformat(f"{given}-01"), locale=self.locale))
        except ValueError:
            return given

    def unit(self, code: str) -> str:
        """A unit within a sentence: as its list has it, without the capital of an entry; a currency is its code."""
        name = label("units", code, self.language)
        return name if name[:2].isupper() else name[:1].lower() + name[1:]

    def amount(self, quantity: Mapping[str, Any]) -> str:
        """So much of a unit, in the form that the language has for that number."""
        form = self.locale.plural_form(Decimal(quantity["amount"]).normalize())
        return f"{self.number(quantity['amount'])} {counted(quantity['unit'], self.language, form)}"

    def share(self, given: float) -> str:
        """A part of one, in hundredths."""
        return str(format_percent(given, locale=self.locale))

    def more(self, one: str, other: str) -> bool:
        """Whether one quantity is more than another."""
        return Decimal(one) > Decimal(other)

    def party(self, party: str) -> str:
        """A party's name."""
        return party_name(party, self.language)

    def finding(self, reasons: Iterable[Mapping[str, Any]]) -> str:
        """Why something was found so."""
        return finding_words(((one["code"], one.get("party")) for one in reasons), self.language, party_name)

    def tongue(self, code: str) -> str:
        """The name of a language."""
        return str(self.locale.languages.get(code, code))

    def choice(self, name: str, code: str) -> str:
        """The label of a code of a list, or of a choice of a form."""
        if name in {"functional_areas", "units", "party_kinds", "deployments", "assessment_methods"}:
            return label(name, code, self.language)
        if name == "weekdays":
            return str(self.locale.days["stand-alone"]["wide"][int(code) - 1])
        if name == "languages":
            return self.tongue(code)
        return self._texts.get(f"choice.{name}.{code}", code)


@cache
def words(language: str) -> ConsoleWords:
    """The words of a language; English for one that there is not."""
    return ConsoleWords(language if language in LANGUAGES else "en")


def codes(name: str) -> tuple[str, ...]:
    """Codes of a list of the mechanism."""
    return tuple(code_list(name))
