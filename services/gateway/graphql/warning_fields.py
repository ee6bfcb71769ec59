"""Fields of warnings, and of signals before one is kept, that a caller may start from -> the action each takes (WM 12)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_WARNINGS: Mapping[str, a.Action] = {
    "Query.warnings": a.READ_WARNING,
    "Query.ownSignals": a.READ_WARNING,
    "Mutation.raiseWarning": a.RAISE_WARNING,
    "Mutation.takeUpWarning": a.TAKE_UP_WARNING,
    "Mutation.setAsideWarning": a.SET_ASIDE_WARNING,
}
