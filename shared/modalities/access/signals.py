"""Signals of an explanation: what each is made of, so that it is as closed as that is (WM 11, 17)."""

from collections.abc import Mapping

CAPACITY = "capacity"
"""Of an offer: what is left of it, for its parties and officers alone."""

EARLIER_WORK = "earlier_work"
"""Engagements of the parties before: each is its sides' own, and their officers'."""

MADE_OF: Mapping[str, frozenset[str]] = {
    "functional_area": frozenset({"lines"}),
    "support_type": frozenset({"lines"}),
    "form": frozenset({"lines"}),
    "period": frozenset({"lines"}),
    "engagement": frozenset({"lines", "engagement"}),
    "quantity": frozenset({"lines", CAPACITY}),
    "subject": frozenset({"title", "summary", "gap", "lines"}),
    "language": frozenset({"languages", "requesting_states"}),
    "geography": frozenset({"requesting_states"}),
    "prior_relation": frozenset({"requesting_states", EARLIER_WORK}),
    "quality": frozenset({"quality_characteristics"}),
    "confirmed": frozenset(),
}
"""Signal of an explanation -> fields of the request, the capacity of the offer, or earlier work, that it is made of."""
