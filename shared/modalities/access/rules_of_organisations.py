"""Who may do what with an organisation that registers: rows of the policy's table, beside it as that is full (WM 3)."""

from shared.modalities.access import action_groups as g
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Role
from shared.modalities.access.relations import anyone, as_owner, own_region, shown_to_public
from shared.modalities.access.rule import APPLICANT, BUREAU, GENEVA, Rule, rows

OF_ORGANISATIONS: tuple[Rule, ...] = (
    # Who asks to be registered reads and changes its own application and nothing else; an officer decides, of one that works across
    # regions Geneva's. Once it is registered everybody reads what it is called (WM 3).
    *rows(as_owner, (APPLICANT,), a.APPLY_AS_ORGANISATION, a.AMEND_APPLICATION, *g.READING_ORGANISATION),
    *rows(own_region, (BUREAU,), a.DECIDE_ORGANISATION, a.KEEP_ORGANISATION, *g.READING_ORGANISATION),
    *rows(
        anyone,
        (GENEVA,),
        a.DECIDE_ORGANISATION,
        a.DECIDE_ORGANISATION_ACROSS,
        a.KEEP_ORGANISATION,
        *g.READING_ORGANISATION,
    ),
    *rows(shown_to_public, tuple(Role), a.READ_ORGANISATION),
)
