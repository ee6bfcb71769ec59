"""Drawings of figures; each stands beside the table that says the same."""
