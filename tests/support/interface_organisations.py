"""Organisations and experts, for each operation on one that interfaces are held by (WM 3, 7)."""

from tests.support.experts import expert_body
from tests.support.interfaces import Interfaces
from tests.support.organisations import organisation_body

OFFICER, APPLICANT = "wca-officer", "applicant-lists"


def organisations(at: Interfaces) -> dict[str, tuple[str, dict[str, str]]]:
    """Applications, each of another applicant, one for each operation; of those on registered ones each is registered."""
    found: dict[str, tuple[str, dict[str, str]]] = {
        "apply_as_organisation": ("applicant-new", {}),
        "list_organisations": (APPLICANT, {}),
    }
    for name, who in (
        ("read_organisation", ""), ("amend_application", ""), ("withdraw_application", ""), ("read_alike_organisations", OFFICER),
        ("register_organisation", OFFICER), ("refuse_organisation", OFFICER), ("rename_organisation", OFFICER),
        ("merge_organisation", OFFICER), ("end_organisation", OFFICER),
    ):  # fmt: skip
        applicant = f"applicant-{name.replace('_', '-')}"
        made = at.call(applicant, "roster", "POST", "/organisations", organisation_body()).json()
        one = made["organisation_id"]
        if name in ("rename_organisation", "merge_organisation", "end_organisation"):
            at.call(OFFICER, "roster", "POST", f"/organisations/{one}/registration", {"code": name.replace("_", "-")})
        found[name] = (who or applicant, {"organisation_id": one})
    return found


def experts(at: Interfaces) -> dict[str, tuple[str, dict[str, str]]]:
    """Experts of one's own, one for each operation."""
    found: dict[str, tuple[str, dict[str, str]]] = {
        "list_expert": ("fra-authority", {}),
        "list_experts": ("fra-authority", {}),
    }
    for name in ("read_expert", "read_people", "revise_expert", "confirm_expert", "note_away", "deploy_expert", "release_person",
                 "take_person_back", "appraise_expert", "withdraw_expert"):  # fmt: skip
        made = at.call("fra-authority", "roster", "POST", "/experts", expert_body()).json()
        found[name] = ("fra-authority", {"expert_id": made["expert_id"]})
    return found
