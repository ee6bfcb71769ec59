"""Parses and validates a document once: a client asks the same few over and over."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from typing import Any

from graphql import DocumentNode, specified_rules, validate
from graphql.validation import ASTValidationRule, NoSchemaIntrospectionCustomRule
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from services.gateway.graphql.limits import Limits, cost_of, within

COST_OF_A_REQUEST = 100
"""An operation takes one request from its caller's quota, and one more for each so much that it costs."""

LONGEST = 16_384
"""A longer text is not kept: the cache is bounded in bytes too."""


class Documents:
    """The rules of a schema, and its valid documents, the latest used ones kept."""

    def __init__(self, limits: Limits, most: int, *, production: bool) -> None:
        self.tokens, self.production, self._most = limits.tokens, production, most
        self.first: Collection[type[ASTValidationRule]] = (within(limits),)
        more = (MaybeNullValidationRule, OneOfInputValidationRule)
        secret = (NoSchemaIntrospectionCustomRule,) if production else ()
        self.then: Collection[type[ASTValidationRule]] = (*specified_rules, *more, *secret)
        self._known: OrderedDict[str, tuple[DocumentNode, int]] = OrderedDict()

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

    def __len__(self) -> int:
        return len(self._known)


class Prepared(SchemaExtension):
    """Puts a schema's documents between the text and the execution; made per operation."""

    def __init__(self, documents: Documents) -> None:
        self._documents, self._weight = documents, 0

    def on_parse(self) -> Iterator[None]:
        """Takes the document that is kept, or parses within the limit of tokens."""
        context, text = self.execution_context, self.execution_context.query or ""
        found = self._documents.known(text)
        context.parse_options["max_tokens"] = self._documents.tokens
        context.graphql_document, self._weight = found or (None, 0)
        yield

    def on_validate(self) -> Iterator[None]:
        """Limits first: the library's rules compare fields with each other and are dear on an abusive document."""
        context, own = self.execution_context, self._documents
        errors: list[Any] = []
        if not self._weight:
            document, schema = context.graphql_document, context.schema._schema
            assert document is not None
            errors = validate(schema, document, own.first) or validate(
                schema, document, own.then, hide_suggestions=own.production
            )
            if not errors:
                self._weight = 1 + int(cost_of(document) / COST_OF_A_REQUEST)
                own.keep(context.query or "", document, self._weight)
        context.pre_execution_errors = errors
        if self._weight and context.context is not None:
            context.context.charge(self._weight)
        yield
