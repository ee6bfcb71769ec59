"""Dialogue over HTTP."""
