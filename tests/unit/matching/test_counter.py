"""A counter to a match through its life: what each step refuses, and which lines follow from one that is taken (WM 11)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest

from services.matching.domain import counter as domain
from services.matching.domain import match as matches
from shared.contracts.shapes.counter import Counter, CounterLine
from shared.contracts.shapes.match import MatchLine, MatchState, MatchStatus, Side
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.paragraph("11")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, CHE = "iso3166:TCD", "iso3166:FRA", "iso3166:CHE"
LINES = (("r", "1", "f", "a"), ("r", "2", "f", "b"), ("r", "1", "c", "a"))
"""Of France's offer f and Switzerland's offer c."""
FRENCH = domain.OwnLines(frozenset({"f"}), {("f", "a"): Decimal(6), ("f", "b"): Decimal(4)})
CHADS = domain.OwnLines(frozenset({"r"}), {("r", "1"): Decimal(8), ("r", "2"): Decimal(5)})


def quantity(amount: int | str, unit: str = "packages") -> Quantity:
    return Quantity(amount=Decimal(amount), unit=unit)


def a_match(
    status: str = "reserved", lines: tuple[domain.LineKey, ...] = LINES, unit: str = "packages", **more: Any
) -> Any:
    of = tuple(
        MatchLine(request_id=r, request_line_id=rl, offer_id=o, offer_line_id=ol, quantity=quantity(4, unit),
                  covers=quantity(4))
        for r, rl, o, ol in lines
    )  # fmt: skip
    sides = (Side(party=TCD, role="requester"), Side(party=FRA, role="offerer"), Side(party=CHE, role="offerer"))
    return MatchState.model_validate(
        {
            "match_id": "m", "reference": "M-1", "region": "wca", "status": status, "lines": of, "sides": sides,
            "reservations": (), "proposed_by": "officer", "proposed_at": NOW, "answer_due_at": NOW,
            "proposal_reason": "The nearest", "reservation_deadline": NOW,
        } | more
    )  # fmt: skip


def line(key: domain.LineKey, amount: int | str) -> CounterLine:
    r, rl, o, ol = key
    return CounterLine(request_id=r, request_line_id=rl, offer_id=o, offer_line_id=ol, amount=Decimal(amount),
                       unit="packages")  # fmt: skip


def a_counter(party: str = FRA, *lines: CounterLine, status: str = "open", one: str = "k") -> Counter:
    given = lines or (line(LINES[0], 2),)
    return Counter.model_validate(
        {"counter_id": one, "party": party, "lines": given, "made_at": NOW, "status": status}
    )  # fmt: skip


def named(amount: int, **keys: str) -> domain.NamedLine:
    empty = dict.fromkeys(("request_id", "request_line_id", "offer_id", "offer_line_id"))
    return domain.NamedLine(**(empty | keys), amount=Decimal(amount))


@pytest.mark.parametrize("status", [one for one in get_args(MatchStatus) if one != "reserved"])
def test_only_a_reserved_match_is_countered(status: str) -> None:
    with pytest.raises(Conflict) as refused:
        domain.may_counter(a_match(status), FRA)
    assert refused.value.code == f"match_{status}"


def test_who_is_no_side_or_has_answered_or_countered_may_not() -> None:
    with pytest.raises(Invalid) as stranger:
        domain.may_counter(a_match(), "iso3166:NOR")
    assert [fault.code for fault in stranger.value.faults] == ["no_party"]
    answered, _ = matches.answered(a_match(), Side(party=FRA, role="offerer", answer="accepted"))
    twice = domain.countered(a_match(), a_counter())
    full = a_match(counters=[a_counter(status="kept", one=str(n)) for n in range(domain.MOST)])
    for match, code in ((answered, "already_answered"), (twice, "counter_open"), (full, "too_many_counters")):
        with pytest.raises(Conflict) as refused:
            domain.may_counter(match, FRA)
        assert refused.value.code == code
    assert domain.may_counter(twice, TCD).party == TCD


@pytest.mark.parametrize(
    ("role", "own", "lines", "found"),
    [
        ("offerer", FRENCH, [named(2, offer_id="f", offer_line_id="a")], [(LINES[0], 2)]),
        ("offerer", FRENCH, [named(6, offer_line_id="a"), named(0, offer_line_id="b")], [(LINES[0], 6), (LINES[1], 0)]),
        ("requester", CHADS, [named(3, request_line_id="2")], [(LINES[1], 3)]),
        ("requester", CHADS, [named(4, request_line_id="1", offer_id="f"), named(0, offer_id="c")],
         [(LINES[0], 4), (LINES[2], 0)]),
    ],
)  # fmt: skip
def test_lines_are_named_by_ones_own_thing(
    role: str, own: domain.OwnLines, lines: list[domain.NamedLine], found: list[tuple[domain.LineKey, int]]
) -> None:
    side = Side.model_validate({"party": FRA, "role": role})
    kept = domain.lines_countered(a_match(), side, own, lines)
    assert [(domain.key_of(one), one.amount, one.unit) for one in kept] == [(key, n, "packages") for key, n in found]


@pytest.mark.parametrize(
    ("role", "own", "lines", "faults"),
    [
        ("offerer", FRENCH, [named(2, offer_id="c", offer_line_id="a")], [("/lines/0", "not_your_line")]),
        ("offerer", FRENCH, [named(2, offer_id="f")], [("/lines/0", "ambiguous_line")]),
        ("requester", CHADS, [named(2, request_line_id="1")], [("/lines/0", "ambiguous_line")]),
        ("offerer", FRENCH, [named(2, offer_line_id="a"), named(3, offer_line_id="a")], [("/lines/1", "named_twice")]),
        ("offerer", FRENCH, [named(7, offer_line_id="a")], [("/lines/0/amount", "more_than_there_is")]),
        ("requester", CHADS, [named(5, offer_id="c")], [("/lines/0/amount", "more_than_there_is")]),
        ("offerer", FRENCH, [named(4, offer_line_id="a")], [("/lines", "nothing_countered")]),
        ("requester", CHADS, [named(0, request_id="r", offer_id=o, offer_line_id=n) for o, n in
                              (("f", "a"), ("f", "b"), ("c", "a"))], [("/lines", "decline_instead")]),
    ],
)  # fmt: skip
def test_every_line_that_is_not_to_be_countered_so_is_named(
    role: str, own: domain.OwnLines, lines: list[domain.NamedLine], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        domain.lines_countered(a_match(), Side.model_validate({"party": FRA, "role": role}), own, lines)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == faults


def test_of_an_offer_whose_rest_is_not_known_here_its_owner_decides() -> None:
    unknown = domain.OwnLines(frozenset({"f"}), {})
    side = Side(party=FRA, role="offerer")
    assert domain.lines_countered(a_match(), side, unknown, [named(900, offer_line_id="a")])[0].amount == 900


def test_an_open_counter_stands_in_the_way_of_an_acceptance_and_of_no_decline() -> None:
    match = domain.countered(a_match(), a_counter())
    with pytest.raises(Conflict) as refused:
        matches.answered(match, Side(party=FRA, role="offerer", answer="accepted"))
    assert refused.value.code == "counter_open"
    declined, _ = matches.answered(match, Side(party=FRA, role="offerer", answer="declined", reason_code="timing"))
    assert [one.status for one in matches.over(declined, "declined").counters] == ["lapsed"]
    accepted, side = matches.answered(match, Side(party=TCD, role="requester", answer="accepted"))
    assert (side.answer, accepted.counters) == ("accepted", match.counters)


@pytest.mark.parametrize("status", ["taken", "kept", "withdrawn"])
def test_it_is_settled_once(status: Any) -> None:
    match = domain.countered(a_match(), a_counter())
    after = domain.settled(match, domain.waiting(match, "k"), status, NOW, "officer", "So it is")
    assert [(one.status, one.settled_by, one.settled_reason) for one in after.counters] == [
        (status, "officer", "So it is")
    ]
    with pytest.raises(Conflict) as again:
        domain.waiting(after, "k")
    assert again.value.code == f"counter_{status}"
    with pytest.raises(NotFound):
        domain.waiting(after, "other")
    assert domain.open_of(after, FRA) is None


def test_who_leaves_leaves_no_counter_that_waits() -> None:
    match = domain.countered(domain.countered(a_match(), a_counter(FRA, one="1")), a_counter(TCD, one="2"))
    left = matches.without(match, FRA)
    assert left is not None
    assert [(one.party, one.status) for one in left.counters] == [(FRA, "lapsed"), (TCD, "open")]


def taken(counter: Counter, role: str, match: MatchState, others: Mapping[domain.LineKey, Decimal]) -> Any:
    lines = domain.lines_taken(match, counter, role, others)
    return [(domain.key_of(one), int(one.quantity.amount), int(one.covers.amount)) for one in lines]


def test_what_follows_has_the_countered_amounts_and_leaves_nothing_lines_out() -> None:
    less = a_counter(FRA, line(LINES[0], 2), line(LINES[1], 0))
    assert taken(less, "offerer", a_match(), {}) == [(LINES[0], 2, 2), (LINES[2], 4, 4)]
    assert taken(a_counter(TCD, line(LINES[2], 1)), "requester", a_match(), {}) == [
        (LINES[0], 4, 4), (LINES[1], 4, 4), (LINES[2], 1, 1),
    ]  # fmt: skip


def test_a_line_that_stands_twice_is_one_line_of_what_follows() -> None:
    twice = a_match(lines=(LINES[0], LINES[0], LINES[2]))
    assert taken(a_counter(FRA, line(LINES[0], 5)), "offerer", twice, {}) == [(LINES[0], 5, 5), (LINES[2], 4, 4)]
    assert taken(a_counter(CHE, line(LINES[2], 1)), "offerer", twice, {}) == [(LINES[0], 8, 8), (LINES[2], 1, 1)]


def test_nothing_left_is_a_decline() -> None:
    alone = a_match(lines=(LINES[0],))
    with pytest.raises(Conflict) as refused:
        domain.lines_taken(alone, a_counter(FRA, line(LINES[0], 0)), "offerer", {})
    assert refused.value.code == "decline_instead"


def test_of_two_units_an_officer_says_the_other_amount() -> None:
    match, counter = a_match(lines=LINES[:2], unit="expert_days"), a_counter(FRA, line(LINES[0], 2))
    with pytest.raises(Invalid) as lacking:
        domain.lines_taken(match, counter, "offerer", {})
    assert [fault.code for fault in lacking.value.faults] == ["other_amount_needed"]
    assert taken(counter, "offerer", match, {LINES[0]: Decimal(3)}) == [(LINES[0], 2, 3), (LINES[1], 4, 4)]
    for others in ({LINES[1]: Decimal(3)}, {LINES[2]: Decimal(1)}):
        with pytest.raises(Invalid) as beside:
            domain.lines_taken(match, counter, "offerer", {LINES[0]: Decimal(3), **others})
        assert [fault.code for fault in beside.value.faults] == ["not_asked"]
