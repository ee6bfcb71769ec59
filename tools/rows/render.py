"""The text of a file of row types: a protocol for each table, a member for each column."""

import importlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from tools.generated import ROOT

PLAIN = {
    str: "str", int: "int", float: "float", bool: "bool", bytes: "bytes", datetime: "datetime", date: "date",
    Decimal: "Decimal",
}  # fmt: skip
SHAPED = "Any"
"""What is JSON in the database: its shape is said by the class that reads it."""
FROM = {"datetime": "datetime", "date": "datetime", "Decimal": "decimal", "Any": "typing", "Protocol": "typing"}
SAYS = "type"
"""Key of a column's ``info`` that names the type of its values, ``module:name``, where plain text says too little."""

CALLED = "row"
"""Key of a table's ``info`` that names its class, where another file has the one that the table's name gives."""


def sources() -> Iterator[Path]:
    """Files of tables."""
    return (path for path in sorted(ROOT.glob("services/*/*/*tables.py")) if "__pycache__" not in path.parts)


def tables_of(module: ModuleType) -> list[sa.Table]:
    """Tables that are declared in a file, as they stand there; those it has from elsewhere are not its own."""
    text = Path(str(module.__file__)).read_text("utf-8")
    return [one for name, one in vars(module).items() if isinstance(one, sa.Table) and f"\n{name} = sa.Table(" in text]


def value(kind: sa.types.TypeEngine[object]) -> str:
    """The type of a column's values as Python says it."""
    if isinstance(kind, ARRAY):
        return f"list[{value(kind.item_type)}]"
    try:
        return PLAIN.get(kind.python_type, SHAPED)
    except NotImplementedError:  # a type of PostgreSQL alone: ranges, words to search by
        return SHAPED


def camel(name: str) -> str:
    """``channel_health`` -> ``ChannelHealth``."""
    return "".join(part.capitalize() for part in name.split("_"))


def member(column: sa.Column[object]) -> str:
    """The line of one column."""
    said = str(column.info[SAYS]).partition(":")[2] if SAYS in column.info else value(column.type)
    return f"    {column.name}: {said}{' | None' if column.nullable else ''}"


def imports(lines: Iterable[str], named: Iterable[str]) -> list[str]:
    """What a file needs of elsewhere, sorted as the formatter sorts it."""
    words = {word for line in lines for word in line.replace("[", " ").replace("]", " ").replace(":", " ").split()}
    needed: dict[str, set[str]] = {}
    for word in words & FROM.keys() | {"Protocol"}:
        needed.setdefault(FROM[word], set()).add(word)
    own: dict[str, set[str]] = {}
    for one in named:
        place, _, name = one.partition(":")
        own.setdefault(place, set()).add(name)
    plain = [f"from {place} import {', '.join(sorted(names))}" for place, names in sorted(needed.items())]
    ours = [f"from {place} import {', '.join(sorted(names))}" for place, names in sorted(own.items())]
    return [*plain, *([""] if ours else []), *ours]


def render(service: str, source: str, tables: Iterable[sa.Table], twice: frozenset[str]) -> str:
    """The file of row types of one file of tables."""
    lines, named = [], []
    for table in tables:
        name = table.info.get(CALLED) or f"{camel(service) if table.name in twice else ''}{camel(table.name)}Row"
        lines += ["", "", f"class {name}(Protocol):"]
        lines += [f'    """A row of ``{table.name}``."""', "", *(member(column) for column in table.columns)]
        named += [str(column.info[SAYS]) for column in table.columns if SAYS in column.info]
    about = f'"""Rows of ``{source}``. Made from its tables by ``make contracts``; not written by hand."""'
    return "\n".join([about, "", *imports(lines, named), *lines, ""])


def target(path: Path) -> Path:
    """``mail_tables.py`` -> ``mail_table_rows.py``."""
    return path.with_name(path.name.replace("tables.py", "table_rows.py"))


def files() -> Mapping[Path, str]:
    """Every file of row types with its text."""
    found = {path: tables_of(importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)))
             for path in sources()}  # fmt: skip
    times = Counter(table.name for tables in found.values() for table in tables)
    twice = frozenset(name for name, n in times.items() if n > 1)
    return {target(path): render(path.relative_to(ROOT).parts[1], path.name, tables, twice)
            for path, tables in found.items() if tables}  # fmt: skip


def kept() -> list[Path]:
    """Files of row types that are there."""
    return [path for path in map(target, sources()) if path.exists()]
