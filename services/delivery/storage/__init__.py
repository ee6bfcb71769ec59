"""Engagements in PostgreSQL."""
