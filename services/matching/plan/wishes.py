"""Locks that cannot all be kept (WM 11). Every rule bounds from above, so locks alone show it, without a solver."""

from typing import Any

from services.matching.plan.arranged import Arranged
from services.matching.plan.measures import filled


def infeasible_wishes(arranged: Arranged) -> list[dict[str, Any]]:
    """Each contradiction with its code, words and the locks that are in it. Empty when all can be kept."""
    found: list[dict[str, Any]] = []
    for pair, amount in arranged.locks.items():
        bounds, words = arranged.pairs.get(pair), f"{pair[1]!r} shall give {amount} to {pair[0]!r}"
        if bounds is None:
            code = arranged.left_out[pair]
            why = "which is excluded" if code == "excluded" else "but the least part is more than can be given"
            found.append(_wish(code, f"{words}, {why}", [pair], arranged))
        elif amount < bounds.least:
            found.append(_wish("below_least", f"{words}, where {bounds.least} is the least", [pair], arranged))
        elif amount > bounds.most:
            found.append(_wish("above_most", f"{words}, where {bounds.most} is the most", [pair], arranged))
    for row in arranged.rows:
        inside = [pair for pair, _ in row.terms if pair in arranged.locks]
        taken = filled(row, arranged.locks)
        if taken > row.most and len(inside) > 1:
            words = f"the locks take {taken} of {row.code} {row.name!r}, where {row.most} is the most"
            found.append(_wish(f"{row.code}_exceeded", words, inside, arranged))
        elif taken > row.most and row.code in ("cap", "earmark"):
            words = f"the lock takes {taken} of {row.code} {row.name!r}, where {row.most} is the most"
            found.append(_wish(f"{row.code}_exceeded", words, inside, arranged))
    return found


def _wish(code: str, words: str, pairs: list[tuple[str, str]], arranged: Arranged) -> dict[str, Any]:
    locks = [{"line": line, "offer": offer, "amount": arranged.locks[line, offer]} for line, offer in pairs]
    return {"code": code, "message": words, "locks": locks}
