"""WM 15.vi: every outcome, over every pair of what a request may say of others who support it."""

from itertools import product
from typing import Any

import pytest

from services.intake.criteria.vi_coordination import CoordinationOfSupport
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import request_body

TCD, CMR, EUAA = "iso3166:TCD", "iso3166:CMR", "org:euaa"
EXISTING = [{"provider": "org:euaa", "description": "Training of registrars"}]
HOW, SO_NOT = "Monthly meetings of all partners", "Each partner has districts of its own"

SEVERAL = {
    "alone": {},
    "two States": {"requesting_states": [TCD, CMR]},
    "a supporter": {"supporters": [EUAA]},
    "both": {"requesting_states": [TCD, CMR], "supporters": [EUAA]},
}


def found(**changes: Any) -> tuple[str, str, tuple[str, ...]]:
    """Outcome, the code of its reason, and evidence."""
    one = CoordinationOfSupport().assess(RequestContent.model_validate(request_body(**changes)))
    return one.outcome.value, one.reasons[0].code, one.evidence


@pytest.mark.paragraph("15.vi")
@pytest.mark.parametrize("who", SEVERAL)
def test_nothing_is_said(who: str) -> None:
    if who == "alone":
        assert found(**SEVERAL[who]) == ("unclear", "other_support_unsaid", ())
    else:
        assert found(**SEVERAL[who]) == ("not_met", "several_uncoordinated", ("/requesting_states", "/supporters"))


@pytest.mark.paragraph("15.vi")
@pytest.mark.parametrize(
    ("who", "existing", "how", "so_not"),
    list(product(SEVERAL, ([], EXISTING), (None, HOW), (None, SO_NOT))),
)
def test_what_is_said_of_it(who: str, existing: list[Any], how: str | None, so_not: str | None) -> None:
    said = {"existing_support": existing, "how_coordinated": how, "duplication_mitigation": so_not}
    outcome, code, evidence = found(coordination=said, **SEVERAL[who])
    if who == "alone" and not existing:
        assert (outcome, code, evidence) == ("not_applicable", "no_other_support", ("/coordination",))
        return
    wanted = {2: ("met", "coordination_described"), 1: ("partly", "coordination_half_described"),
              0: ("not_met", "coordination_undescribed")}  # fmt: skip
    assert (outcome, code) == wanted[(how is not None) + (so_not is not None)]
    assert evidence == tuple(f"/coordination/{name}" for name, value in said.items() if value)
