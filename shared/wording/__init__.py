"""Texts as people type them: what of them can be seen, when two say the same, and their words.

One place for search, the ranking's words in common, names looked up and texts compared. Imports nothing of the system.
"""
