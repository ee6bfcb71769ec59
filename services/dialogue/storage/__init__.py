"""Meetings in PostgreSQL."""
