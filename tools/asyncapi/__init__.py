"""Holds the AsyncAPI documents against AsyncAPI's own parser."""
