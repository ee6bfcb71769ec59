"""Ranking of offers for a line of a request: explained, never automatic (WM 9, 11, 17, 18). A person chooses."""
