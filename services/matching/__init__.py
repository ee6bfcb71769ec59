"""Matching: keeps needs open, seeks offers, ranks them, and brings both sides to a match (WM 11, 16, 17, 19, 20)."""
