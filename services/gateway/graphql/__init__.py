"""The GraphQL schema, its limits and who may ask what."""
