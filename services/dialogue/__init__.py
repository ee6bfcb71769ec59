"""Meetings of the mechanism: who is invited, who moderates, what came of them (WM 4, 5)."""
