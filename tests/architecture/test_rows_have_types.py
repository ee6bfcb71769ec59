"""What is read from a database has a type: `Any` for a row hides a column that is missing."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("storage", "actions", "queries", "reactions", "projections", "upkeep")
"""Rooms of a service where rows are read, written and handed on."""
QUERIES = ("Select", "ScalarSelect", "ColumnElement", "Column")
"""A query is not a row: its own type says nothing of its columns."""
APART = {
    "services/gateway/projections/erased.py": "walks JSON of any shape, as it came in an event",
    "services/gateway/projections/searched.py": "gathers words from JSON of any shape, as it came in an event",
    "services/intake/storage/moving.py": "takes a request as another deployment sent it, and compares it to the letter",
    "services/matching/storage/packing.py": "packs JSON of any shape, and gives it back as it was",
    "services/roster/storage/moving.py": "takes an offer as another deployment sent it, and compares it to the letter",
}
"""Files that take what has no shape of ours, each with the reason."""


def name_of(node: ast.expr) -> str:
    """``Row`` of ``sa.Row``."""
    return ast.unparse(node).rpartition(".")[2]


def hides_a_row(annotation: ast.expr) -> bool:
    """Whether `Any` stands where a row or a mapping of columns is meant."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return hides_a_row(ast.parse(annotation.value, mode="eval").body)
    if isinstance(annotation, ast.Subscript) and name_of(annotation.value) in QUERIES:
        return False
    if isinstance(annotation, ast.Name | ast.Attribute):
        return name_of(annotation) in {"Any", "RowMapping"}
    return any(hides_a_row(inner) for inner in ast.iter_child_nodes(annotation) if isinstance(inner, ast.expr))


def untyped(source: str) -> Iterator[str]:
    """Parameters and answers of a file's functions that hide a row, as ``function:parameter``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            said = {one.arg: one.annotation for one in named} | {"answer": node.returns}
            yield from (f"{node.name}:{arg}" for arg, one in said.items() if one is not None and hides_a_row(one))


def counted(sources: Mapping[str, str]) -> dict[str, int]:
    """How many of them each service has, those apart not counted."""
    found: Counter[str] = Counter()
    for path, source in sources.items():
        if path not in APART:
            found[Path(path).parts[1]] += len(list(untyped(source)))
    return {service: n for service, n in found.items() if n}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    files = [path for room in ROOMS for path in (ROOT / "services").glob(f"*/{room}/**/*.py")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def test_no_row_is_without_a_type(sources: dict[str, str]) -> None:
    assert len(sources) > 300
    assert counted(sources) == {}, "give the row a type"


def test_a_file_apart_still_needs_to_be(sources: dict[str, str]) -> None:
    assert [path for path in APART if not list(untyped(sources[path]))] == []


@pytest.mark.control
def test_planted_rows_without_a_type_are_found(sources: dict[str, str]) -> None:
    planted = "async def one(self, row: Any) -> Sequence[sa.Row[Any]]: ...\n"
    assert list(untyped(planted)) == ["one:row", "one:answer"]
    worse = counted(sources | {"services/delivery/storage/planted.py": planted})
    assert worse == {"delivery": 2}
    assert list(untyped("def f(m: 'Mapping[str, Any] | None') -> dict[str, Any]: ...")) == ["f:m", "f:answer"]
    assert list(untyped("def f(q: sa.Select[Any], n: int, **more: Any) -> list[OwedRow]: ...")) == []
