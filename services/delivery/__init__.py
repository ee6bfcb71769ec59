"""Engagements: from a confirmed match to its results."""
