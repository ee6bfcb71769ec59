"""What pages of counters to a proposed match ask (WM 11)."""

from collections.abc import Mapping
from typing import Any

from services.console.forms.of_engagements import REASON
from services.console.forms.questions import Part, Question, Rows

Q = Question
KEYS = ("request_id", "request_line_id", "offer_id", "offer_line_id")
_HIDDEN = tuple(Q(name, "hidden") for name in KEYS)
COUNTER: tuple[Part, ...] = (
    Rows("lines", (Q("what", "fixed", "said"), *_HIDDEN,
                   Q("amount", needed=True, called="counter_amount")), fixed=True),
    Q("words", "text"),
    Q("language", "choice", "languages"),
    Q("reason_code", "choice", "decline_reasons", called="counter_reason"),
)  # fmt: skip
WHICH = Q("counter_id", "choice", "counters", needed=True, called="which_counter")
TAKING: tuple[Part, ...] = (
    WHICH,
    *REASON,
    Rows("amounts", (Q("what", "fixed", "said"), *_HIDDEN, Q("counter_id", "hidden"),
                     Q("amount", called="other_amount")), fixed=True),
)  # fmt: skip
KEEPING: tuple[Part, ...] = (WHICH, *REASON)
ALL: tuple[tuple[Part, ...], ...] = (COUNTER, TAKING, KEEPING)
"""Every form here; their labels are words of the catalogue."""


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in KEYS if row.get(name)} | {"amount": row["amount"]}


def counter_body(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A counter as its owner takes it; words say their language, which without words is not sent."""
    words = typed.get("words") or None
    return {
        "lines": [_named(row) for row in typed["lines"]],
        "words": words,
        "language": (typed.get("language") or None) if words else None,
        "reason": typed.get("reason_code") or None,
    }


def other_amounts(typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Of the counter that is taken, the amounts in the other side's unit."""
    rows = [row for row in typed["amounts"] if row.get("counter_id") == typed["counter_id"] and row.get("amount")]
    return [_named(row) for row in rows]
