"""Fields of contacts with parties that a caller may start from -> the action each takes (WM 6)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_LIAISONS: Mapping[str, a.Action] = {
    "Query.liaisons": a.READ_LIAISON,
    "Query.quietParties": a.READ_LIAISON,
    "Mutation.recordLiaison": a.RECORD_LIAISON,
    "Mutation.correctLiaison": a.CORRECT_LIAISON,
    "Mutation.followUpLiaison": a.FOLLOW_UP_LIAISON,
}
