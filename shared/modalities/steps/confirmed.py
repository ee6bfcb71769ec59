"""When an offer was left so long without a word of its party that it is asked whether it still stands (WM 7)."""

from datetime import datetime, timedelta


def asked_again_at(confirmed_at: datetime, days: int) -> datetime:
    """From when the party of an offer is asked again; ``days``: how long its last word is taken for good."""
    return confirmed_at + timedelta(days=days)


def unconfirmed_since(confirmed_at: datetime, days: int, now: datetime) -> datetime | None:
    """Since when an offer is not confirmed, once that is too long; None while its last word is taken for good."""
    return confirmed_at if asked_again_at(confirmed_at, days) <= now else None
