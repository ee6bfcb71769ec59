"""Fields of calls for action that a caller may start from -> the action each takes (WM 5)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_CALLS_FOR_ACTION: Mapping[str, a.Action] = {
    "Query.callsForAction": a.READ_CALL_FOR_ACTION,
    "Mutation.openCallForAction": a.OPEN_CALL_FOR_ACTION,
    "Mutation.reviseCallForAction": a.REVISE_CALL_FOR_ACTION,
    "Mutation.answerCallForAction": a.ANSWER_CALL_FOR_ACTION,
    "Mutation.showOwnAction": a.REPORT_ON_CALL_FOR_ACTION,
    "Mutation.reportOnCallForAction": a.REPORT_ON_CALL_FOR_ACTION,
    "Mutation.takeActionReportBack": a.REPORT_ON_CALL_FOR_ACTION,
    "Mutation.closeCallForAction": a.CLOSE_CALL_FOR_ACTION,
    "Mutation.withdrawCallForAction": a.CLOSE_CALL_FOR_ACTION,
}
