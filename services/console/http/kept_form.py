"""What was typed into a form that was kept, as a person reads it: labels, words of codes, days; nothing of what the form says itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from services.console.forms.questions import DASH, FORMS_OWN
from services.console.forms.register import asked_as
from services.console.wording.words import ConsoleWords

PARTIES = ("states", "organisations", "offerers", "parties")
"""Lists of which a code is a party."""


@dataclass(frozen=True)
class KeptAnswer:
    """One answer: the label of its question, and its words; ``prose`` may run over lines."""

    label: str
    text: str
    prose: bool = False


def said(fields: Iterable[tuple[str, str]], words: ConsoleWords) -> Iterator[KeptAnswer]:
    """Answers in the order of the form; several of one question follow each other. What no form asks is left out."""
    for place, parts in groupby(
        ((*_placed(name), value) for name, value in fields if value.strip()), key=lambda one: one[0]
    ):
        found = list(parts)
        name = next(part for part in reversed(place.split(DASH)) if not part.isdigit())
        asked = [one for one in asked_as(name) if one.kind not in FORMS_OWN]
        if not asked or name.endswith(
            "_id"
        ):  # what a row is told apart by is no answer, though some form has it chosen
            continue
        if any(part for _, part, _ in found):
            days = {part: value for _, part, value in found}
            text = words.day("-".join((days.get("y", ""), days.get("m", "").zfill(2), days.get("d", "").zfill(2))))
            yield KeptAnswer(words.label(asked[0].called or name), text)
            continue
        for _, _, value in found:
            yield KeptAnswer(words.label(asked[0].called or name), _words(words, name, value), asked[0].kind == "text")


def _placed(name: str) -> tuple[str, str]:
    """Where a field stands, and which part of a date it is."""
    head, _, tail = name.rpartition(DASH)
    is_day = tail in {"y", "m", "d"} and any(one.kind == "date" for one in asked_as(head.rpartition(DASH)[2]))
    return (head, tail) if is_day else (name, "")


def _words(words: ConsoleWords, name: str, value: str) -> str:
    """The words of an answer; as it was typed where it is of no list."""
    for one in asked_as(name):
        if one.kind == "flag":
            return words.say("form.yes")
        if one.choices in PARTIES:
            return words.party(value)
        if one.choices and (text := words.choice(one.choices, value)) != value:
            return text
    return value
