"""Who may do what with the Secretariat's notes of contacts with parties: rows of the policy's table (WM 6)."""

from shared.modalities.access import actions as a
from shared.modalities.access.relations import own_region
from shared.modalities.access.rule import BUREAU, GENEVA, Rule, rows

OF_LIAISONS: tuple[Rule, ...] = (
    # Of the officers of the deployment that noted it: neither its party nor another bureau reads one, nor Geneva a bureau's.
    *rows(own_region, (BUREAU, GENEVA), a.RECORD_LIAISON, a.CORRECT_LIAISON, a.FOLLOW_UP_LIAISON, a.READ_LIAISON),
)
