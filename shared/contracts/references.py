"""How things are numbered: <kind>-<year>-<State, party or deployment>-<number>. Whoever owns them counts the numbers."""

DIGITS = 3
"""Of a number at least; the thousandth has four."""


def series(kind: str, year: int, of: str) -> str:
    """A reference but for its number. ``of``: a party, the code of one, or a deployment."""
    return f"{kind}-{year}-{of.rpartition(':')[2].upper()}-"


def reference(kind: str, year: int, of: str, number: int) -> str:
    """A whole one: ("MATCH", 2026, "iso3166:TCD", 3) -> ``MATCH-2026-TCD-003``."""
    return f"{series(kind, year, of)}{number:0{DIGITS}}"
