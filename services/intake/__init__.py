"""Intake: receives support requests, checks them against WM 13 and 15, shares feedback (WM 8), keeps consent (WM 17)."""
