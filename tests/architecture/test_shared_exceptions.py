"""An exception is made where it is raised: one that is kept is raised again and again, and keeps every frame it went through."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(f for room in ("services", "shared", "deploy", "tools") for f in (ROOT / room).rglob("*.py"))
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def exceptions(sources: list[str]) -> set[str]:
    """Names of exception classes: the language's own, and all that are derived from one."""
    known = {"Exception", "BaseException", "ValueError", "RuntimeError", "TypeError", "OSError", "LookupError", "KeyError",
             "TimeoutError", "HTTPException", "GraphQLError", "ConnectionError"}  # fmt: skip
    bases = {
        node.name: {b.id if isinstance(b, ast.Name) else b.attr for b in node.bases if isinstance(b, ast.Name | ast.Attribute)}
        for source in sources for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)
    }  # fmt: skip
    while new := {name for name, of in bases.items() if of & known} - known:
        known |= new
    return known


def _made(node: ast.AST, known: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in known


def _raised_inside(function: ast.AST, name: str) -> bool:
    """Whether a function inside of this one raises a name of this one."""
    for inner in ast.walk(function):
        if inner is not function and isinstance(inner, _FUNCTIONS):
            for node in ast.walk(inner):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id == name:
                    own = {
                        t.id
                        for a in ast.walk(inner)
                        if isinstance(a, ast.Assign)
                        for t in a.targets
                        if isinstance(t, ast.Name)
                    }
                    if name not in own:
                        return True
    return False


def kept(path: str, source: str, known: set[str]) -> Iterator[str]:
    """Exceptions that outlive the raise they are made for."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        values = [node.value] if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None else []
        if isinstance(node, ast.arguments):
            values = [value for value in (*node.defaults, *node.kw_defaults) if value is not None]
        for value in values:
            if not _made(value, known):
                continue
            within: ast.AST | None = parents.get(node)
            while within is not None and not isinstance(within, (*_FUNCTIONS, ast.ClassDef)):
                within = parents.get(within)
            names = [t.id for t in getattr(node, "targets", [getattr(node, "target", None)]) if isinstance(t, ast.Name)]
            own = isinstance(node, ast.arguments) or within is None or isinstance(within, ast.ClassDef)
            attribute = isinstance(node, ast.Assign) and any(isinstance(t, ast.Attribute) for t in node.targets)
            if own or attribute or (within is not None and any(_raised_inside(within, name) for name in names)):
                yield f"{path}:{value.lineno}: an exception is kept; make it where it is raised"


def test_no_exception_is_kept() -> None:
    sources = {file: file.read_text() for file in FILES}
    known = exceptions(list(sources.values()))
    assert "Conflict" in known
    assert [
        fault for file, source in sources.items() for fault in kept(str(file.relative_to(ROOT)), source, known)
    ] == []


@pytest.mark.control
@pytest.mark.parametrize(
    "planted",
    [
        "TAKEN = ValueError('x')\n",
        "class A:\n    taken = ValueError('x')\n",
        "def f(error=ValueError('x')):\n    raise error\n",
        "def routes():\n    taken = ValueError('x')\n    async def put():\n        raise taken\n    return put\n",
        "def __init__(self):\n    self.taken = ValueError('x')\n",
    ],
)
def test_a_kept_exception_is_found(planted: str) -> None:
    assert len(list(kept("x.py", planted, exceptions([])))) == 1


@pytest.mark.parametrize(
    "fine", ["def f():\n    error = ValueError('x')\n    raise error\n", "def f():\n    raise ValueError('x')\n"]
)
def test_one_that_is_raised_at_once_is_fine(fine: str) -> None:
    assert list(kept("x.py", fine, exceptions([]))) == []
