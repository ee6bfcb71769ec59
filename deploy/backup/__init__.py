"""Backups of a deployment: all its databases at one point of their log, and the files that it owns (secrets, keys)."""
