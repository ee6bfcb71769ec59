"""Commands by which sides carry out what was matched -> the action each takes (WM 11, 15.vii, 19, 20)."""

from collections.abc import Mapping

from shared.modalities.access import actions as a

OF_ENGAGEMENTS: Mapping[str, a.Action] = {
    "Mutation.proposeTerms": a.PROPOSE_TERMS,
    "Mutation.signTerms": a.READ_ENGAGEMENT,
    "Mutation.setTermsAside": a.SET_TERMS_ASIDE,
    "Mutation.releaseContact": a.RELEASE_CONTACT,
    "Mutation.takeContactBack": a.RELEASE_CONTACT,
    "Mutation.proposePlan": a.PROPOSE_PLAN,
    "Mutation.agreePlan": a.AGREE_PLAN,
    "Mutation.startEngagement": a.START_ENGAGEMENT,
    "Mutation.reportDelivery": a.REPORT_PROGRESS,
    "Mutation.answerDelivery": a.ANSWER_REPORT,
    "Mutation.reportMilestone": a.REPORT_PROGRESS,
    "Mutation.answerMilestone": a.ANSWER_REPORT,
    "Mutation.reportFunds": a.REPORT_PROGRESS,
    "Mutation.sayNoChange": a.REPORT_PROGRESS,
    "Mutation.pauseEngagement": a.PAUSE_ENGAGEMENT,
    "Mutation.resumeEngagement": a.PAUSE_ENGAGEMENT,
    "Mutation.sayFulfilled": a.SAY_FULFILLED,
    "Mutation.endEngagement": a.END_ENGAGEMENT,
    "Mutation.closeEngagement": a.CLOSE_ENGAGEMENT,
    "Mutation.evaluateEngagement": a.EVALUATE_ENGAGEMENT,
    "Mutation.evaluateAsSecretariat": a.EVALUATE_AS_SECRETARIAT,
    "Mutation.answerPublication": a.ANSWER_PUBLICATION,
    "Mutation.sayResultsStand": a.SAY_RESULTS_STAND,
    "Mutation.giveNotice": a.GIVE_NOTICE,
    "Mutation.answerNotice": a.ANSWER_NOTICE,
    "Mutation.askChampion": a.ASK_CHAMPION,
    "Mutation.answerAsChampion": a.ANSWER_AS_CHAMPION,
}
