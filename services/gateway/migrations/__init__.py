"""Schema of the read model, step by step."""
