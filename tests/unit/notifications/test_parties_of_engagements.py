"""Who of an engagement hears what happens to it: each deployment tells its own, nobody is told what it did itself (WM 2, 9, 11, 15.vii, 19)."""

from typing import Any

import pytest

from services.notifications.domain.parties import Here
from services.notifications.kinds.engagement import audiences as who
from shared.contracts import delivery
from shared.contracts.shapes.champion import Champion
from shared.contracts.shapes.engagement import AskedSide, EngagementState
from tests.unit.delivery.worlds import CHAD, FRANCE, NIGER, NOW, in_stage, opened, sign

WCA, EUROPE, ESA = Here("wca"), Here("europe"), Here("esa")
CHE, DEU = "iso3166:CHE", "iso3166:DEU"
ASKING = (CHAD, NIGER)
BOTH = (NIGER, CHAD)  # in the order of their names, as they are told


def happened(state: EngagementState, party: str = CHAD, kind: Any = delivery.EngagementPaused, **more: Any) -> Any:
    return kind(aggregate_id="e1", aggregate_version=2, engagement=state, party=party, **more)


def told(resolve: Any, event: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """By the deployment that owns it, by the one that serves the offering side; a third one tells nobody."""
    assert resolve(event, ESA) == ()
    return resolve(event, WCA), resolve(event, EUROPE)


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(
    ("party", "others", "across"),
    [
        (CHAD, ((NIGER,), (FRANCE,)), ((), (FRANCE,))), (NIGER, ((CHAD,), (FRANCE,)), ((), (FRANCE,))),
        (FRANCE, (BOTH, ()), (BOTH, ())), (DEU, (BOTH, (FRANCE,)), (BOTH, (FRANCE,))),
    ],
)  # fmt: skip
def test_who_did_it_is_not_told_and_the_other_side_is(party: str, others: Any, across: Any) -> None:
    event = happened(opened(ASKING), party)
    assert told(who.engaged, event) == (BOTH, (FRANCE,))
    assert told(who.engaged_but_who_did_it, event) == others
    assert told(who.other_side, event) == across


@pytest.mark.paragraph("15.vii")
@pytest.mark.parametrize("what", ["delivery", "milestone", "funds", "unchanged"])
def test_the_other_side_answers_a_delivery_and_a_milestone_alone(what: str) -> None:
    event = happened(opened(), FRANCE, delivery.ProgressReported, what=what)
    answers = what in {"delivery", "milestone"}
    assert who.other_side_when_it_answers(event, WCA) == ((CHAD,) if answers else ())


@pytest.mark.paragraph("11")
def test_who_has_not_signed_is_asked_and_nobody_when_no_version_waits() -> None:
    first = opened(ASKING)
    assert told(who.unsigned, happened(first, FRANCE)) == (BOTH, ())
    once = sign(first, CHAD)
    assert told(who.unsigned, happened(once, CHAD)) == ((NIGER,), (FRANCE,))
    assert told(who.unsigned, happened(sign(sign(once, NIGER), FRANCE), FRANCE)) == ((), ())


@pytest.mark.paragraph("11")
def test_who_has_not_agreed_to_the_plan_is_asked() -> None:
    assert told(who.not_agreed_to_plan, happened(in_stage("agreed", ASKING))) == (BOTH, (FRANCE,))
    assert told(who.not_agreed_to_plan, happened(in_stage("planning", ASKING))) == ((NIGER,), (FRANCE,))


@pytest.mark.paragraph("15.vii")
def test_who_has_not_said_that_it_is_done_is_asked() -> None:
    said = opened(ASKING).model_copy(update={"fulfilled_by": (NIGER,)})
    assert told(who.not_said_fulfilled, happened(said)) == ((CHAD,), (FRANCE,))


@pytest.mark.paragraph("19")
def test_a_counterpart_that_has_not_answered_is_asked_by_who_serves_it() -> None:
    asked = (
        AskedSide(party=CHE, role="offerer", region="europe"), AskedSide(party=NIGER, role="requester"),
        AskedSide(party=DEU, role="offerer", region="europe", answer="declined", answered_at=NOW),
    )  # fmt: skip
    event = happened(opened().model_copy(update={"asked_sides": asked}))
    assert told(who.asked_counterpart, event) == ((NIGER,), (CHE,))


@pytest.mark.paragraph("2")
def test_a_champion_is_asked_once_and_hears_of_no_other() -> None:
    champions = (
        Champion(party=CHE, came="approached", answer="pending"), Champion(party=DEU, came="approached", answer="pending"),
        Champion(party=NIGER, came="volunteered", answer="accepted"),
    )  # fmt: skip
    state = opened().model_copy(update={"champions": champions})
    assert who.asked_champion(happened(state, CHE), WCA) == (CHE,)
    assert who.asked_champion(happened(state, NIGER), WCA) == ()


@pytest.mark.paragraph("6")
@pytest.mark.parametrize(
    ("line", "side", "asked", "answer", "hears"),
    [
        ("wca", "wca", "wca", "pending", False), ("esa", "wca", "wca", "pending", True),
        ("wca", "esa", "wca", "pending", True), ("wca", "wca", "esa", "pending", True),
        ("wca", "wca", "esa", "accepted", False), ("wca", "wca", "esa", "declined", False),
    ],
)  # fmt: skip
def test_officers_hear_of_engagements_that_their_offers_and_parties_stand_in(
    line: str, side: str, asked: str, answer: Any, hears: bool
) -> None:
    state = opened()
    changes = {
        "lines": tuple(one.model_copy(update={"offer_region": line}) for one in state.lines),
        "sides": tuple(one.model_copy(update={"region": side}) for one in state.sides),
        "asked_sides": (AskedSide(party=CHE, role="offerer", region=asked, answer=answer),),
    }
    event = happened(state.model_copy(update=changes))
    assert who.serving_engagement(event, ESA) == (("unhcr-bureau:esa",) if hears else ())
