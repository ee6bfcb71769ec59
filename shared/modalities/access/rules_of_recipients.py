"""Who says that a recipient other than a State takes part: rows of the policy's table (WM 10, 15.iv)."""

from shared.modalities.access import actions as a
from shared.modalities.access.relations import (
    as_invited_recipient,
    as_lead_requester,
    as_non_state_recipient,
    country_leads,
    own_region,
)
from shared.modalities.access.rule import BUREAU, OFFICE, STAKEHOLDER, STATE, Rule, rows

OF_RECIPIENTS: tuple[Rule, ...] = (
    # It says so itself, where it has a login.
    *rows(as_invited_recipient, (STAKEHOLDER,), a.AGREE_AS_RECIPIENT, a.DECLINE_AS_RECIPIENT),
    *rows(as_non_state_recipient, (STAKEHOLDER,), a.LEAVE_AS_RECIPIENT),
    # A paper that it signed is recorded by the office or the bureau; of one that has no registered id by the authority too,
    # which works with it and is often the only one that can hold such a paper.
    *rows(country_leads, (OFFICE,), a.RECORD_RECIPIENT_PAPER, a.RECORD_UNREGISTERED_PAPER),
    *rows(own_region, (BUREAU,), a.RECORD_RECIPIENT_PAPER, a.RECORD_UNREGISTERED_PAPER),
    *rows(as_lead_requester, (STATE,), a.RECORD_UNREGISTERED_PAPER),
)
