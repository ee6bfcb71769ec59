"""Keeps the read model whole: fills gaps, compares with owners, reconciles epochs, erases what is shared no more."""
