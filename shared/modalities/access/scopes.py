"""What a token may be narrowed to: a scope is a set of actions (WM 3). What stands in no scope takes a person's own login.

No scope lets a program agree to a solicitation, take an agreement back, or accept or decline a match: that is decided by
people, in their State's name, and said by them (WM 11, 17). Nor does one let a token make tokens.
"""

from collections.abc import Iterable, Mapping

from shared.modalities.access import actions as a
from shared.modalities.access.actions import Action

SCOPES: Mapping[str, frozenset[Action]] = {
    "read": frozenset(
        {
            a.READ_REQUEST, a.READ_CONTACTS, a.READ_ASSESSMENT, a.READ_SHOWN_REQUEST, a.READ_COMMITMENT, a.READ_OFFER,
            a.READ_OFFER_WHOLE, a.READ_OFFER_CONTACT, a.READ_SOLICITATION, a.READ_MATCH,
            a.READ_NEED, a.READ_HISTORY, a.READ_WORKLIST, a.READ_DELIVERY, a.READ_NOTICE, a.READ_DEADLINE, a.READ_LAG,
            a.READ_PULSE, a.READ_INBOX, a.READ_ANNOUNCEMENT, a.READ_MEETING, a.READ_REVIEW, a.READ_ENGAGEMENT, a.READ_IMPORT,
            a.READ_IMPORTED, a.READ_DRAFT, a.READ_DRAFT_CONTACTS, a.READ_PRACTICE, a.READ_PRACTICE_WHOLE,
            a.READ_READY_OFFERS, a.READ_CRISIS, a.READ_CRISIS_WHOLE, a.READ_WARNING, a.READ_EDITION,
            a.READ_EDITION_WHOLE, a.READ_PROJECT, a.READ_PROJECT_WHOLE, a.READ_PACKAGE, a.READ_EXPERT,
            a.READ_EXPERT_WHOLE, a.READ_LINK, a.READ_LINK_WHOLE, a.READ_CAPACITY_ASSESSMENT,
            a.READ_NATIONAL_PLAN, a.READ_INITIATIVE, a.READ_INITIATIVE_WHOLE,
            a.READ_CALL_FOR_ACTION, a.READ_CALL_FOR_ACTION_WHOLE, a.READ_ORGANISATION, a.READ_ORGANISATION_WHOLE, a.COMPARE_RULES,
        }
    ),
    "requests": frozenset(
        {
            a.CHECK_REQUEST, a.SUBMIT_REQUEST, a.REVISE_REQUEST, a.RECORD_COMMITMENT, a.OPEN_DRAFT, a.EDIT_DRAFT,
            a.COMMENT_DRAFT, a.PLAN_ASSESSMENT, a.REVISE_ASSESSMENT, a.BEGIN_ASSESSMENT, a.DRAFT_FROM_ASSESSMENT,
            a.REVISE_COMMITMENT, a.STAGE_COMMITMENT, a.DRAFT_FROM_COMMITMENT, a.RECORD_NATIONAL_PLAN, a.REVISE_NATIONAL_PLAN,
        }
    ),
    "offers": frozenset(
        {
            a.LIST_OFFER, a.REVISE_OFFER, a.PREPARE_PACKAGE, a.REVISE_PACKAGE, a.OFFER_FROM_PACKAGE, a.LIST_EXPERT, a.REVISE_EXPERT, a.DEPLOY_EXPERT, a.IMPORT_OFFERS, a.CORRECT_IMPORTED, a.RELEASE_IMPORTED, a.REJECT_IMPORTED,
        }
    ),
    "webhooks": frozenset({a.KEEP_WEBHOOK, a.READ_WEBHOOK, a.READ_DELIVERY, a.READ_NOTICE}),
    "mailboxes": frozenset({a.KEEP_DIRECTORY, a.KEEP_PREFERENCES, a.READ_PREFERENCES, a.READ_NOTICE}),
    "inbox": frozenset({a.READ_INBOX, a.KEEP_INBOX, a.READ_DEADLINE}),
}  # fmt: skip

PERSONS_ALONE = frozenset(
    {
        a.GIVE_CONSENT, a.WITHDRAW_CONSENT, a.ANSWER_MATCH, a.COUNTER_MATCH, a.WITHDRAW_COUNTER, a.TAKE_COUNTER, a.KEEP_PROPOSAL, a.WITHDRAW_REQUEST, a.WITHDRAW_OFFER, a.WITHDRAW_PACKAGE, a.WITHDRAW_EXPERT, a.RELEASE_EXPERT, a.APPRAISE_EXPERT,
        a.READ_EXPERT_PERSON, a.DECIDE_REQUEST,
        a.CONFIRM_MATCH, a.KEEP_TOKEN, a.REVOKE_TOKEN, a.AGREE_TO_REQUEST, a.DECLINE_REQUEST, a.LEAVE_REQUEST,
        a.AGREE_TO_SUPPORT, a.DECLINE_SUPPORT, a.END_SUPPORT, a.RECORD_SIGNED_PAPER,
        a.AGREE_AS_RECIPIENT, a.DECLINE_AS_RECIPIENT, a.LEAVE_AS_RECIPIENT, a.RECORD_RECIPIENT_PAPER,
        a.RECORD_UNREGISTERED_PAPER, a.AGREE_TO_OFFER, a.DECLINE_OFFER,
        a.LEAVE_OFFER, a.ANSWER_CALL, a.SIGN_DRAFT, a.REFUSE_TO_SIGN, a.RECORD_SIGNED_DRAFT, a.ENDORSE_DRAFT, a.SUBMIT_DRAFT,
        a.SHARE_DRAFT, a.ASK_SIGNATURES, a.DROP_DRAFT, a.ANSWER_PRACTICE, a.REVIEW_PRACTICE, a.RETRACT_PRACTICE,
        a.VOLUNTEER_AS_CHAMPION, a.ANSWER_AS_PROJECT_CHAMPION, a.ATTACH_OFFER, a.ANSWER_LINK, a.ANSWER_LINK_PUBLICATION, a.LEAVE_LINK,
        a.VOLUNTEER_TO_MODERATE, a.REPORT_MEETING_ACTION,
        a.VALIDATE_ASSESSMENT, a.SHOW_ASSESSMENT, a.DROP_ASSESSMENT, a.CONFIRM_COMMITMENTS, a.SHOW_NATIONAL_PLAN,
        a.OPEN_INITIATIVE, a.ANSWER_INITIATIVE, a.STAND_BY_DIAGNOSIS,
        a.ANSWER_RECOMMENDATION, a.SHOW_INITIATIVE, a.NAME_PRACTICE, a.CLOSE_INITIATIVE,
        a.OPEN_CALL_FOR_ACTION, a.REVISE_CALL_FOR_ACTION, a.ANSWER_CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION,
        a.RECORD_LIAISON, a.CORRECT_LIAISON, a.FOLLOW_UP_LIAISON, a.READ_LIAISON,
        a.APPLY_AS_ORGANISATION, a.AMEND_APPLICATION, a.DECIDE_ORGANISATION,
        a.DECIDE_ORGANISATION_ACROSS, a.KEEP_ORGANISATION,
        a.CONTRIBUTE, a.KEEP_FUND, a.READ_CONTRIBUTION, a.DECIDE_ALLOTMENT, a.ANSWER_ALLOTMENT, a.READ_ALLOTMENT, a.READ_LEDGER,
    }
)  # fmt: skip
"""Never in a scope; a test holds it."""


ACTING = "act-elsewhere:"
"""How scopes begin by which a person acts on the things of one collection of another deployment."""

_ON: Mapping[str, frozenset[Action]] = {
    "support-requests": frozenset(
        {
            a.SUBMIT_REQUEST, a.CHECK_REQUEST, a.REVISE_REQUEST, a.WITHDRAW_REQUEST, a.SHARE_FEEDBACK, a.DECIDE_REQUEST, a.GIVE_CONSENT,
            a.WITHDRAW_CONSENT, a.AGREE_TO_REQUEST, a.DECLINE_REQUEST, a.LEAVE_REQUEST, a.AGREE_TO_SUPPORT,
            a.DECLINE_SUPPORT, a.END_SUPPORT, a.RECORD_SIGNED_PAPER, a.AGREE_AS_RECIPIENT, a.DECLINE_AS_RECIPIENT,
            a.LEAVE_AS_RECIPIENT, a.RECORD_RECIPIENT_PAPER, a.RECORD_UNREGISTERED_PAPER, a.SEEK_OFFERS, a.RANK_OFFERS,
            a.READ_REQUEST, a.READ_ASSESSMENT, a.READ_SOLICITATION,
        }
    ),
    "support-offers": frozenset(
        {
            a.LIST_OFFER, a.REVISE_OFFER, a.WITHDRAW_OFFER, a.AGREE_TO_OFFER, a.DECLINE_OFFER, a.LEAVE_OFFER,
            a.RECORD_SIGNED_PAPER, a.READ_OFFER, a.READ_OFFER_WHOLE,
        }
    ),
    "support-packages": frozenset(
        {a.PREPARE_PACKAGE, a.REVISE_PACKAGE, a.WITHDRAW_PACKAGE, a.OFFER_FROM_PACKAGE, a.READ_PACKAGE}
    ),
    "experts": frozenset(
        {
            a.LIST_EXPERT, a.REVISE_EXPERT, a.WITHDRAW_EXPERT, a.DEPLOY_EXPERT, a.RELEASE_EXPERT, a.APPRAISE_EXPERT, a.READ_EXPERT,
            a.READ_EXPERT_WHOLE, a.READ_EXPERT_PERSON,
        }
    ),
    "organisations": frozenset(
        {
            a.DECIDE_ORGANISATION, a.DECIDE_ORGANISATION_ACROSS, a.KEEP_ORGANISATION, a.READ_ORGANISATION,
            a.READ_ORGANISATION_WHOLE,
        }
    ),
    "capacity-assessments": frozenset(
        {
            a.PLAN_ASSESSMENT, a.REVISE_ASSESSMENT, a.BEGIN_ASSESSMENT, a.VALIDATE_ASSESSMENT, a.DROP_ASSESSMENT,
            a.SHOW_ASSESSMENT, a.DRAFT_FROM_ASSESSMENT, a.READ_CAPACITY_ASSESSMENT,
        }
    ),
    "own-commitments": frozenset(
        {a.RECORD_COMMITMENT, a.REVISE_COMMITMENT, a.STAGE_COMMITMENT, a.DRAFT_FROM_COMMITMENT, a.READ_COMMITMENT}
    ),
    "national-plans": frozenset(
        {a.RECORD_NATIONAL_PLAN, a.REVISE_NATIONAL_PLAN, a.SHOW_NATIONAL_PLAN, a.READ_NATIONAL_PLAN}
    ),
    "calls-for-offers": frozenset({a.READ_SOLICITATION, a.SEE_CALL, a.ANSWER_CALL, a.CLOSE_CALL, a.RECALL_CALL}),
    "matches": frozenset(
        {
            a.PROPOSE_MATCH, a.CONSULT, a.ANSWER_MATCH, a.COUNTER_MATCH, a.WITHDRAW_COUNTER, a.TAKE_COUNTER,
            a.KEEP_PROPOSAL, a.CONFIRM_MATCH, a.WITHDRAW_MATCH, a.READ_MATCH, a.READ_MATCH_WHOLE,
        }
    ),
    "meetings": frozenset(
        {
            a.CHANGE_MEETING, a.CHOOSE_MODERATORS, a.ANSWER_INVITATION, a.VOLUNTEER_TO_MODERATE, a.RECORD_MEETING,
            a.REPORT_MEETING_ACTION, a.READ_MEETING,
        }
    ),
    "good-practices": frozenset(
        {
            a.REWORD_PRACTICE, a.ANSWER_PRACTICE, a.REVIEW_PRACTICE, a.RETRACT_PRACTICE, a.READ_PRACTICE,
            a.READ_PRACTICE_WHOLE,
        }
    ),
    "peer-links": frozenset(
        {
            a.INTRODUCE_PEERS, a.ANSWER_LINK, a.RECORD_EXCHANGE, a.ANSWER_LINK_PUBLICATION, a.LEAVE_LINK, a.WITHDRAW_LINK,
            a.READ_LINK, a.READ_LINK_WHOLE,
        }
    ),
    "initiatives": frozenset(
        {
            a.ANSWER_INITIATIVE, a.DIAGNOSE, a.STAND_BY_DIAGNOSIS, a.PLAN_INITIATIVE, a.RECORD_STEP, a.RECORD_CYCLE,
            a.ANSWER_RECOMMENDATION, a.SHOW_INITIATIVE, a.NAME_PRACTICE, a.CLOSE_INITIATIVE, a.READ_INITIATIVE,
            a.READ_INITIATIVE_WHOLE,
        }
    ),
    "calls-for-action": frozenset(
        {
            a.REVISE_CALL_FOR_ACTION, a.ANSWER_CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION,
            a.READ_CALL_FOR_ACTION, a.READ_CALL_FOR_ACTION_WHOLE,
        }
    ),
    "terms-reviews": frozenset(
        {
            a.ASK_REVIEW, a.OPEN_REVIEW, a.DECLINE_REVIEW, a.READ_REVIEW, a.PROPOSE_IN_REVIEW, a.WITHDRAW_PROPOSAL,
            a.CONCLUDE_REVIEW,
        }
    ),
    "reports": frozenset(
        {a.OPEN_EDITION, a.FREEZE_EDITION, a.WORD_EDITION, a.PUBLISH_EDITION, a.READ_EDITION, a.READ_EDITION_WHOLE}
    ),
    "warnings": frozenset({a.RAISE_WARNING, a.READ_WARNING, a.TAKE_UP_WARNING, a.SET_ASIDE_WARNING}),
    "crises": frozenset(
        {
            a.DECLARE_CRISIS, a.READ_CRISIS, a.READ_CRISIS_WHOLE, a.SAY_ON_CRISIS, a.REVIEW_CRISIS, a.END_CRISIS,
        }
    ),
    "thematic-projects": frozenset(
        {
            a.PROPOSE_PROJECT, a.OPEN_PROJECT, a.CLOSE_PROJECT, a.READ_PROJECT, a.READ_PROJECT_WHOLE, a.ATTACH_OFFER,
            a.VOLUNTEER_AS_CHAMPION, a.ANSWER_VOLUNTEER, a.ASK_PROJECT_CHAMPION, a.ANSWER_AS_PROJECT_CHAMPION,
        }
    ),
    "threads": frozenset(
        {a.READ_THREAD, a.SEND_MESSAGE, a.ADD_DOCUMENT, a.ASK_QUESTION, a.ANSWER_QUESTION, a.WITHDRAW_QUESTION, a.READ_UP_TO}
    ),
    "engagements": frozenset(
        {
            a.READ_ENGAGEMENT, a.READ_PARTNER_CONTACT, a.GIVE_NOTICE, a.ANSWER_NOTICE, a.PROPOSE_TERMS, a.SET_TERMS_ASIDE,
            a.SIGN_TERMS, a.RECORD_SIGNED_TERMS, a.RELEASE_CONTACT, a.PROPOSE_PLAN, a.AGREE_PLAN, a.START_ENGAGEMENT,
            a.REPORT_PROGRESS, a.ANSWER_REPORT, a.ANSWER_PUBLICATION, a.PAUSE_ENGAGEMENT, a.SAY_FULFILLED, a.END_ENGAGEMENT,
            a.CLOSE_ENGAGEMENT, a.EVALUATE_ENGAGEMENT, a.EVALUATE_AS_SECRETARIAT, a.SAY_RESULTS_STAND, a.ASK_CHAMPION,
            a.ANSWER_AS_CHAMPION,
        }
    ),
    "deliveries": frozenset({a.READ_DELIVERY, a.RETRY_DELIVERY}),
}  # fmt: skip
"""Collection -> what a person may do and read of its things at their owner, when sent there by the gateway at home.

No contact that is for the officers of one deployment alone (WM 6); of a partner's, what it released to the reader's side.
Mailboxes, tokens, endpoints and handovers of countries are each deployment's own: nothing is done to them from elsewhere.
"""

BETWEEN: Mapping[str, frozenset[Action]] = {
    "read-elsewhere": frozenset({a.READ_HANDOVER, a.READ_NOTICE, a.READ_DELIVERY, a.READ_SHOWN_REQUEST}),
    **{ACTING + collection: may for collection, may in _ON.items()},
}
"""What a person's token is narrowed to when a gateway asks another deployment for that person; no program gets it."""


def is_granted(scopes: Iterable[str], action: Action) -> bool:
    """Whether one of these scopes holds the action. A scope that is not known any more holds nothing."""
    return any(action in SCOPES.get(scope, BETWEEN.get(scope, ())) for scope in scopes)
