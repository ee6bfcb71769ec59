"""Whether an event fits the broker. Asked before anything is stored: what does not fit is refused at the door.

What counts is the largest record an event makes, alone in its batch, headers included: the event itself (its copy on a
compacted topic is as large) and its reduced twin. The limit is the setting ``record_bytes``, which the topics are given
as ``max.message.bytes``.

Later events of the same aggregate say again what an earlier one said, with more beside it, so not everybody gets all:
- an event that brings in what parties write (``Event.brings_content``) gets 40 %: agreement to show all of it makes a
  second copy (WM 17), and a fifth is left for findings, feedback, decision;
- what a person does gets 90 %;
- what follows by itself (handovers, restating, reactions) gets all, so that it is never in the way of what was taken in.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from aiokafka.record.default_records import DefaultRecordBatchBuilder

from shared.contracts.event import Event
from shared.contracts.reduction.withheld import withheld_fields
from shared.modalities.errors import Fault, Invalid
from shared.runtime.kafka.twins import reduced
from shared.runtime.settings import RuntimeSettings

OF_CONTENT, OF_PERSONS = 0.4, 0.9
_NAMED, _PLACE = 8, [("ce_sequence", b"9" * 19), ("ce_epoch", b"9" * 10)]
Part = tuple[tuple[str, ...], int]
"""Where in the event's data, and how many bytes of JSON."""


class TooLarge(Invalid):
    """The event of a command would not fit. Its faults name the event's large parts, or, once ``placed``, the body's."""

    def __init__(self, event: Event, total: int, room: int, parts: list[Part]) -> None:
        self.event, self.total, self.room, self.parts = event, total, room, parts
        faults = [Fault("".join(f"/{name}" for name in path), self._words(path, size), "too_large")
                  for path, size in parts]  # fmt: skip
        super().__init__(tuple(faults), "too_large", event.paragraph)
        self.detail = f"The event {event.wire_type} would take {total:,} bytes, of {room:,} that it may"

    def _words(self, path: tuple[str, ...], size: int) -> str:
        name = path[-1] if path else "all of it"
        return f"{name} takes {size:,} bytes; the whole takes {self.total:,} and may take {self.room:,}: shorten it"

    def placed(self, body: bytes) -> "TooLarge":
        """The same error with pointers into the body that asked for it: to the fields, or list entries, of those names."""
        try:
            given = orjson.loads(body) if body else None
        except orjson.JSONDecodeError:
            given = None
        found: dict[str, Fault] = {}
        for path, size in self.parts:
            pointer = next(_named(given, path[-1]), None) if path else None
            if pointer is not None and pointer not in found:
                found[pointer] = Fault(pointer, self._words(path, size), "too_large")
        if not found:
            held = ", ".join(f"{'.'.join(path) or 'all of it'} {size:,}" for path, size in self.parts)
            words = f"with what is stored already it takes {self.total:,} bytes and may take {self.room:,}: {held}"
            found[""] = Fault("", words, "too_large")
        self.faults = tuple(found.values())
        return self


def check_fits(
    event: Event, headers: list[tuple[str, str]], slot: int, body: bytes, settings: RuntimeSettings, by_person: bool
) -> None:
    """Raises TooLarge when a record of this event would take more than its share of a record."""
    room = int(settings.record_bytes * (OF_CONTENT if event.brings_content else OF_PERSONS if by_person else 1.0))
    # Headers take a few hundred bytes; what is far below is not counted to the byte.
    if len(body) < room // 2 - 8192:
        return
    placed = [(name, value.encode()) for name, value in headers]
    placed += [("ce_stream", f"{event.topic.name}/{slot}".encode()), *_PLACE]
    copies = [(placed, body)]
    if event.topic.twin is not None:
        copies.append(reduced(placed, body, withheld_fields(settings.withheld)))
    total = max(record_size(event.aggregate_id, data, given) - _set_aside(event, data) for given, data in copies)
    if total > room:
        parts = sorted(_heavy(orjson.loads(body), room // 20), key=lambda part: -part[1])[:_NAMED]
        raise TooLarge(event, total, room, parts)


def request_bytes(record_bytes: int) -> int:
    """What a producer may send at once (``max.request.size``), so that no client refuses what the broker takes."""
    return 2 * record_bytes


def record_size(key: str, body: bytes, headers: list[tuple[str, bytes]]) -> int:
    """Bytes of a batch with this record alone, at most."""
    return int(DefaultRecordBatchBuilder.estimate_size_in_bytes(key.encode(), body, headers))


def _heavy(value: Any, floor: int, path: tuple[str, ...] = ()) -> list[Part]:
    """The innermost fields that take ``floor`` bytes or more; the whole when no single one does."""
    size = len(orjson.dumps(value))
    if size < floor:
        return []
    inner = (
        [p for name, one in value.items() for p in _heavy(one, floor, (*path, name))] if isinstance(value, dict) else []
    )
    return inner or [(path, size)]


def _set_aside(event: Event, body: bytes) -> int:
    """Bytes that an event of what parties write says a second time: they have their room already."""
    if not (event.brings_content and event.second_copy):
        return 0
    value = orjson.loads(body)
    for name in event.second_copy:
        value = value.get(name) or {}
    return len(orjson.dumps(value))


def _named(given: Any, name: str, pointer: str = "") -> Iterator[str]:
    """Pointers to the fields and list entries of a name, the outer ones first."""
    inner = given.items() if isinstance(given, Mapping) else enumerate(given) if isinstance(given, list) else ()
    deeper = []
    for place, one in inner:
        at = f"{pointer}/{place}"
        if name in (place, one):
            yield at
        deeper.append((at, one))
    for at, one in deeper:
        yield from _named(one, name, at)
