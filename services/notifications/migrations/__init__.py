"""Schema of notifications, step by step."""
