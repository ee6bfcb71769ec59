"""Forwarding to the owning services."""
