"""The schema of the console, step by step."""
