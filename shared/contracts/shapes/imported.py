"""How an existing roster that is taken in stands, and each of its rows (WM 7)."""

from typing import Literal

RowStanding = Literal["listed", "proposed", "quarantined", "rejected"]
RowOutcome = Literal["listed", "proposed", "unchanged", "quarantined"]
"""What came of a row of one file."""
ImportStatus = Literal["waiting", "running", "done", "unreadable", "failed"]
RowWord = Literal["taken", "taken_again", "corrected", "released", "agreed", "declined", "rejected"]
"""What happened to a row."""
MOST_BYTES = 40_000_000
"""Of a file: some hundred thousand rows."""
