"""Columns that several tables share: an item's place and state, parties, quantities, areas, days."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from services.gateway.exports.cells import CellKind, Column, ExportRow, Value
from shared.contracts.party_names import party_name
from shared.contracts.vocabulary import label

BETWEEN = "; "
"""Between several values in one cell; tags of such columns carry the attribute ``+list``."""


def of_content(*path: str) -> Value:
    """A value of the item's content; None where the reader is not shown it."""
    return _found(lambda entry: entry.content, path)


def of_part(*path: str) -> Value:
    """A value of the line."""
    return _found(lambda entry: entry.part, path)


def _found(start: Callable[[ExportRow], Any], path: tuple[str, ...]) -> Value:
    def value(entry: ExportRow, _: str) -> Any:
        found: Any = start(entry)
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    return value


def joined(values: Iterable[str]) -> str | None:
    """Several values in one cell."""
    return BETWEEN.join(values) or None


def several(get: Value) -> Value:
    """A list in one cell."""
    return lambda entry, language: joined(str(one) for one in get(entry, language) or ())


def named(get: Value) -> Value:
    """Parties of a list, by name, in one cell."""
    return lambda entry, language: joined(party_name(one, language) for one in get(entry, language) or ())


word = lru_cache(10_000)(label)
"""A code's label; tables ask for the same few over and over."""


def labelled(codes: str, get: Value) -> Value:
    """The label of a code in the reader's language; of several codes, their labels in one cell."""

    def value(entry: ExportRow, language: str) -> Any:
        found = get(entry, language)
        if isinstance(found, str):
            return word(codes, found, language)
        return joined(word(codes, one, language) for one in found or ())

    return value


def is_money(unit: Any) -> bool:
    """Whether a unit is a currency (ISO 4217)."""
    return isinstance(unit, str) and len(unit) == 3 and unit.isupper()


def _leading(get: Value, *, of_states: bool = True) -> tuple[Value, Value]:
    def code(entry: ExportRow, language: str) -> Any:
        first = next(iter(get(entry, language) or ()), None)
        return first.partition(":")[2] if first is not None and of_states else first

    def name(entry: ExportRow, language: str) -> Any:
        first = next(iter(get(entry, language) or ()), None)
        return None if first is None else party_name(first, language)

    return code, name


def requesting_states(get: Value) -> tuple[Column, ...]:
    """The leading State by its code and name, the others of a joint request beside it (WM 15.v)."""
    code, name = _leading(get)
    return (
        Column("state", "#country+code+v_iso3", code),
        Column("state_name", "#country+name", name),
        Column(
            "further_states", "#country+code+list",
            lambda entry, language: joined(one.partition(":")[2] for one in (get(entry, language) or ())[1:]),
        ),
    )  # fmt: skip


def areas(get: Value) -> tuple[Column, ...]:
    """Functional areas by code and label."""
    return (
        Column("area", "#sector+code+v_acsg", several(lambda e, g: _listed(get(e, g)))),
        Column("area_name", "#sector+name", labelled("functional_areas", get)),
    )


def _listed(found: Any) -> Any:
    return [found] if isinstance(found, str) else found


def quantities(unit: Value, **amounts: Value) -> tuple[Column, ...]:
    """Amounts in one unit; amounts of money stand beside them once more, where tools for money look for them."""

    def money(get: Value) -> Value:
        return lambda entry, language: get(entry, language) if is_money(unit(entry, language)) else None

    first, *_ = amounts
    return (
        *(Column(name, f"#capacity+num+{name}", get, CellKind.NUMBER) for name, get in amounts.items()),
        Column("unit", "#capacity+unit+code", unit),
        Column("unit_name", "#capacity+unit+name", labelled("units", unit)),
        Column("value", f"#value+{first}", money(amounts[first]), CellKind.NUMBER),
        Column("currency", "#currency+code", money(unit)),
    )


IDENTITY = (
    Column("id", "#meta+id", lambda entry, _: entry.item_id),
    Column("reference", "#activity+code", of_content("reference")),
)
PLACE = (
    Column("region", "#region+code", lambda entry, _: entry.region),
    Column("region_name", "#region+name", lambda entry, language: word("deployments", entry.region, language)),
)
STATUS = Column("status", "#status+code", lambda entry, _: entry.status)
CHANGED = Column("changed_at", "#date+updated", lambda entry, _: entry.changed_at, CellKind.MOMENT)
SHOWN_AS = Column("shown_as", "#meta+view", lambda entry, _: entry.view.value)


def days(start: Value, end: Value) -> tuple[Column, ...]:
    """First and last day."""
    return Column("start", "#date+start", start, CellKind.DAY), Column("end", "#date+end", end, CellKind.DAY)
