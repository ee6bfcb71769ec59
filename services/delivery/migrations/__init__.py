"""The schema of delivery, step by step."""
