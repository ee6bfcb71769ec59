"""The schema with its limits."""

from typing import Any

import strawberry
from graphql import GraphQLError, GraphQLObjectType
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import DEFAULT_ALLOWED_OPERATION_TYPES
from strawberry.types.execution import ExecutionContext, ExecutionResult
from strawberry.types.graphql import OperationType

from services.gateway.graphql.asked_filters import hold_filters
from services.gateway.graphql.compiled.executor import CompiledExecutor
from services.gateway.graphql.documents import Documents, PreparedDocuments
from services.gateway.graphql.errors import OurErrors
from services.gateway.graphql.incoming import SCALARS
from services.gateway.graphql.limits import DocumentLimits
from services.gateway.graphql.mutations import Mutation
from services.gateway.graphql.queries import Query
from services.gateway.graphql.root_field_actions import NoPolicyRow, without_row
from services.gateway.graphql.subscriptions import SubscriptionRoot
from services.gateway.settings import GatewaySettings


class Schema(strawberry.Schema):
    """The library's schema with two of its conveniences taken away."""

    async def execute(self, *given: Any, **named: Any) -> ExecutionResult:
        """One answer: a subscription has none, it needs a WebSocket. Raises InvalidOperationTypeError."""
        allowed = named.get("allowed_operation_types") or DEFAULT_ALLOWED_OPERATION_TYPES
        named["allowed_operation_types"] = set(allowed) - {OperationType.SUBSCRIPTION}
        return await super().execute(*given, **named)

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """Does not log them: their messages repeat what the client sent. OurErrors logs what is ours to repair."""


def limits_of(settings: GatewaySettings) -> DocumentLimits:
    """The limits that settings give."""
    return DocumentLimits(
        settings.query_characters,
        settings.query_tokens,
        settings.query_depth,
        settings.query_aliases,
        settings.query_directives,
        settings.query_repeats,
        settings.query_cost,
    )


def build_schema(settings: GatewaySettings | None = None) -> strawberry.Schema:
    """The schema; without settings those of a development gateway. Raises NoPolicyRow for a root field without a row."""
    settings = settings or GatewaySettings(database_url="", mode="development")
    production = settings.mode == "production"
    documents = Documents(limits_of(settings), settings.query_cache, production=production)
    schema = Schema(
        Query,
        Mutation,
        SubscriptionRoot,
        extensions=[lambda: PreparedDocuments(documents), OurErrors],
        execution_context_class=CompiledExecutor if settings.query_compiled else None,
        config=StrawberryConfig(disable_field_suggestions=production, scalar_map=SCALARS),
    )
    hold_filters(schema._schema)
    if missing := without_row(root_fields(schema)):
        raise NoPolicyRow(", ".join(missing))
    return schema


def root_fields(schema: strawberry.Schema) -> list[str]:
    """Every field a caller may start from, as ``Type.field``."""
    found = []
    for name in ("Query", "Mutation", "Subscription"):
        kind = schema._schema.type_map[name]
        assert isinstance(kind, GraphQLObjectType)
        found += [f"{name}.{field}" for field in kind.fields]
    return found
