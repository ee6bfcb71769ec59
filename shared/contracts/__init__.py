"""The published language: topics, events, code lists. Imports the standard library, pydantic, shared.modalities and shared.wording."""
