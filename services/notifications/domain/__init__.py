"""A delivery and when it is tried again; no frameworks."""
