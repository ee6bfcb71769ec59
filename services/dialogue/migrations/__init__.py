"""The schema of dialogue, step by step."""
