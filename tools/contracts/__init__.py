"""Renders the documents of the bus from shared.contracts: schemas, AsyncAPI 3, docs/events.md, topics.yaml."""
