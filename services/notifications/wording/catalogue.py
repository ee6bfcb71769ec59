"""The words of each language: which keys there must be, and how one is said. One catalogue; a gap fails the build.

Keys follow from the code (event table, roles, statuses, steps), so that an event without words, or words that nothing
says any more, are both found. Plural forms are those of CLDR for the language.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, get_args

from babel import Locale

from services.notifications.audiences.table import AUDIENCES, ROLE_OF
from services.notifications.domain.why_codes import WHY_CODES
from services.notifications.kinds import KINDS
from services.notifications.kinds.lists import OF_PLAN, SHOWN, WORDS
from shared.contracts.event import Event
from shared.contracts.operations import ChannelStateChanged, WebhookStateChanged
from shared.contracts.owed import STEPS
from shared.contracts.vocabulary import LANGUAGES
from shared.wording import steps
from shared.wording.statuses import status_texts

_HERE = Path(__file__).parent
FALLBACK = "en"
PLURAL = frozenset({"why.must_act", "days.left", "days.late", "digest.subject", "page.mute", "mail.changes"})
_FIXED = (
    "mail.sender", "mail.greeting", "mail.page", "mail.areas", "mail.lines", "mail.due", "mail.changes", "mail.when", "mail.paragraph",
    "mail.paragraph_short", "why.heading", "why.subscription", "why.basis", "why.should_know",
    "why.should_know_subscription", "why.change", "why.must_act", "days.today", "days.left", "days.late",
    "digest.name", "digest.daily", "digest.weekly", "digest.muted", "digest.act", "digest.know", "digest.due", "digest.why",
    "digest.subject", "page.unsubscribe", "page.unsubscribe_button", "page.still", "page.mute", "page.mute_button",
    "page.unsubscribed", "page.muted", "page.gone", "calendar.name", "calendar.own", "calendar.others", "calendar.closed",
    "mail.shown_to", "audience.public", "audience.offerers", "audience.but", "audience.nobody",
)  # fmt: skip


def act_key(event: type[Event], role: str) -> str:
    """What is said to one who must act; by role where two roles must."""
    roles = {audience.role for audience in AUDIENCES[event] if audience.must_act}
    return f"{event.wire_type}.act" if len(roles) == 1 else f"{event.wire_type}.act_{role}"


def declared() -> set[str]:
    """Every key that the code says."""
    keys = {*_FIXED, *(f"why.{role}" for role in ROLE_OF.values()), *(f"owed.{one}" for one in STEPS)}
    keys |= {f"told.{code}" for code in WHY_CODES}
    keys |= {f"kind.{kind}" for kind in SHOWN} | {f"spoken.{one}" for one in WORDS}
    keys |= {f"status.{kind.name}.{one}" for kind in KINDS for one in kind.statuses}
    keys |= {f"calendar.{one}" for one in OF_PLAN} | {one for kind in KINDS for one in kind.phrases}
    for told, kind in ((WebhookStateChanged, "webhook"), (ChannelStateChanged, "channel")):
        keys |= {f"status.{kind}.{one}" for one in get_args(told.model_fields["state"].annotation)}
    keys |= {f"channel.{one}" for one in get_args(ChannelStateChanged.model_fields["channel"].annotation)}
    for event, audiences in AUDIENCES.items():
        keys |= {f"{event.wire_type}.subject", f"{event.wire_type}.know"}
        keys |= {act_key(event, audience.role) for audience in audiences if audience.must_act}
    return keys


def flat(document: Mapping[str, Any], above: str = "") -> dict[str, str]:
    """A document as dotted keys."""
    found: dict[str, str] = {}
    for name, value in document.items():
        key = f"{above}{name}"
        found |= flat(value, f"{key}.") if isinstance(value, dict) else {key: value}
    return found


def forms(language: str) -> set[str]:
    """The plural forms of a language."""
    return {*Locale.parse(language).plural_form.tags, "other"}


def expected(language: str) -> set[str]:
    """Every key a language must have, plural forms apart."""
    return {
        one for key in declared() for one in ([f"{key}.{form}" for form in forms(language)] if key in PLURAL else [key])
    }


def faults(language: str, document: Mapping[str, Any]) -> list[str]:
    """What is wrong with the words of a language: missing, unused, empty, or with other places to fill than English."""
    there, wanted = flat(document), expected(language)
    found = [f"{language}: {key} is missing" for key in sorted(wanted - set(there))]
    found += [f"{language}: {key} is said nowhere" for key in sorted(set(there) - wanted)]
    english = flat(_document(FALLBACK))
    for key in sorted(wanted & set(there)):
        head, _, form = key.rpartition(".")
        source = english.get(f"{head}.other" if head in PLURAL else key, "")
        # A form that stands for one number may say it in a word.
        free = {"n"} if head in PLURAL and form != "other" else set[str]()
        if places(there[key]) - free != places(source) - free or not places(there[key]) <= places(source):
            found.append(f"{language}: {key} fills {sorted(places(there[key]))}, not {sorted(places(source))}")
        if not there[key].strip():
            found.append(f"{language}: {key} is empty")
    return found


def places(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def _document(language: str) -> dict[str, Any]:
    own = tomllib.loads((_HERE / f"{language}.toml").read_text(encoding="utf-8"))
    # Of what nobody is told of, such as an own commitment, pages alone say how it stands.
    told = {key.split(".")[1] for key in declared() if key.startswith("status.")}
    statuses = {one: said for one, said in status_texts()[language].items() if one in told} | own.get("status", {})
    return own | {"owed": {step: steps.texts()[language][step] for step in STEPS}, "status": statuses}


class WordsOfLanguage:
    """The words of one language."""

    def __init__(self, language: str, document: Mapping[str, Any]) -> None:
        self.language, self._texts = language, flat(document)
        self.locale = Locale.parse(language)

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return str(self.locale.text_direction)

    def say(self, key: str, **values: object) -> str:
        """A text with its places filled. Raises KeyError for a key nobody wrote."""
        return self._texts[key].format(**values)

    def count(self, key: str, n: int, **values: object) -> str:
        """A text in the plural form of a number."""
        return self._texts[f"{key}.{self.locale.plural_form(n)}"].format(n=n, **values)


@cache
def words(language: str) -> WordsOfLanguage:
    """The words of a language; English where it is none of the six."""
    known = language if language in LANGUAGES else FALLBACK
    return WordsOfLanguage(known, _document(known))
