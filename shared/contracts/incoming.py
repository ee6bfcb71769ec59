"""What comes in, by whatever door: bodies, addresses, headers, GraphQL, cursors, events. The checks that all of it passes.

A text holds no null character, which PostgreSQL cannot keep, and no half of a surrogate pair, which UTF-8 cannot say. A
moment says its offset and lies where PostgreSQL, JSON, and arithmetic in any zone can hold it. A whole number fits bigint.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo
from pydantic_core import from_json

from shared.contracts.door import AtDoor, door_of, plausible
from shared.modalities.errors import Fault

EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)
MOST_WHOLE, MOST_SMALL = 2**63 - 1, 2**31 - 1
"""Of a whole number, and of one that counts what happens to one thing or one deployment: versions, epochs."""

A_MOMENT = "a moment with its offset from UTC, from 1900 to 9998, e.g. 2026-05-01T00:00:00Z"
A_DAY = "a day from 1900 to 9998, e.g. 2026-05-01"
DEEPEST = 200
"""How deep what comes in may nest; a deeper one is no body of ours."""

NULL, HALF = ("null_character", "holds a null character"), ("lone_surrogate", "holds half of a surrogate pair")


def text_fault(text: str) -> tuple[str, str] | None:
    """Code and words of what is wrong with a text; None for a good one."""
    if text.isascii():
        return NULL if "\0" in text else None
    if "\0" in text:
        return NULL
    try:
        text.encode()
    except UnicodeEncodeError:
        return HALF
    return None


def is_text(text: str, most: int) -> bool:
    """Whether a text of at most so many characters can be kept and looked for."""
    return len(text) <= most and text_fault(text) is None


def written_out(text: str) -> str:
    """A text with what cannot be kept written out, for what tells of it: a cause, a pointer, a key."""
    return text if text_fault(text) is None else text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()


def is_moment(at: datetime) -> bool:
    """Whether a moment says its offset and lies in reach of everything that is done with moments."""
    return at.tzinfo is not None and EARLIEST <= at <= LATEST


def moment_of(text: str) -> datetime | None:
    """A moment in UTC from its text (ISO 8601, RFC 3339); None for what is none, or out of reach."""
    try:
        # A plus sign that was not encoded has become a space.
        found = datetime.fromisoformat(text[:11] + text[11:].replace(" ", "+"))
    except ValueError:
        return None
    return found.astimezone(UTC) if is_moment(found) else None


def day_of(text: str) -> date | None:
    """A day from its text (ISO 8601); None for what is none, or out of reach."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if EARLIEST.date() <= found <= LATEST.date() else None


def is_whole(number: int) -> bool:
    """Whether a whole number fits a column of the database."""
    return -MOST_WHOLE - 1 <= number <= MOST_WHOLE


def _in_reach(at: datetime) -> datetime:
    if not is_moment(at):
        raise ValueError(f"must be {A_MOMENT}")
    return at.astimezone(UTC)


def _as_typed(at: datetime, info: ValidationInfo) -> datetime:
    return at if _in_reach(at) and door_of(info) else _in_reach(at)


Moment = Annotated[datetime, AtDoor(plausible), AfterValidator(_in_reach)]
"""A moment in reach, in UTC; in a command of a plausible year."""
LocalMoment = Annotated[datetime, AtDoor(plausible), AfterValidator(_as_typed)]
"""The same, with the offset as it was typed until a body was held against its time zone."""


def faults_in(value: Any, at: str = "", deep: int = 0) -> Iterator[Fault]:
    """What is wrong in a value as JSON or a model holds it, however deep, each with its pointer."""
    if deep > DEEPEST:
        yield Fault(at[:DEEPEST], f"nests deeper than {DEEPEST}", "too_deep")
    elif isinstance(value, str):
        if (fault := text_fault(value)) is not None:
            yield Fault(at, fault[1], fault[0])
    elif isinstance(value, datetime):
        if not is_moment(value):
            yield Fault(at, f"must be {A_MOMENT}", "moment")
    elif isinstance(value, int):
        if not is_whole(value):
            yield Fault(at, "must fit 64 bits", "whole_number")
    elif isinstance(value, BaseModel):
        yield from faults_in(value.__dict__, at, deep)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from faults_in(part, f"{at}/{written_out(str(key))}", deep + 1)
            if isinstance(key, str) and (fault := text_fault(key)) is not None:
                yield Fault(at, fault[1].replace("holds", "has a name with"), fault[0])
    elif isinstance(value, list | tuple | set | frozenset):
        for place, part in enumerate(value):
            yield from faults_in(part, f"{at}/{place}", deep + 1)


def faults_of_body(raw: bytes, found: BaseModel) -> tuple[Fault, ...]:
    """What is wrong in a body that fits its model: of an interface, or of an event.

    JSON can hold a null character only escaped, so that most bodies are looked through for no text, and many for nothing.
    """
    texts = faults_in(from_json(raw)) if b"\\u0000" in raw else ()
    numbers = faults_in(found) if _holds_numbers(type(found)) else ()
    return tuple(dict.fromkeys((*texts, *numbers)))


@cache
def _holds_numbers(kind: type[BaseModel]) -> bool:
    """Whether a model can hold a moment, a whole number, or anything at all, however deep; most bodies hold none."""
    return any(_can_hold(field.annotation, frozenset({kind})) for field in kind.model_fields.values())


def _can_hold(kind: Any, seen: frozenset[Any]) -> bool:
    if kind in (Any, object, int, datetime):
        return True
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind not in seen and any(
            _can_hold(field.annotation, seen | {kind}) for field in kind.model_fields.values()
        )
    return any(_can_hold(part, seen) for part in get_args(kind) if part is not Ellipsis)


class Strict(BaseModel):
    """A body in which an unknown field is a fault: a mistyped name must not be lost in silence."""

    model_config = ConfigDict(extra="forbid")
