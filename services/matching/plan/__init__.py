"""A plan over all open needs (WM 11): which offer could give how much to which line. It decides nothing.

Nothing here is loaded by a running service: the solver runs in a process of its own (ADR 19).
"""
