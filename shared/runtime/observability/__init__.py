"""Logs, metrics, traces: names and identifiers, never bodies."""
