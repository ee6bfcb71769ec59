"""Roster: the live list of support on offer, and the only keeper of what each offer has left (WM 7, 17, 18)."""
