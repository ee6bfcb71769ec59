"""Handing a country's items from one deployment to another: sealed by the giver, taken whole by the receiver (ADR 7)."""
