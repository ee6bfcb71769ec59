"""Parses and validates a document once: a client asks the same few over and over.

A text is bounded, and its tokens are counted, before it is parsed. A large one is parsed and validated beside the event
loop, one at a time, so that whoever sends many of them waits for himself.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Collection
from typing import Any, TypeVar

from graphql import DocumentNode, GraphQLError, parse, specified_rules, validate
from graphql.validation import ASTValidationRule, NoSchemaIntrospectionCustomRule
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from services.gateway.graphql.incoming import GoodValues, check_variables
from services.gateway.graphql.limits import DocumentLimits, cost_of, within
from shared.modalities.errors import Invalid
from shared.runtime.http.rates import TooMany

COST_OF_A_REQUEST = 100
"""An operation takes one request from its caller's quota, and one more for each so much that it costs."""

LONGEST = 16_384
"""A longer text is not kept: the cache is bounded in bytes too."""

LARGE = 4096
"""A longer text is looked at beside the event loop, and takes one more from its caller's quota for each so much."""

_TOKENS = re.compile(
    r'[ \t\r\n,\ufeff]+|(#[^\r\n]*|"""(?:\\"""|[^"]|"(?!""))*"""|"(?:\\.|[^"\\\r\n])*"|\.\.\.'
    r"|[_A-Za-z][_0-9A-Za-z]*|-?[0-9][0-9.eE+-]*|.)",
    re.DOTALL,
)
Made = TypeVar("Made")
NOTHING = parse("{ __typename }")
"""Stands for a document that could not be read."""


def tokens_of(text: str, most: int) -> int:
    """How many tokens a text has, comments included, counted no further than one more than so many."""
    found = 0
    for one in _TOKENS.finditer(text):
        found += one.group(1) is not None
        if found > most:
            break
    return found


class Documents:
    """The rules of a schema, and its valid documents, the latest used ones kept."""

    def __init__(self, limits: DocumentLimits, most: int, *, production: bool) -> None:
        self.limits, self.production, self._most = limits, production, most
        self.first: Collection[type[ASTValidationRule]] = (within(limits), GoodValues)
        more = (MaybeNullValidationRule, OneOfInputValidationRule)
        secret = (NoSchemaIntrospectionCustomRule,) if production else ()
        self.then: Collection[type[ASTValidationRule]] = (*specified_rules, *more, *secret)
        self._known: OrderedDict[str, tuple[DocumentNode, int]] = OrderedDict()
        self._one_large = asyncio.Lock()

    def known(self, text: str) -> tuple[DocumentNode, int] | None:
        """A document that was found valid, and what it takes from its caller's quota."""
        found = self._known.get(text)
        if found is not None:
            self._known.move_to_end(text)
        return found

    def keep(self, text: str, document: DocumentNode, weight: int) -> None:
        """Remembers a valid document."""
        if len(text) <= LONGEST and self._most:
            self._known[text] = document, weight
            if len(self._known) > self._most:
                self._known.popitem(last=False)

    async def beside(self, text: str, work: Callable[[], Made]) -> Made:
        """Does what a text asks for: at once, or beside the event loop and after other large ones."""
        if len(text) <= LARGE:
            return work()
        async with self._one_large:
            return await asyncio.to_thread(work)

    async def parsed(self, text: str) -> DocumentNode:
        """The document of a text. Raises GraphQLError for one that is too large, or is none."""
        if len(text) > self.limits.characters:
            words = f"The query has {len(text)} characters; {self.limits.characters} is the most"
            raise GraphQLError(words, extensions={"code": "query_too_long", "status": 413})
        if tokens_of(text, self.limits.tokens) > self.limits.tokens:
            words = f"The query has more than {self.limits.tokens} tokens"
            raise GraphQLError(words, extensions={"code": "too_many_tokens", "status": 422})
        return await self.beside(text, lambda: parse(text, max_tokens=self.limits.tokens))

    async def errors_of(self, text: str, document: DocumentNode, schema: Any) -> list[GraphQLError]:
        """What is wrong with a document. Limits first: the library's rules compare fields with each other, which is dear."""
        hide = self.production

        def look() -> list[GraphQLError]:
            return validate(schema, document, self.first) or validate(
                schema, document, self.then, hide_suggestions=hide
            )

        return await self.beside(text, look)

    def __len__(self) -> int:
        return len(self._known)


class PreparedDocuments(SchemaExtension):
    """Puts a schema's documents between the text and the execution; made per operation.

    What is refused is told as an error before execution, in one way: the library tells of what a hook raises in another,
    which says no code.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents, self._weight, self._errors = documents, 0, list[GraphQLError]()

    async def on_parse(self) -> AsyncIterator[None]:
        """Takes the document that is kept, or parses within the limits."""
        context, text = self.execution_context, self.execution_context.query or ""
        context.graphql_document, self._weight = self._documents.known(text) or (None, 0)
        if context.graphql_document is None and text:
            try:
                context.graphql_document = await self._documents.parsed(text)
            except GraphQLError as refused:
                self._errors = [refused]
                context.graphql_document, context._provided_operation_name = NOTHING, None
        yield

    async def on_validate(self) -> AsyncIterator[None]:
        """Refuses what is beyond the limits, what does not fit the schema, and variables that could not be kept.

        What is refused was looked at: its caller pays for that.
        """
        context, text = self.execution_context, self.execution_context.query or ""
        errors = self._errors or await self._looked_at(text)
        if errors and context.context is not None:
            try:
                await context.context.pay(1 + len(text) // LARGE)
            except TooMany as refused:
                errors = [GraphQLError(refused.detail, original_error=refused)]
        elif context.context is not None:
            context.context.charge(self._weight)
        context.pre_execution_errors = errors
        yield

    async def _looked_at(self, text: str) -> list[GraphQLError]:
        context, own = self.execution_context, self._documents
        document = context.graphql_document
        assert document is not None
        if not self._weight:
            if errors := await own.errors_of(text, document, context.schema._schema):
                return errors
            self._weight = 1 + int(cost_of(document) / COST_OF_A_REQUEST) + len(text) // LARGE
            own.keep(text, document, self._weight)
        try:
            check_variables(context.variables)
        except Invalid as refused:
            return [GraphQLError(refused.detail, original_error=refused)]
        return []
