"""Who may do what with rule sets: rows of the policy's table (WM 21)."""

from shared.modalities.access import actions as a
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import anyone, own_region
from shared.modalities.access.rule import BUREAU, GENEVA, Rule, rows

OF_RULE_SETS: tuple[Rule, ...] = (
    # The criteria that a request is held against are no secret.
    *rows(anyone, tuple(Role), a.READ_RULES),
    # What another set would find of open requests is for the officers who work on them: of each, what they may read of it anyway.
    *rows(own_region, (BUREAU, GENEVA), a.COMPARE_RULES),
)
