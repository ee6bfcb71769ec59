"""The schema with its limits."""

import strawberry
from graphql import GraphQLObjectType
from strawberry.schema.config import StrawberryConfig

from services.gateway.graphql.compiled.executor import CompiledExecutor
from services.gateway.graphql.documents import Documents, Prepared
from services.gateway.graphql.errors import OurErrors
from services.gateway.graphql.field_policy import NoPolicyRow, without_row
from services.gateway.graphql.limits import Limits
from services.gateway.graphql.mutations import Mutation
from services.gateway.graphql.queries import Query
from services.gateway.graphql.subscriptions import Subscription
from services.gateway.settings import GatewaySettings


def limits_of(settings: GatewaySettings) -> Limits:
    """The limits that settings give."""
    return Limits(
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
    schema = strawberry.Schema(
        Query,
        Mutation,
        Subscription,
        extensions=[lambda: Prepared(documents), OurErrors],
        execution_context_class=CompiledExecutor if settings.query_compiled else None,
        config=StrawberryConfig(disable_field_suggestions=production),
    )
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
