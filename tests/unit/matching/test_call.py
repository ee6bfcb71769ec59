"""A call for offers through its life: what each step refuses, and what it leaves as it was (WM 17)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from services.matching.domain import call as domain
from services.matching.domain import calling
from shared.contracts.shapes.call import Approached, CallStatus, LineAnswered, Reach, Solicitation
from shared.modalities.errors import Conflict, Elsewhere, Invalid

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, DEU, SWE = "iso3166:TCD", "iso3166:FRA", "iso3166:DEU", "iso3166:SWE"
LINES = [
    {"line_id": "1", "functional_area": "registration"},
    {"line_id": "2", "functional_area": "legal_aid"},
    {"line_id": "3", "functional_area": "registration"},
]
LATER = date(2026, 6, 1)


def a_call(status: str = "open", **changes: Any) -> Solicitation:
    values: dict[str, Any] = {
        "solicitation_id": "c", "request_id": "r", "approached": (FRA, DEU), "shown": {"title": "Training", "lines": LINES},
        "message": "Please help", "answer_due_at": NOW + timedelta(days=30), "sought_by": "officer", "sought_at": NOW,
        "region": "wca", "requesting_states": (TCD,), "status": status,
        "asked": (Approached(party=FRA, region="europe"), Approached(party=DEU)),
    }  # fmt: skip
    return Solicitation.model_validate(values | changes)


def of(call: Solicitation | None, party: str = FRA) -> Approached:
    found = call.of(party) if call is not None else None
    assert found is not None
    return found


def lines(call: Solicitation | None, party: str = FRA) -> dict[str, str]:
    return {one.line_id: one.answer for one in of(call, party).lines}


def codes(refused: "pytest.ExceptionInfo[Invalid]") -> list[tuple[str, str]]:
    return [(one.pointer, one.code) for one in refused.value.faults]


def declined(call: Solicitation, party: str = FRA, **more: Any) -> Solicitation:
    return domain.answered(call, party, "declined", NOW, **{"reason_code": "timing", **more})


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ("to_be_reached", "reached", "reached"),
        ("to_be_reached", "unreachable", "unreachable"),
        ("unreachable", "reached", "reached"),
        ("reached", "unreachable", None),
        ("seen", "reached", None),
        ("seen", "unreachable", None),
        ("reached", "seen", "seen"),
        ("reached", "reached", None),
    ],
)
def test_what_is_known_of_reaching_a_party_never_goes_back(before: Reach, said: Reach, after: Reach | None) -> None:
    call = a_call(asked=(Approached(party=FRA, reach=before), Approached(party=DEU)))
    found = domain.reached(call, FRA, said, NOW)
    assert (found is None) == (after is None)
    if found is not None:
        assert (of(found).reach, of(found).reach_at, of(found, DEU).reach) == (after, NOW, "to_be_reached")


def test_who_was_not_asked_is_not_reached_and_a_call_that_moved_is_not_changed() -> None:
    assert domain.reached(a_call(), SWE, "reached", NOW) is None
    assert domain.reached(a_call(handed_over_to="esa"), FRA, "reached", NOW) is None
    with pytest.raises(Elsewhere):
        domain.still_here(a_call(handed_over_to="esa"))


def test_a_decline_is_its_partys_alone_and_says_that_it_has_read_it() -> None:
    after = declined(a_call())
    mine = of(after)
    assert (mine.answer, mine.reason_code, mine.reach, mine.answered_at) == ("declined", "timing", "seen", NOW)
    assert of(after, DEU) == of(a_call(), DEU)
    assert lines(after) == {"1": "declined", "2": "declined", "3": "declined"}


def test_an_answer_may_be_for_a_part_and_an_offer_for_one_line_is_an_offer() -> None:
    part = declined(a_call(), lines=("2",))
    assert lines(part) == {"2": "declined"}
    both = domain.offered(part, FRA, "o1", ["registration"], NOW)
    assert lines(both) == {"1": "offered", "2": "declined", "3": "offered"}
    assert (of(both).answer, of(both).offers) == ("offered", ("o1",))
    assert both is not None
    again = domain.answered(both, FRA, "ask_again", NOW, ask_again_after=LATER)
    assert lines(again) == {"1": "offered", "2": "ask_again", "3": "offered"}
    assert (of(again).answer, of(again).ask_again_after) == ("offered", LATER)


def test_an_offer_of_another_area_answers_all_lines() -> None:
    assert set(lines(domain.offered(a_call(), FRA, "o1", ["country_of_origin_information"], NOW)).values()) == {
        "offered"
    }


def test_an_offer_counts_once_of_who_is_asked_and_while_answers_are_taken() -> None:
    once = domain.offered(a_call(), FRA, "o1", [], NOW)
    assert once is not None
    assert domain.offered(once, FRA, "o1", [], NOW) is None
    assert domain.offered(a_call(), SWE, "o1", [], NOW) is None
    for status in ("closed", "recalled"):
        assert domain.offered(a_call(status), FRA, "o1", [], NOW) is None


def test_an_offer_that_is_withdrawn_opens_the_answer_again() -> None:
    given = domain.offered(declined(a_call(), lines=("2",)), FRA, "o1", ["registration"], NOW)
    assert given is not None
    back = domain.taken_back(given, "o1", NOW)
    assert back is not None
    assert back[1] == FRA
    assert (lines(back[0]), of(back[0]).answer, of(back[0]).offers) == ({"2": "declined"}, "declined", ())
    assert domain.taken_back(a_call(), "o1", NOW) is None
    two = domain.offered(given, FRA, "o2", ["legal_aid"], NOW)
    assert two is not None
    one_left = domain.taken_back(two, "o1", NOW)
    assert one_left is not None
    assert (of(one_left[0]).answer, of(one_left[0]).offers) == ("offered", ("o2",))


@pytest.mark.parametrize(
    ("party", "answer", "more", "faults"),
    [
        (SWE, "declined", {"reason_code": "timing"}, [("/party", "not_approached")]),
        (FRA, "declined", {}, [("/reason_code", "reason_needed")]),
        (FRA, "ask_again", {}, [("/ask_again_after", "date_needed")]),
        (FRA, "ask_again", {"ask_again_after": NOW.date()}, [("/ask_again_after", "in_the_past")]),
        (FRA, "declined", {"reason_code": "timing", "ask_again_after": LATER}, [("/ask_again_after", "not_of_this_answer")]),
        (FRA, "declined", {"lines": ("1", "9")}, [("/line_ids/1", "unknown_line"), ("/reason_code", "reason_needed")]),
    ],
)  # fmt: skip
def test_every_fault_of_an_answer_is_named(party: str, answer: Any, more: Any, faults: list[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        domain.answered(a_call(), party, answer, NOW, **more)
    assert codes(refused) == faults


@pytest.mark.parametrize("status", [one for one in get_args(CallStatus) if one not in {"open", "closing"}])
def test_a_call_that_is_over_takes_no_answer_and_is_not_closed_again(status: str) -> None:
    with pytest.raises(Conflict) as refused:
        declined(a_call(status))
    assert refused.value.code == f"call_{status}"
    with pytest.raises(Conflict):
        domain.closed(a_call(status), "officer", NOW)


def test_a_closed_call_keeps_what_was_asked() -> None:
    after = domain.closed(a_call("closing"), "officer", NOW, "officer", "Enough came")
    assert (after.status, after.ended_because, after.ending_words, after.approached) == (
        "closed", "officer", "Enough came", (FRA, DEU),
    )  # fmt: skip
    assert after.shown == a_call().shown


@pytest.mark.parametrize("status", get_args(CallStatus))
def test_a_recalled_call_shows_nothing_to_nobody_and_keeps_who_was_asked(status: str) -> None:
    before = declined(a_call()).model_copy(update={"status": status})
    after = domain.recalled(before, "agreement_withdrawn", NOW)
    assert (after.status, after.shown, after.message, after.approached) == ("recalled", {}, None, ())
    assert [(one.party, one.answer) for one in after.asked] == [(FRA, "declined"), (DEU, None)]
    assert after.serving() == {"europe"}


def test_a_call_of_before_answers_were_kept_takes_them() -> None:
    old = a_call(asked=())
    assert [one.party for one in old.everyone()] == [FRA, DEU]
    after = declined(old)
    assert [(one.party, one.answer) for one in after.asked] == [(FRA, "declined"), (DEU, None)]
    assert [one.party for one in domain.recalled(old, "officer", NOW).asked] == [FRA, DEU]


def test_lines_are_those_asked_for_as_far_as_they_are_shown() -> None:
    assert domain.lines_of(a_call()) == ("1", "2", "3")
    assert domain.lines_of(a_call(line_ids=("3", "7"))) == ("3",)
    assert domain.lines_of(a_call(shown={"title": "Training"})) == ()
    assert [one["line_id"] for one in calling.fields_for({"lines": LINES}, ("2",))["lines"]] == ["2"]
    assert calling.fields_for({"title": "T"}, ("2",)) == {"title": "T"}


@pytest.mark.parametrize(
    ("approached", "outcome", "regions"),
    [
        ((FRA, "org:ecre"), "too_few", {"europe": 1}),
        ((FRA, DEU, SWE), "one_sided", {"europe": 3}),
        ((FRA, DEU, "iso3166:KEN"), "balanced", {"esa": 1, "europe": 2}),
        ((FRA, DEU, SWE, "iso3166:KEN"), "one_sided", {"esa": 1, "europe": 3}),
    ],
)
def test_balance_by_region_is_said_of_states(
    approached: tuple[str, ...], outcome: str, regions: dict[str, int]
) -> None:
    found = calling.balance_of(approached, NOW.date())
    assert found.outcome == outcome
    assert sum(found.regions.values()) == sum(regions.values())


def test_who_has_no_address_is_said_when_it_is_asked() -> None:
    asked = calling.asked((FRA, DEU), {FRA: "europe"}.get, {DEU}.__contains__, NOW)
    assert [(one.party, one.region, one.reach) for one in asked] == [
        (FRA, "europe", "unreachable"), (DEU, None, "to_be_reached"),
    ]  # fmt: skip


def test_an_answered_line_is_said_once() -> None:
    twice = declined(declined(a_call(), lines=("1",)), lines=("1",))
    assert of(twice).lines == (LineAnswered(line_id="1", answer="declined"),)
