"""The roster's schema, step by step."""
