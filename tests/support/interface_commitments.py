"""Pledges and national plans, for each operation on one that interfaces are held by (WM 13)."""

from tests.support.interfaces import Interfaces
from tests.support.national_plans import TCD, plan_body, pledge_body

STATE = "tcd-authority"
Operations = dict[str, tuple[str, dict[str, str]]]


def commitments(at: Interfaces) -> Operations:
    """Pledges of the State, one for each operation."""
    found: Operations = dict.fromkeys(("record_commitment", "list_commitments", "confirm_commitments"), (STATE, {}))
    for name in ("read_commitment", "revise_commitment", "stage_commitment", "draft_from_commitment"):
        made = at.call(STATE, "intake", "POST", "/own-commitments", pledge_body(text=name)).json()
        found[name] = (STATE, {"commitment_id": made["commitment_id"]})
    return found


def national_plans(at: Interfaces) -> Operations:
    """National plans of the State, one for each operation."""
    found: Operations = dict.fromkeys(("record_national_plan", "list_national_plans"), (STATE, {}))
    for name in ("read_national_plan", "read_national_plan_version", "revise_national_plan", "show_national_plan", "hide_national_plan"):  # fmt: skip
        made = at.call(STATE, "intake", "POST", "/national-plans", {"party": TCD, "content": plan_body()}).json()
        found[name] = (STATE, {"national_plan_id": made["national_plan_id"]})
    return found
