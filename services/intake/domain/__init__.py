"""The request and its rules of change; no frameworks."""
