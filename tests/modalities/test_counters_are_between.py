"""WM 11, 17: a counter is between its party and officers; the other side, and everybody else, sees nothing of it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.notifications.domain.parties import Here
from services.notifications.kinds import match as told
from shared.contracts.matching import CounterAnswered, MatchCountered, MatchReleased
from shared.contracts.shapes.counter import Counter, CounterLine, CounterStatus
from shared.contracts.shapes.match import MatchLine, MatchState, Reservation, Side
from shared.contracts.shapes.seen import MatchSeen
from shared.contracts.shapes.values import Quantity
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.match_view import Beside, match
from shared.modalities.access.resources import of_match

pytestmark = [pytest.mark.paragraph("11"), pytest.mark.paragraph("17")]
NOW = datetime(2026, 5, 1, tzinfo=UTC)
POL, FRA, DEU = "iso3166:POL", "iso3166:FRA", "iso3166:DEU"
OFFICERS = (
    Actor("o", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe"),
    Actor("s", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"),
    Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
)
POLAND, FRANCE, GERMANY = (Actor(party, Role.STATE_AUTHORITY, party) for party in (POL, FRA, DEU))
OTHERS = (
    GERMANY,
    Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:POL"),
    Actor("i", Role.INTEGRATOR, "org:made-up"),
)
HOME, WCA, ESA = (Here(one, "geneva") for one in ("europe", "wca", "esa"))


def countered(by: str, status: CounterStatus = "open") -> MatchState:
    """France's offer of Western Africa's roster put to a request of Poland, and what one of them says of it."""
    one = Quantity(amount=Decimal(3), unit="packages")
    line = CounterLine(
        request_id="r", request_line_id="1", offer_id="o", offer_line_id="x", amount=Decimal("777"), unit="packages"
    )
    counter = Counter(
        counter_id="k", party=by, lines=(line,), words="CANARY-words", language="en", reason_code="timing", made_at=NOW,
        status=status, settled_at=NOW, settled_by="CANARY-officer", settled_reason="CANARY-reason",
    )  # fmt: skip
    return MatchState(
        match_id="m", reference="MATCH-2026-POL-001", region="europe", status="reserved",
        lines=(MatchLine(request_id="r", request_line_id="1", offer_id="o", offer_line_id="x", quantity=one, covers=one),),
        sides=(Side(party=POL, role="requester"), Side(party=FRA, role="offerer", region="wca")),
        reservations=(Reservation(reservation_id="q", offer_id="o", offer_region="wca", status="held"),),
        counters=(counter,), proposed_by="officer", proposal_reason="It fits", proposed_at=NOW, reservation_deadline=NOW,
        answer_due_at=NOW, followed_by="CANARY-next",
    )  # fmt: skip


def seen(who: Actor, state: MatchState, *shown: str) -> dict[str, Any] | None:
    """The match as somebody sees it."""
    request = resources.request("europe", [POL], (), ("offerers",) if shown else (), lead=POL)
    beside = {"r": Beside(request, frozenset(shown)), "o": Beside(resources.offer("wca", [FRA], "mechanism", lead=FRA))}
    return match(who, of_match(state), state.model_dump(mode="json"), beside)


@pytest.mark.parametrize("by", [POL, FRA])
def test_officers_and_its_own_party_read_it_and_nobody_else_does(by: str) -> None:
    state = countered(by)
    for officer in OFFICERS:
        whole = seen(officer, state)
        assert whole is not None
        assert [one["settled_by"] for one in whole["counters"]] == ["CANARY-officer"]
    for party in (POLAND, FRANCE):
        found = seen(party, state)
        assert found is not None
        MatchSeen.model_validate(found)
        assert bool(found["counters"]) is (party.party == by)
        assert ("CANARY-words" in json.dumps(found), "CANARY-reason" in json.dumps(found)) == (party.party == by,) * 2
        assert not any(canary in json.dumps(found) for canary in ("CANARY-officer", "CANARY-next"))
    for other in OTHERS:
        assert "777" not in json.dumps(seen(other, state))
        assert "CANARY" not in json.dumps(seen(other, state))


def test_who_is_not_shown_the_request_reads_its_own_line_alone() -> None:
    found = seen(FRANCE, countered(FRA))
    assert found is not None
    (line,) = found["counters"][0]["lines"]
    assert (line["request_id"], line["request_line_id"], line["offer_id"], line["amount"]) == (None, None, "o", "777")


def event_of(kind: Any, by: str, status: CounterStatus = "open") -> Any:
    """An event of it."""
    of_kind = {"reason": "countered"} if kind is MatchReleased else {"party": by, "counter_id": "k"}
    return kind(aggregate_id="m", aggregate_version=4, match=countered(by, status), **of_kind)


@pytest.mark.parametrize(
    ("status", "again", "taken", "bureau"),
    [("kept", (FRA,), (), False), ("taken", (), (FRA,), False), ("withdrawn", (), (), True), ("lapsed", (), (), False)],
)
def test_who_hears_what_became_of_it(
    status: CounterStatus, again: tuple[str, ...], taken: tuple[str, ...], bureau: bool
) -> None:
    event = event_of(CounterAnswered, FRA, status)
    assert told.side_asked_again(event, WCA) == again
    assert told.side_whose_counter_was_taken(event, WCA) == taken
    assert told.side_asked_again(event, HOME) == told.side_whose_counter_was_taken(event, HOME) == ()
    assert told.side_asked_again(event, ESA) == ()
    assert bool(told.bureau_of_withdrawn_counter(event, HOME)) is bureau


def test_the_end_of_a_countered_match_leaves_officers_nothing_to_do_and_follows_on_no_feed() -> None:
    assert told.bureau_when_open_again(event_of(MatchReleased, FRA), HOME) == ()
    assert {MatchCountered, CounterAnswered} <= set(told.KIND.not_followed)
    assert MatchCountered not in told.KIND.told_abroad
