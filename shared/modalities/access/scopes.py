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
            a.READ_PULSE, a.READ_INBOX, a.READ_ANNOUNCEMENT, a.READ_MEETING, a.READ_ENGAGEMENT,
        }
    ),
    "requests": frozenset({a.CHECK_REQUEST, a.SUBMIT_REQUEST, a.REVISE_REQUEST, a.RECORD_COMMITMENT}),
    "offers": frozenset({a.LIST_OFFER, a.REVISE_OFFER}),
    "webhooks": frozenset({a.KEEP_WEBHOOK, a.READ_WEBHOOK, a.READ_DELIVERY, a.READ_NOTICE}),
    "mailboxes": frozenset({a.KEEP_DIRECTORY, a.KEEP_PREFERENCES, a.READ_PREFERENCES, a.READ_NOTICE}),
    "inbox": frozenset({a.READ_INBOX, a.KEEP_INBOX, a.READ_DEADLINE}),
}  # fmt: skip

PERSONS_ALONE = frozenset(
    {
        a.GIVE_CONSENT, a.WITHDRAW_CONSENT, a.ANSWER_MATCH, a.WITHDRAW_REQUEST, a.WITHDRAW_OFFER, a.DECIDE_REQUEST,
        a.CONFIRM_MATCH, a.KEEP_TOKEN, a.REVOKE_TOKEN, a.AGREE_TO_REQUEST, a.DECLINE_REQUEST, a.LEAVE_REQUEST,
        a.AGREE_TO_SUPPORT, a.DECLINE_SUPPORT, a.END_SUPPORT, a.RECORD_SIGNED_PAPER, a.AGREE_TO_OFFER, a.DECLINE_OFFER,
        a.LEAVE_OFFER, a.ANSWER_CALL,
    }
)  # fmt: skip
"""Never in a scope; a test holds it."""


BETWEEN: Mapping[str, frozenset[Action]] = {
    "read-elsewhere": frozenset({a.READ_HANDOVER, a.READ_NOTICE, a.READ_DELIVERY, a.READ_SHOWN_REQUEST}),
}
"""What a person's token is narrowed to when a gateway asks another deployment for that person; no program gets it."""


def is_granted(scopes: Iterable[str], action: Action) -> bool:
    """Whether one of these scopes holds the action. A scope that is not known any more holds nothing."""
    return any(action in SCOPES.get(scope, BETWEEN.get(scope, ())) for scope in scopes)
