"""A meeting, and what it needs of the outside."""
