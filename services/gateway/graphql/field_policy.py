"""Every field a caller may start from -> the action it takes. A field without a row does not come into the schema."""

from collections.abc import Iterable, Mapping

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action

FIELDS: Mapping[str, Action] = {
    "Query.supportRequests": a.READ_REQUEST,
    "Query.solicitedRequests": a.READ_SHOWN_REQUEST,
    "Query.supportOffers": a.READ_OFFER,
    "Query.matches": a.READ_MATCH,
    "Query.openNeeds": a.READ_NEED,
    "Query.deliveries": a.READ_DELIVERY,
    "Query.ownCommitments": a.READ_COMMITMENT,
    "Query.meetings": a.READ_MEETING,
    "Query.node": a.QUERY,
    "Query.item": a.QUERY,
    "Query.worklist": a.READ_WORKLIST,
    "Query.checkSupportRequest": a.CHECK_REQUEST,
    "Query.freshness": a.READ_COMPLETENESS,
    "Query.regions": a.READ_FRESHNESS,
    "Query.gaps": a.READ_FRESHNESS,
    "Query.comparisons": a.READ_FRESHNESS,
    "Query.reconciliations": a.READ_COMPLETENESS,
    "Query.divergences": a.READ_COMPLETENESS,
    "Query.vanished": a.READ_COMPLETENESS,
    "Query.world": a.READ_ROLLUPS,
    "Query.unmetNeed": a.READ_PULSE,
    "Query.firstFeedback": a.READ_PULSE,
    "Query.inbox": a.READ_INBOX,
    "Query.deliveryLedger": a.READ_DELIVERY,
    "Query.whyTold": a.READ_NOTICE,
    "Query.handovers": a.READ_HANDOVER,
    "Mutation.markInbox": a.KEEP_INBOX,
    "Mutation.retryDelivery": a.RETRY_DELIVERY,
    "Mutation.replayMails": a.RETRY_DELIVERY,
    "Mutation.replayWebhook": a.KEEP_WEBHOOK,
    "Query.tokens": a.READ_TOKEN,
    "Query.webhooks": a.READ_WEBHOOK,
    "Query.mailboxes": a.KEEP_DIRECTORY,
    "Mutation.registerWebhook": a.KEEP_WEBHOOK,
    "Mutation.changeWebhook": a.KEEP_WEBHOOK,
    "Mutation.rotateWebhook": a.KEEP_WEBHOOK,
    "Mutation.testWebhook": a.KEEP_WEBHOOK,
    "Mutation.pauseWebhook": a.KEEP_WEBHOOK,
    "Mutation.enableWebhook": a.KEEP_WEBHOOK,
    "Mutation.endWebhook": a.KEEP_WEBHOOK,
    "Mutation.createToken": a.KEEP_TOKEN,
    "Mutation.revokeToken": a.REVOKE_TOKEN,
    "Mutation.putPreferences": a.KEEP_PREFERENCES,
    "Mutation.dropPreferences": a.KEEP_PREFERENCES,
    "Mutation.subscribeMailbox": a.KEEP_PREFERENCES,
    "Mutation.unsubscribeMailbox": a.KEEP_PREFERENCES,
    "Mutation.muteMailbox": a.KEEP_PREFERENCES,
    "Mutation.endMute": a.KEEP_PREFERENCES,
    "Mutation.saveFilter": a.KEEP_PREFERENCES,
    "Mutation.changeFilter": a.KEEP_PREFERENCES,
    "Mutation.dropFilter": a.KEEP_PREFERENCES,
    "Mutation.submitSupportRequest": a.SUBMIT_REQUEST,
    "Mutation.reviseSupportRequest": a.REVISE_REQUEST,
    "Mutation.shareFeedback": a.SHARE_FEEDBACK,
    "Mutation.decideSupportRequest": a.DECIDE_REQUEST,
    "Mutation.giveConsent": a.GIVE_CONSENT,
    "Mutation.withdrawConsent": a.WITHDRAW_CONSENT,
    "Mutation.answerInRequest": a.READ_REQUEST,
    "Mutation.answerInOffer": a.READ_OFFER,
    "Mutation.makeSupportOffer": a.LIST_OFFER,
    "Mutation.proposeMatch": a.PROPOSE_MATCH,
    "Mutation.answerMatch": a.ANSWER_MATCH,
    "Mutation.confirmMatch": a.CONFIRM_MATCH,
    "Mutation.conveneMeeting": a.CONVENE_MEETING,
    "Mutation.changeMeeting": a.CHANGE_MEETING,
    "Mutation.cancelMeeting": a.CHANGE_MEETING,
    "Mutation.chooseModerators": a.CHOOSE_MODERATORS,
    "Mutation.answerInvitation": a.ANSWER_INVITATION,
    "Mutation.recordMeeting": a.RECORD_MEETING,
    "Subscription.itemChanged": a.QUERY,
    "Subscription.itemsChanged": a.QUERY,
}


class NoPolicyRow(Exception):
    """A field of a root type has no row; names every one."""


def without_row(fields: Iterable[str]) -> list[str]:
    """Fields that nobody decided on."""
    return sorted(set(fields) - set(FIELDS))
