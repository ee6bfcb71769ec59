"""What a form asks: questions by their place in the body, in groups and rows; read as it was typed, shown again as it was.

The place is the JSON pointer of the body, so that an owner's fault finds its question: ``/lines/0/quantity/amount`` is the
question ``lines-0-quantity-amount``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

DASH = "-"
Typed = Mapping[str, Sequence[str]]
"""Fields of a form as they came: name -> values."""


@dataclass(frozen=True)
class Question:
    """``kind``: line, text, choice, date, flag; many, several: any number, ticked or chosen in a list; hidden, fixed: what
    the form says itself, unseen or seen.

    ``choices``: the list that its codes are of; ``called``: the word that labels it, if that is not its name; ``bound`` of a
    date: past, where it is of what happened, today at the latest; coming, where it is of what is to happen, today at the soonest.
    """

    name: str
    kind: str = "line"
    choices: str = ""
    needed: bool = False
    called: str = ""
    bound: str = ""


@dataclass(frozen=True)
class Group:
    """Questions of one object."""

    name: str
    parts: "tuple[Part, ...]"


@dataclass(frozen=True)
class Rows:
    """Objects of a list: those that there are, and empty ones to be filled; of a ``fixed`` list no others than there are."""

    name: str
    parts: "tuple[Part, ...]"
    least: int = 1
    needed: bool = False
    fixed: bool = False


Part = Question | Group | Rows
MANY = ("many", "several")
"""Kinds of questions with any number of answers."""
FORMS_OWN = ("hidden", "fixed")
"""Kinds of questions that nobody answers."""


@dataclass(frozen=True)
class Section:
    """One page of a form, with at most seven things asked; ``paragraph`` is what it rests on."""

    name: str
    parts: tuple[Part, ...]
    paragraph: str = ""


@dataclass(frozen=True)
class ShownQuestion:
    """A question, or a heading with what stands below it, as a template shows it."""

    anchor: str
    key: str
    kind: str
    value: Any = ""
    choices: str = ""
    needed: bool = False
    number: int = 0
    parts: "tuple[ShownQuestion, ...]" = ()
    more: bool = False


def anchor_of(pointer: str) -> str:
    """The question at a JSON pointer; the nearest above it is the caller's to find."""
    return pointer.removeprefix("/content").strip("/").replace("/", DASH)


def read(parts: Sequence[Part], typed: Typed, above: str = "") -> dict[str, Any]:
    """What was typed, as an object; rows in which nothing was typed are not there."""
    found: dict[str, Any] = {}
    for part in parts:
        at = above + part.name
        if isinstance(part, Question):
            found[part.name] = _value(part, typed, at)
        elif isinstance(part, Group):
            found[part.name] = read(part.parts, typed, at + DASH)
        else:
            rows = (read(part.parts, typed, f"{at}{DASH}{number}{DASH}") for number in _numbers(typed, at))
            unsaid = {one.name for one in part.parts if isinstance(one, Question) and one.kind in FORMS_OWN}
            found[part.name] = [row for row in rows if part.fixed or not _is_empty_but(row, unsaid)]
    return found


def _is_empty_but(row: Mapping[str, Any], unsaid: set[str]) -> bool:
    return is_empty({name: value for name, value in row.items() if name not in unsaid})


def _numbers(typed: Typed, at: str) -> list[int]:
    heads = {name.removeprefix(at + DASH).split(DASH)[0] for name in typed if name.startswith(at + DASH)}
    return sorted(int(head) for head in heads if head.isascii() and head.isdigit() and len(head) < 4)


def _value(question: Question, typed: Typed, at: str) -> Any:
    if question.kind in MANY:
        return [one for one in typed.get(at, ()) if one]
    if question.kind == "flag":
        return bool(typed.get(at))
    if question.kind == "date":
        year, month, day = (_first(typed, f"{at}{DASH}{one}") for one in ("y", "m", "d"))
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}" if year or month or day else ""
    return _first(typed, at)


def _first(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").replace("\r\n", "\n").strip()


def is_empty(value: Any) -> bool:
    """Whether nothing was typed: in an object or a list, nowhere."""
    if isinstance(value, dict):
        return all(is_empty(one) for one in value.values())
    return value in ("", False, None) or (isinstance(value, list) and all(is_empty(one) for one in value))


def shown(
    parts: Sequence[Part], content: Mapping[str, Any], above: str = "", key: str = ""
) -> tuple[ShownQuestion, ...]:
    """The questions with what was typed, for a template."""
    return tuple(_shown(part, content.get(part.name), above + part.name, key + part.name) for part in parts)


def _shown(part: Part, value: Any, at: str, key: str) -> ShownQuestion:
    if isinstance(part, Question):
        typed = ([] if part.kind in MANY else "") if value is None else value
        return ShownQuestion(at, part.called or key, part.kind, typed, part.choices, part.needed)
    if isinstance(part, Group):
        inner = shown(part.parts, value if isinstance(value, dict) else {}, at + DASH, key + ".")
        return ShownQuestion(at, key, "group", parts=inner)
    rows = list(value) if isinstance(value, list) else []
    rows += [] if part.fixed else [{}] * (max(part.least - len(rows), 0) or 1)
    made = tuple(
        ShownQuestion(f"{at}{DASH}{number}", key, "row", number=number + 1,
              parts=shown(part.parts, row, f"{at}{DASH}{number}{DASH}", key + "."))
        for number, row in enumerate(rows)
    )  # fmt: skip
    return ShownQuestion(at, key, "rows", needed=part.needed, parts=made, more=not part.fixed)


def pruned(value: Any) -> Any:
    """A body without what was left empty; None when nothing is left."""
    if isinstance(value, dict):
        kept = {name: found for name, one in value.items() if (found := pruned(one)) is not None}
        return kept or None
    if isinstance(value, list):
        return [found for one in value if (found := pruned(one)) is not None] or None
    return None if value in ("", False, None) else value


def anchors(parts: Sequence[ShownQuestion]) -> Iterator[str]:
    """Every place of a form that is shown."""
    for part in parts:
        yield part.anchor
        yield from anchors(part.parts)


def trail(parts: Sequence[ShownQuestion], anchor: str) -> tuple[str, ...]:
    """Keys of a question and of what it stands in, the outermost first; what a row repeats of its list is said once."""
    for part in parts:
        if part.anchor == anchor or anchor.startswith(part.anchor + DASH):
            return tuple(dict.fromkeys((part.key, *trail(part.parts, anchor))))
    return ()


def nearest(anchor: str, known: frozenset[str]) -> str | None:
    """The question of a fault, or what it stands in; None: it stands nowhere on this page."""
    parts = anchor.split(DASH)
    candidates = (DASH.join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((one for one in candidates if one in known), None)


def keys(parts: Sequence[Part], above: str = "") -> Iterator[str]:
    """The keys of every label of these parts."""
    for part in parts:
        if isinstance(part, Question) and part.kind in FORMS_OWN:
            continue
        yield (part.called if isinstance(part, Question) else "") or above + part.name
        if not isinstance(part, Question):
            yield from keys(part.parts, f"{above}{part.name}.")


def missing(parts: Sequence[Part], typed: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Places of questions that need an answer and have none; of lists in the rows that there are, or in the first of none."""
    for part in parts:
        at, value = above + part.name, typed.get(part.name)
        if isinstance(part, Question):
            if part.needed and is_empty(value):
                yield at
        elif isinstance(part, Group):
            yield from missing(part.parts, value or {}, at + DASH)
        else:
            first: list[dict[str, Any]] = [{}] if part.needed and not part.fixed else []
            for number, row in enumerate(value or first):
                yield from missing(part.parts, row, f"{at}{DASH}{number}{DASH}")


def odd_dates(
    parts: Sequence[Part], typed: Mapping[str, Any], today: date, above: str = ""
) -> Iterator[tuple[str, str]]:
    """Places of dates that are no day, or lie on the wrong side of today; each with the code of its fault."""
    for part in parts:
        at, value = above + part.name, typed.get(part.name)
        if isinstance(part, Question):
            code = _odd(part, str(value or ""), today) if part.kind == "date" else ""
            if code:
                yield at, code
        elif isinstance(part, Group):
            yield from odd_dates(part.parts, value or {}, today, at + DASH)
        else:
            for number, row in enumerate(value or ()):
                yield from odd_dates(part.parts, row, today, f"{at}{DASH}{number}{DASH}")


def _odd(question: Question, value: str, today: date) -> str:
    if not value:
        return ""
    try:
        on = date.fromisoformat(value)
    except ValueError:
        return "date_from_datetime_parsing"
    late, soon = question.bound == "past" and on > today, question.bound == "coming" and on < today
    return "date_in_future" if late else "in_the_past" if soon else ""


def without(part: Part, names: set[str]) -> Rows:
    """A list without some of its questions; what the form says itself, unseen, stays."""
    assert isinstance(part, Rows)
    inner = (one for one in part.parts if one.name not in names or (isinstance(one, Question) and one.kind == "hidden"))
    return replace(part, parts=tuple(inner))
