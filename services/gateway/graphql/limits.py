"""What a query may cost: counted on the document alone, before anything else looks at it.

Depth, aliases, directives, repetitions and cost are counted as a client could make the server work: a fragment counts
each time it is spread. Each fragment is weighed once, so that weighing stays linear however they are nested.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)

LEAF_COST, OBJECT_COST, DEEPER = 1, 2, 1.5
"""A leaf costs 1, an object 2 and one and a half times what is asked of it."""

COST_OF: Mapping[str, float] = {"worklist": 900, "solicitedRequests": 50, "world": 100,
                                "engagementFigures": 200, "figureItems": 100}  # fmt: skip
"""What a field costs beside that, where it reads more than it shows."""


@dataclass(frozen=True)
class DocumentLimits:
    """The most that a document may have of each; characters and tokens are counted before it is parsed."""

    characters: int
    tokens: int
    depth: int
    aliases: int
    directives: int
    repeats: int
    cost: float


class Weight(NamedTuple):
    """What a selection asks for; ``names`` are those of its own level, to see what is asked twice."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    repeats: int = 0
    cost: float = 0
    names: frozenset[str] = frozenset()


def _sum(parts: Iterable[Weight]) -> Weight:
    """Side by side on one level, where a second field of the same name is a repetition."""
    found = list(parts)
    names = frozenset[str]().union(*(part.names for part in found))
    return Weight(
        max((part.depth for part in found), default=0),
        sum(part.aliases for part in found),
        sum(part.directives for part in found),
        sum(part.repeats for part in found) + sum(len(part.names) for part in found) - len(names),
        sum(part.cost for part in found),
        names,
    )


def weigh(selections: SelectionSetNode, fragments: Callable[[str], Any], known: dict[str, Weight]) -> Weight:
    """Weighs a selection set; ``known`` remembers fragments, and holds an empty weight for one that is being weighed."""
    return _sum([_one(selection, fragments, known) for selection in selections.selections])


def _one(node: Any, fragments: Callable[[str], Any], known: dict[str, Weight]) -> Weight:
    directives = len(node.directives or ())
    if isinstance(node, FragmentSpreadNode):
        name, fragment = node.name.value, fragments(node.name.value)
        if name not in known:
            # A fragment in itself weighs nothing here; the standard rules refuse it.
            known[name] = Weight()
            if fragment is not None:
                known[name] = weigh(fragment.selection_set, fragments, known)
        return _with(known[name], directives)
    if not isinstance(node, FieldNode):
        return _with(weigh(node.selection_set, fragments, known), directives)
    name, asked = node.name.value, Weight()
    if node.selection_set is not None:
        asked = weigh(node.selection_set, fragments, known)
    cost = OBJECT_COST + DEEPER * asked.cost if node.selection_set is not None else LEAF_COST
    depth = asked.depth + 1
    cost += COST_OF.get(name, 0)
    if name.startswith("__"):
        # Introspection has its own rules: off in production, its depth limited by the library.
        cost, depth = LEAF_COST, 1
    names = frozenset({node.alias.value if node.alias else name})
    aliases = asked.aliases + (node.alias is not None)
    return Weight(depth, aliases, asked.directives + directives, asked.repeats, cost, names)


def _with(weight: Weight, directives: int) -> Weight:
    return weight._replace(directives=weight.directives + directives)


def cost_of(document: DocumentNode) -> float:
    """What the dearest operation of a document costs."""
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    known: dict[str, Weight] = {}
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return max((weigh(one.selection_set, fragments.get, known).cost for one in operations), default=0)


_PLENTY = 1_000_000
"""Nobody needs to know by how much more than that; spreads of spreads grow beyond any float."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "depth": ("query_too_deep", "nests {} deep; {} is the most"),
    "aliases": ("too_many_aliases", "has {} aliases; {} is the most"),
    "directives": ("too_many_directives", "has {} directives; {} is the most"),
    "repeats": ("too_many_repetitions", "asks {} times for what it asked for already; {} is the most"),
    "cost": ("query_too_costly", "costs {}; {} is the most"),
}


def within(limits: DocumentLimits) -> type[ValidationRule]:
    """The rule that refuses an operation beyond its limits, naming each that it passes."""

    class WithinLimits(ValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            self._known: dict[str, Weight] = {}

        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
            context = self.context
            assert isinstance(context, ValidationContext)
            # The library has seen to it by now that nothing nests too deeply to be walked through.
            weight = _with(weigh(node.selection_set, context.get_fragment, self._known), len(node.directives or ()))
            for name, (code, words) in _WORDS.items():
                found, most = getattr(weight, name), getattr(limits, name)
                if found > most:
                    said = "The query " + words.format(f"{min(found, _PLENTY):.7g}", f"{most:.7g}")
                    self.report_error(GraphQLError(said, extensions={"code": code}))

    return WithinLimits
