"""Identifiers are compared as what they are: no column of identifiers is cast where rows are chosen (a scan per read)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for top in ("services", "shared") for p in (ROOT / top).rglob("*.py") if "migrations" not in p.parts)
ID = re.compile(r"(^|_)id$")
TEXT = re.compile(
    r"(?:cast\(\s*[\w.]*_?id\s+as\s+(?:text|varchar)\s*\)|[\w.]*_id::text)\s*(?:=|<>|!=|<|>|in\b|not in\b|~)", re.I
)
RIGHT = re.compile(r"(?:=|<>|!=)\s*(?:cast\(\s*[\w.]*_?id\s+as\s+(?:text|varchar)\s*\)|[\w.]*_id::text)", re.I)
OUTPUT = {"select", "label", "with_only_columns"}


def is_cast_id(node: ast.AST) -> bool:
    """``sa.cast(table.c.some_id, sa.Text)``"""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name) and len(node.args) == 2):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
    column, kind = node.args
    is_text = ast.unparse(kind).rpartition(".")[2] in {"Text", "String"}
    return called == "cast" and is_text and isinstance(column, ast.Attribute) and bool(ID.search(column.attr))


def casts(source: str) -> Iterator[int]:
    """Lines where an identifier is cast for anything but being an answer's column."""
    tree = ast.parse(source)
    parents = {inner: outer for outer in ast.walk(tree) for inner in ast.iter_child_nodes(outer)}
    for node in ast.walk(tree):
        if is_cast_id(node):
            outer = parents[node]
            if isinstance(outer, ast.Attribute):  # .label("id")
                said = outer.attr
            else:
                said = ast.unparse(outer.func).rpartition(".")[2] if isinstance(outer, ast.Call) else ""
            if said not in OUTPUT:
                yield node.lineno  # type: ignore[attr-defined]
        elif isinstance(node, ast.Constant) and any(way.search(str(node.value)) for way in (TEXT, RIGHT)):
            yield node.lineno


def test_no_identifier_is_cast_where_rows_are_chosen() -> None:
    assert [f"{p.relative_to(ROOT)}:{line}" for p in SOURCES for line in casts(p.read_text())] == []


def test_planted_casts_are_found() -> None:
    planted = [
        "query.where(sa.cast(table.c.request_id, sa.Text) == one)",
        "same = sa.cast(table.c.offer_id, sa.Text)",
        "sa.tuple_(sa.cast(t.c.id, sa.String), 1)",
        "S = 'select 1 from t where cast(request_id as text) = :id'",
        "S = 'select 1 from t where t.request_id::text = $1'",
        "S = 'select 1 from t join u on u.x = t.request_id::text'",
    ]
    assert all(list(casts(one)) for one in planted), [one for one in planted if not list(casts(one))]
    fine = [
        "sa.select(sa.cast(table.c.request_id, sa.Text))",
        "_ID = sa.cast(table.c.request_id, sa.Text).label('id')",
        "S = 'insert into a select request_id::text, 1 from b'",
        "query.where(table.c.request_id == str(one))",
    ]
    assert not any(list(casts(one)) for one in fine)
