"""The published language: topics, events and code lists. Imports only the standard library, pydantic and shared.modalities."""
