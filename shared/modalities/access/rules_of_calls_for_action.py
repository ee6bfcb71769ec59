"""Who may do what with a call for action: rows of the policy's table (WM 5)."""

from shared.modalities.access import actions as a
from shared.modalities.access.relations import (
    anyone,
    as_asked_to_act,
    country_asked_to_act,
    in_its_audience,
    own_region,
)
from shared.modalities.access.rule import BUREAU, GENEVA, OFFICE, PARTIES, Rule, rows

OF_CALLS_FOR_ACTION: tuple[Rule, ...] = (
    # Officers ask, and say what came of it; each party answers and reports for itself alone.
    *rows(as_asked_to_act, PARTIES, a.READ_CALL_FOR_ACTION, a.ANSWER_CALL_FOR_ACTION, a.REPORT_ON_CALL_FOR_ACTION),
    *rows(in_its_audience, PARTIES, a.READ_CALL_FOR_ACTION, a.ANSWER_CALL_FOR_ACTION),
    *rows(in_its_audience, (OFFICE,), a.READ_CALL_FOR_ACTION),
    *rows(country_asked_to_act, (OFFICE,), a.READ_CALL_FOR_ACTION),
    *rows(own_region, (BUREAU, GENEVA), a.OPEN_CALL_FOR_ACTION, a.REVISE_CALL_FOR_ACTION, a.CLOSE_CALL_FOR_ACTION),
    *rows(anyone, (BUREAU, GENEVA), a.READ_CALL_FOR_ACTION, a.READ_CALL_FOR_ACTION_WHOLE),
)
