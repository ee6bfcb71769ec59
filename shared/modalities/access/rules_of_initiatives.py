"""Who may do what with a pilot or the quality-assurance initiative: rows of the policy's table (WM 7, 11)."""

from shared.modalities.access import actions as a
from shared.modalities.access.relations import (
    anyone,
    as_asked_partner,
    as_its_state,
    as_partner,
    as_partner_or_asked,
    country_practises,
    may_look,
    own_region,
    serving,
)
from shared.modalities.access.rule import BUREAU, GENEVA, OFFICE, PARTIES, STATE, Rule, rows

_READING = (a.READ_INITIATIVE, a.READ_INITIATIVE_WHOLE)
_TOGETHER = (a.DIAGNOSE, a.STAND_BY_DIAGNOSIS, a.PLAN_INITIATIVE, a.RECORD_STEP, a.RECORD_CYCLE)
"""What each side does for itself, once it is agreed."""

OF_INITIATIVES: tuple[Rule, ...] = (
    # An initiative is its State's: by its word it begins, is shown, leads on and ends; officers propose, and end what they cannot carry on.
    *rows(as_its_state, (STATE,), a.OPEN_INITIATIVE, a.ANSWER_INITIATIVE, a.ANSWER_RECOMMENDATION, a.SHOW_INITIATIVE,
          a.NAME_PRACTICE, a.CLOSE_INITIATIVE, *_TOGETHER, *_READING),
    *rows(as_partner_or_asked, PARTIES, a.ANSWER_INITIATIVE),
    *rows(as_partner, PARTIES, *_TOGETHER, *_READING),
    *rows(as_asked_partner, PARTIES, a.READ_INITIATIVE),
    *rows(may_look, PARTIES, a.READ_INITIATIVE),
    *rows(country_practises, (OFFICE,), *_READING),
    *rows(own_region, (BUREAU, GENEVA), a.OPEN_INITIATIVE, a.CLOSE_INITIATIVE, *_TOGETHER),
    *rows(own_region, (BUREAU,), *_READING),
    *rows(serving, (BUREAU,), *_READING),
    *rows(anyone, (GENEVA,), *_READING),
)  # fmt: skip
