"""A match that follows its request to another deployment: who owns it, and who serves which side (WM 6, 11)."""

from datetime import UTC, date, datetime

import pytest

from services.matching.domain.moving import handed_over, still_here, taken_over
from shared.contracts.shapes.handover import Belonged, HandoverState
from shared.contracts.shapes.match import Side
from shared.modalities.errors import Elsewhere
from tests.unit.matching.test_match import CHE, FRA, NOW, TCD, a_match

pytestmark = pytest.mark.paragraph("6")
ORDER = HandoverState(
    handover_id="h", country=TCD, giving="wca", receiving="esa", on=date(2026, 4, 1), reason="The new region",
    ordered_by="officer", ordered_at=NOW, status="begun",
)  # fmt: skip
BEFORE = Belonged(region="wca", until=datetime(2026, 4, 1, tzinfo=UTC), until_version=3, handover_id="h")


def test_a_match_is_handed_over_once_and_says_where_it_is() -> None:
    here = a_match()
    still_here(here)
    gone = handed_over(here, "esa")
    assert gone.handed_over_to == "esa"
    with pytest.raises(Elsewhere) as refused:
        still_here(gone)
    assert (refused.value.owner, "ACSG-M-2026-001" in str(refused.value)) == ("esa", True)
    with pytest.raises(Elsewhere):
        handed_over(gone, "europe")


def test_the_receiver_serves_the_side_that_asks_and_others_stay_with_whom_they_were() -> None:
    sides = (
        Side(party=TCD, role="requester", answer="pending"),
        Side(party=FRA, role="offerer", region="europe", answer="accepted"),
        Side(party=CHE, role="offerer", answer="pending"),
    )
    moved = taken_over(a_match(sides=sides), ORDER, BEFORE)
    assert [(side.party, side.region, side.answer) for side in moved.sides] == [
        (TCD, "esa", "pending"),
        (FRA, "europe", "accepted"),
        (CHE, "wca", "pending"),
    ]
    assert (moved.region, moved.belonged) == ("esa", (BEFORE,))
