"""Reservations across two regions under seeded schedules of delays, repeats and cuts, with the judge of them (WM 11)."""
