"""The schema with its limits, and its router."""

from collections.abc import Callable
from typing import Any

import strawberry
import structlog
from graphql import GraphQLError, GraphQLObjectType
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.extensions import (
    AddValidationRules,
    MaskErrors,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    QueryDepthLimiter,
    SchemaExtension,
)
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from services.gateway.graphql.context import Context
from services.gateway.graphql.field_policy import NoPolicyRow, without_row
from services.gateway.graphql.mutations import Mutation
from services.gateway.graphql.queries import Query
from services.gateway.graphql.subscriptions import Subscription
from services.gateway.settings import GatewaySettings
from shared.modalities.errors import Invalid, ModalityError
from shared.runtime.http.problems import status_of

log = structlog.get_logger()


class OurErrors(SchemaExtension):
    """Our errors leave with code, paragraph and faults; of the unexpected ones nothing leaves."""

    def on_operation(self) -> Any:
        yield
        result = self.execution_context.result
        for error in getattr(result, "errors", None) or ():
            original = error.original_error
            if isinstance(original, ModalityError):
                error.extensions = _extensions(original)


def _extensions(error: ModalityError) -> dict[str, Any]:
    found: dict[str, Any] = {"code": error.code, "status": status_of(error)}
    if error.paragraph is not None:
        found["paragraph"] = error.paragraph.number
    if isinstance(error, Invalid):
        found["faults"] = [{"pointer": f.pointer, "message": f.message, "code": f.code} for f in error.faults]
    return found


def _is_secret(error: GraphQLError) -> bool:
    original = error.original_error
    if original is None or isinstance(original, ModalityError | GraphQLError):
        return False
    log.error("graphql_failed", error=type(original).__name__, exc_info=original)
    return True


def build_schema(settings: GatewaySettings | None = None) -> strawberry.Schema:
    """The schema. Raises NoPolicyRow when a root field has no row in the table of fields."""
    depth, tokens, aliases = (12, 2000, 30) if settings is None else (
        settings.query_depth, settings.query_tokens, settings.query_aliases
    )  # fmt: skip
    extensions: list[Any] = [
        lambda: QueryDepthLimiter(max_depth=depth),
        lambda: MaxTokensLimiter(max_token_count=tokens),
        lambda: MaxAliasesLimiter(max_alias_count=aliases),
        lambda: MaskErrors(should_mask_error=_is_secret, error_message="Something went wrong; it was logged"),
        OurErrors,
    ]
    if settings is not None and settings.mode == "production":
        extensions.append(lambda: AddValidationRules([NoSchemaIntrospectionCustomRule]))
    schema = strawberry.Schema(Query, Mutation, Subscription, extensions=extensions)
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


def router(schema: strawberry.Schema, context: Callable[[], Context], *, ide: bool) -> "GraphQLRouter[Context, None]":
    """POST /graphql and its WebSocket, in the graphql-transport-ws protocol alone."""
    return GraphQLRouter(
        schema,
        path="/graphql",
        context_getter=context,
        graphql_ide="graphiql" if ide else None,
        allow_queries_via_get=False,
        subscription_protocols=[GRAPHQL_TRANSPORT_WS_PROTOCOL],
    )
