"""Fields of the terms of reference that a caller may start from, reviews and rule sets -> the action each takes (WM 21)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_TERMS: Mapping[str, a.Action] = {
    "Query.termsReviews": a.READ_REVIEW,
    "Query.ruleSets": a.READ_RULES,
    "Query.ruleSetComparison": a.COMPARE_RULES,
    "Mutation.askForReview": a.ASK_REVIEW,
    "Mutation.openReview": a.OPEN_REVIEW,
    "Mutation.declineReview": a.DECLINE_REVIEW,
    "Mutation.consultOnReview": a.OPEN_REVIEW,
    "Mutation.proposeInReview": a.PROPOSE_IN_REVIEW,
    "Mutation.withdrawProposal": a.WITHDRAW_PROPOSAL,
    "Mutation.concludeReview": a.CONCLUDE_REVIEW,
}
