"""What a caller names stands in the path of a command as one segment: no resolver writes it there as it came."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.processes import ROOT

GRAPHQL = ROOT / "services/gateway/graphql"


def as_they_came(source: str) -> Iterator[int]:
    """Lines of resolvers with a path that holds an argument as it came."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.AsyncFunctionDef):
            continue
        arguments = {one.arg for one in function.args.args}
        # A resolver is decorated; what it calls gets words of ours beside what the caller named.
        if not function.decorator_list:
            continue
        for text in ast.walk(function):
            if isinstance(text, ast.JoinedStr) and _begins_a_path(text):
                held = (one.value for one in text.values if isinstance(one, ast.FormattedValue))
                yield from (one.lineno for one in held if isinstance(one, ast.Name) and one.id in arguments)


def _begins_a_path(text: ast.JoinedStr) -> bool:
    first = text.values[0] if text.values else None
    return isinstance(first, ast.Constant) and str(first.value).startswith("/")


@pytest.mark.parametrize("path", sorted(GRAPHQL.glob("*.py")), ids=lambda path: path.stem)
def test_no_argument_stands_in_a_path_as_it_came(path: Path) -> None:
    assert list(as_they_came(path.read_text(encoding="utf-8"))) == []


@pytest.mark.control
def test_one_that_does_is_found() -> None:
    resolver = "@strawberry.mutation\nasync def end(self, info: A, item_id: str) -> B:"
    planted = resolver + '\n    return await send(info, f"/things/{item_id}/end")\n'
    assert list(as_they_came(planted)) == [3]
    assert list(as_they_came(planted.replace("{item_id}", "{segment(item_id)}"))) == []
