"""How a row of an existing roster stands (WM 7)."""

from typing import Literal

RowStanding = Literal["listed", "proposed", "quarantined", "rejected"]
