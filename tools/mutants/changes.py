"""``python changes.py FILE...``, run by mutmut's own environment: every small change to the functions of these files, as JSON lines.

A line: path, function, line (1-based, of the changed code), change (its words before and after), source (the file with the
change). mutmut says where code may change and how. Taken from it: comparisons, ``and`` and ``or``, ``in`` and
``is``, numbers, truth values, signs and operators, both arms of a ternary, ``match``, ``continue`` and ``break``, first for
last of texts, lambdas. Added: a condition without an operator (``if party:``) is turned. Left out, because strict types refuse
most of it and it is four fifths of what mutmut makes: arguments dropped or made None, assignments of None, letters in texts.
Functions behind a decorator are changed too; mutmut itself passes over them, as it would run the decorator twice.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import mutators
from mutmut.mutation.file_mutation import MutationVisitor, OuterFunctionProvider
from mutmut.mutation.pragma_handling import IgnoredCode

TAKEN = {
    "operator_number", "operator_name", "operator_augmented_assignment", "operator_remove_unary_ops",
    "operator_symmetric_string_methods_swap", "operator_unsymmetrical_string_methods_swap", "operator_lambda",
    "operator_keywords", "operator_swap_op", "operator_match", "operator_if_exp",
}  # fmt: skip
PLAIN = (cst.Name, cst.Attribute, cst.Call, cst.Subscript)


def turned(node: cst.If | cst.CompIf | cst.While) -> Iterable[cst.CSTNode]:
    """``if party:`` becomes ``if not party:``; what has an operator is changed by mutmut's own ways."""
    if isinstance(node.test, PLAIN):
        test = cst.UnaryOperation(cst.Not(), node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]))
        yield node.with_changes(test=test)


OPERATORS: list[Any] = [
    *((kind, way) for kind, way in mutators.mutation_operators if way.__name__ in TAKEN),
    *((kind, turned) for kind in (cst.If, cst.CompIf, cst.While)),
]


class Changing(MutationVisitor):
    """mutmut's visitor, into functions behind a decorator too; never into the decorator."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Decorator):
            return True
        if isinstance(node, cst.FunctionDef):
            return node.name.value in {"__new__", "__setattr__", "__getattribute__"}
        if isinstance(node, (cst.Param, cst.Assert)):
            return True
        return bool(super()._skip_node_and_children(node))


def _named(module: cst.Module) -> dict[int, str]:
    names = {}
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            names[id(statement)] = statement.name.value
        elif isinstance(statement, cst.ClassDef) and isinstance(statement.body, cst.IndentedBlock):
            for inner in statement.body.body:
                if isinstance(inner, cst.FunctionDef):
                    names[id(inner)] = f"{statement.name.value}.{inner.name.value}"
    return names


def _said(node: cst.CSTNode) -> cst.CSTNode:
    return node.test if isinstance(node, (cst.If, cst.CompIf, cst.While)) else node


def changes(path: Path) -> Iterator[dict[str, Any]]:
    """Every change to one file, in the order of its lines."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    module = wrapper.module
    visitor = Changing(OPERATORS, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    names, positions = _named(module), wrapper.resolve(PositionProvider)
    functions = wrapper.resolve(OuterFunctionProvider)
    for one in visitor.mutations:
        where = functions.get(one.original_node)
        name = names.get(id(where))
        if name is None:
            continue
        words = [module.code_for_node(_said(node)) for node in (one.original_node, one.mutated_node)]
        at = positions.get(one.original_node)
        yield {
            "path": str(path),
            "function": name,
            "line": at.start.line if at else positions[where].start.line,
            "change": " -> ".join(" ".join(said.split()) for said in words),
            "source": module.deep_replace(one.original_node, one.mutated_node).code,
        }


if __name__ == "__main__":
    for given in sys.argv[1:]:
        for change in changes(Path(given)):
            sys.stdout.write(json.dumps(change) + "\n")
