"""Who may do what with the fund: rows of the policy's table (WM 7)."""

from shared.modalities.access import action_groups as g
from shared.modalities.access import actions as a
from shared.modalities.access.relations import as_owner, as_requester, own_region
from shared.modalities.access.rule import BUREAU, GENEVA, PARTIES, STATE, Rule, rows

OF_FUNDS: tuple[Rule, ...] = (
    # A party gives in its own name and reads what became of it; officers record its paper and keep the ledger. The State in whose
    # support money is spent says itself whether it agrees; no officer does (WM 7, 17).
    *rows(as_owner, PARTIES, a.CONTRIBUTE, a.READ_CONTRIBUTION),
    *rows(own_region, (BUREAU, GENEVA), *g.KEEPING_FUND),
    *rows(as_requester, (STATE,), a.ANSWER_ALLOTMENT, a.READ_ALLOTMENT),
)
