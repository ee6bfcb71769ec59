"""Fields of matches and of counters to them that a caller may start from -> the action each takes (WM 11)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_MATCHES: Mapping[str, a.Action] = {
    "Mutation.proposeMatch": a.PROPOSE_MATCH,
    "Mutation.answerMatch": a.ANSWER_MATCH,
    "Mutation.confirmMatch": a.CONFIRM_MATCH,
    "Mutation.consultMatch": a.CONSULT,
    "Mutation.withdrawMatch": a.WITHDRAW_MATCH,
    "Mutation.counterMatch": a.COUNTER_MATCH,
    "Mutation.withdrawCounter": a.WITHDRAW_COUNTER,
    "Mutation.takeCounter": a.TAKE_COUNTER,
    "Mutation.keepProposal": a.KEEP_PROPOSAL,
}
