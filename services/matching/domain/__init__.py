"""The match, its needs and its rules of change; no frameworks."""
