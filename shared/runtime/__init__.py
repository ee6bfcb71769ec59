"""Plumbing of every service: database, bus, HTTP, observability. Knows nothing of asylum capacity."""
