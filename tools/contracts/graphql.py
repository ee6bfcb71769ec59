"""The GraphQL schema in its own language, as the gateway builds it."""

from services.gateway.graphql.schema import build_schema

PLACE = "graphql/schema.graphql"


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    head = "# Rendered by `make contracts` from the gateway's types; every field reads as its caller.\n\n"
    return {PLACE: head + build_schema().as_str().strip() + "\n"}
