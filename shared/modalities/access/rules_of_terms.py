"""Who may do what with the terms of reference: their review, and the rule sets that come of it; rows of the policy's table (WM 21)."""

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import anyone, as_owner, in_its_audience, own_region, serving
from shared.modalities.access.rule import BUREAU, GENEVA, OFFICE, PARTIES, STAKEHOLDER, STATE, Rule, rows

OF_TERMS: tuple[Rule, ...] = (
    # Any stakeholder may ask for a review, and reads what became of it; every party that is consulted proposes for itself (WM 21).
    *rows(as_owner, PARTIES, a.ASK_REVIEW, a.READ_REVIEW),
    *rows(in_its_audience, PARTIES, a.PROPOSE_IN_REVIEW, a.WITHDRAW_PROPOSAL),
    *rows(in_its_audience, (STATE, OFFICE, STAKEHOLDER), a.READ_REVIEW),
    *rows(serving, (BUREAU,), a.READ_REVIEW),
    *rows(own_region, (BUREAU, GENEVA), a.OPEN_REVIEW, a.DECLINE_REVIEW, a.CONCLUDE_REVIEW),
    # The criteria that a request is held against are no secret.
    *rows(anyone, tuple(Role), a.READ_RULES),
    # What another set would find of open requests is for the officers who work on them: of each, what they may read of it anyway.
    *rows(own_region, (BUREAU, GENEVA), a.COMPARE_RULES),
)
