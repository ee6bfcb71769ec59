"""Matching's schema, step by step."""
