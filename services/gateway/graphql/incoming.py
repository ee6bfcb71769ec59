"""What comes in by GraphQL passes the checks of every other door: texts and numbers of a document, variables, moments, days.

A resolver gets no text, moment or number that was not looked at here, whatever its argument or input is called.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any

from graphql import (
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    StringValueNode,
    ValidationRule,
)
from strawberry.types.scalar import ScalarDefinition

from shared.contracts.incoming import A_DAY, A_MOMENT, day_of, faults_in, is_whole, moment_of, text_fault
from shared.modalities.errors import Fault, Invalid

LONGEST_NUMBER = 40
"""Characters of a number in a document."""

LONGEST_TEXT = 20_000
"""Characters of one text: nothing that is taken anywhere is longer."""


class GoodValues(ValidationRule):
    """Refuses a document whose texts or numbers nothing of ours could keep. Looks at no type: it holds for all."""

    def enter_string_value(self, node: StringValueNode, *_: Any) -> None:
        """A text."""
        if (fault := text_fault(node.value)) is not None:
            self._refuse(node, *fault)
        elif len(node.value) > LONGEST_TEXT:
            self._refuse(node, "too_long", f"is longer than {LONGEST_TEXT} characters")

    def enter_int_value(self, node: IntValueNode, *_: Any) -> None:
        """A whole number."""
        if len(node.value) > LONGEST_NUMBER or not is_whole(int(node.value)):
            self._refuse(node, "whole_number", "must fit 64 bits")

    def enter_float_value(self, node: FloatValueNode, *_: Any) -> None:
        """Another number."""
        if len(node.value) > LONGEST_NUMBER or not isfinite(float(node.value)):
            self._refuse(node, "number", f"must be finite, and said in {LONGEST_NUMBER} characters")

    def _refuse(self, node: Any, code: str, words: str) -> None:
        self.report_error(GraphQLError(f"A value {words}", node, extensions={"code": code, "status": 422}))


def check_variables(given: Mapping[str, Any] | None) -> None:
    """The same of variables. Raises Invalid naming every fault with its pointer."""
    if faults := tuple(faults_in(given or {}, "/variables")) or tuple(_too_long(given or {}, "/variables")):
        raise Invalid(faults)


def _too_long(value: Any, at: str) -> Iterator[Fault]:
    # Nothing nests too deeply here: faults_in has seen to it, and is asked first.
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        yield Fault(at, f"is longer than {LONGEST_TEXT} characters", "too_long")
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _too_long(part, f"{at}/{key}")


def _parsed(read: Any, words: str, code: str) -> Any:
    def parse(value: object) -> Any:
        found = read(value) if isinstance(value, str) else None
        if found is None:
            raise GraphQLError(f"must be {words}", extensions={"code": code, "status": 422})
        return found

    return parse


def _scalar(name: str, description: str, origin: type, read: Any, words: str, code: str) -> ScalarDefinition:
    return ScalarDefinition(
        name=name, description=description, specified_by_url=None, serialize=lambda value: value.isoformat(),
        parse_value=_parsed(read, words, code), parse_literal=None, origin=origin,
    )  # fmt: skip


SCALARS: dict[object, ScalarDefinition] = {
    datetime: _scalar("DateTime", "Date with time (isoformat)", datetime, moment_of, A_MOMENT, "moment"),
    date: _scalar("Date", "Date (isoformat)", date, day_of, A_DAY, "day"),
}
"""Moments and days as the schema reads them: the names are the library's, the range is ours."""
