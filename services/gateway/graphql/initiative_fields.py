"""Fields of pilots and the quality-assurance initiative that a caller may start from -> the action each takes (WM 7, 11)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_INITIATIVES: Mapping[str, a.Action] = {
    "Query.initiatives": a.READ_INITIATIVE,
    "Mutation.openInitiative": a.OPEN_INITIATIVE,
    "Mutation.answerInitiative": a.ANSWER_INITIATIVE,
    "Mutation.diagnose": a.DIAGNOSE,
    "Mutation.standByDiagnosis": a.STAND_BY_DIAGNOSIS,
    "Mutation.planInitiative": a.PLAN_INITIATIVE,
    "Mutation.recordInitiativeStep": a.RECORD_STEP,
    "Mutation.recordAuditCycle": a.RECORD_CYCLE,
    "Mutation.answerRecommendation": a.ANSWER_RECOMMENDATION,
    "Mutation.showInitiative": a.SHOW_INITIATIVE,
    "Mutation.namePracticeOfInitiative": a.NAME_PRACTICE,
    "Mutation.closeInitiative": a.CLOSE_INITIATIVE,
}
