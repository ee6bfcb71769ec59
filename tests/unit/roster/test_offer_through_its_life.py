"""An offer through its life: what is promised stays promised, who speaks for it, what each step refuses (WM 6, 7, 18)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.roster.domain import capacity
from services.roster.domain import support_offer as offers
from services.roster.domain.giving_back import not_taken_yet
from services.roster.domain.named import party_said
from services.roster.domain.promised_stays_promised import promised_stays_promised
from shared.contracts.roster import ReservedLine
from shared.contracts.shapes.support_offer import LineCapacity, OfferContent
from shared.modalities.errors import Conflict, Elsewhere, Invalid
from tests.support.bodies import offer_body
from tests.unit.delivery.worlds import line as engaged
from tests.unit.roster.test_public_view import line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FRA, CHE, DEU = "iso3166:FRA", "iso3166:CHE", "iso3166:DEU"
FOCAL = {"name": "A. Official", "email": "offer@example.org"}


def content(**changes: Any) -> OfferContent:
    return OfferContent.model_validate(offer_body(**changes))


def of(*amounts: tuple[str, int] | tuple[str, int, str]) -> OfferContent:
    """Lines by id, amount, unit."""
    first = offer_body()["lines"][0]
    lines = [
        first | {"line_id": one[0], "quantity": {"amount": str(one[1]), "unit": one[2] if len(one) > 2 else "packages"}}
        for one in amounts
    ]
    return content(lines=lines)


def wanted(line_id: str, amount: int, unit: str = "packages") -> ReservedLine:
    return ReservedLine.model_validate({"line_id": line_id, "quantity": {"amount": str(amount), "unit": unit}})


def numbers(one: LineCapacity) -> tuple[int, int, int, int]:
    """Quantity, reserved, committed, remaining."""
    return int(one.quantity), int(one.reserved), int(one.committed), int(one.remaining)


@pytest.mark.paragraph("7")
def test_a_revised_offer_keeps_what_is_promised_of_its_lines() -> None:
    after = capacity.fresh(of(("experts", 9), ("new", 2)).lines, (line(4, 1, 2), line(3, 1, 0, "gone")))
    assert [(one.line_id, *numbers(one)) for one in after] == [("experts", 9, 1, 2, 6), ("new", 2, 0, 0, 2)]


@pytest.mark.paragraph("7")
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([wanted("experts", 2)], None), ([wanted("experts", 3)], "not_enough_left:experts"),
        ([wanted("experts", 1), wanted("experts", 1)], None), ([wanted("experts", 2), wanted("experts", 1)], "not_enough_left:experts"),
        ([wanted("gone", 1)], "unknown_line:gone"), ([wanted("experts", 1, "hours")], "other_unit:experts"),
        ([wanted("experts", 1), wanted("second", 6)], "not_enough_left:second"),
    ],
)  # fmt: skip
def test_why_a_reservation_is_not_granted(asked: list[ReservedLine], why: str | None) -> None:
    assert capacity.refusal((line(4, 1, 1), line(5, 0, 0, "second")), asked) == why


@pytest.mark.paragraph("7")
def test_what_is_held_is_released_or_committed_and_what_is_committed_given_back() -> None:
    before = (line(10, 2, 3), line(5, 0, 0, "second"))
    steps = [
        numbers(change(before, [wanted("experts", 1), wanted("experts", 1)])[0])
        for change in (capacity.hold, capacity.release, capacity.commit, capacity.give_back)
    ]
    assert steps == [(10, 4, 3, 3), (10, 0, 3, 7), (10, 0, 5, 5), (10, 2, 1, 7)]
    assert capacity.hold(before, [wanted("experts", 5)])[1] == before[1]
    assert numbers(capacity.hold(before, [wanted("experts", 5)])[0]) == (10, 7, 3, 0)
    for change, amount in ((capacity.hold, 6), (capacity.release, 3), (capacity.commit, 3), (capacity.give_back, 4)):
        with pytest.raises(ArithmeticError):
            change(before, [wanted("experts", amount)])


@pytest.mark.paragraph("7")
@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (of(("experts", 5)), []), (of(("experts", 3)), []), (of(("experts", 2)), ["/lines/0/quantity/amount"]),
        (of(("free", 1)), ["/lines"]), (of(("free", 1), ("experts", 5, "hours")), ["/lines/1/quantity/unit"]),
        (of(("free", 1), ("experts", 2)), ["/lines/1/quantity/amount"]),
    ],
)  # fmt: skip
def test_a_line_keeps_what_is_promised_of_it(lines: OfferContent, faults: list[str]) -> None:
    before = (line(5, 0, 0, "free"), line(5, 0, 0, "unused"), line(5, 1, 2))
    if not faults:
        promised_stays_promised(before, lines.lines)
        return
    with pytest.raises(Invalid) as refused:
        promised_stays_promised(before, lines.lines)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [(place, "line_promised") for place in faults]


@pytest.mark.paragraph("7")
def test_every_line_that_falls_short_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        promised_stays_promised((line(5, 1, 0, "gone"), line(5, 1, 2)), of(("experts", 1)).lines)
    assert [one.pointer for one in refused.value.faults] == ["/lines", "/lines/0/quantity/amount"]


@pytest.mark.paragraph("18")
@pytest.mark.parametrize(("answers", "origin"), [(None, "proactive"), ("ACSG-2026-TCD-001", "in_response")])
def test_an_offer_is_listed_for_its_lead_and_others_are_asked(answers: str | None, origin: str) -> None:
    state = offers.listed(content(offering_parties=[FRA, CHE], in_response_to=answers), "o", "R", "europe", NOW)
    assert state.content.offering_parties == (FRA,)
    assert [(one.party, one.role) for one in state.named] == [(CHE, "offerer")]
    assert (state.origin, state.status, state.content_version) == (origin, "live", 1)
    assert state.for_others is not None
    assert (state.for_others.uptake, state.for_others.number, state.for_others.at_version) == ("available", 1, 1)


@pytest.mark.paragraph("6")
def test_an_offer_is_handed_over_once() -> None:
    state = offers.listed(content(), "o", "R", "europe", NOW)
    gone = offers.handed_over(state, "wca")
    assert gone.handed_over_to == "wca"
    with pytest.raises(Elsewhere):
        offers.still_here(gone)
    offers.still_here(state)


@pytest.mark.paragraph("7")
def test_a_withdrawn_offer_takes_no_step() -> None:
    over = offers.withdrawn(offers.listed(content(), "o", "R", "europe", NOW))
    assert over.status == "withdrawn"
    for step in (offers.withdrawn, offers.not_over, lambda one: offers.confirmed(one, LATER),
                 lambda one: offers.revised(one, content(), LATER), lambda one: party_said(one, FRA, "left", LATER)):  # fmt: skip
        with pytest.raises(Conflict) as refused:
            step(over)
        assert refused.value.code == "offer_withdrawn"


@pytest.mark.paragraph("7")
def test_a_revision_and_a_confirmation_say_that_it_stands() -> None:
    state = offers.listed(content(), "o", "R", "europe", NOW)
    assert offers.confirmed(state, LATER).confirmed_at == LATER
    again = offers.revised(state, content(title="Other words"), LATER)
    assert (again.content.title, again.content_version, again.confirmed_at) == ("Other words", 2, LATER)


def joint() -> Any:
    """An offer of France that Switzerland has joined."""
    state = offers.listed(content(offering_parties=[FRA, CHE], focal_point=FOCAL), "o", "R", "europe", NOW)
    return party_said(state, CHE, "agreed", LATER)[0]


@pytest.mark.paragraph("18")
@pytest.mark.parametrize(
    ("parties", "allowed"), [([FRA, CHE], True), ([FRA], False), ([CHE, FRA], False), ([FRA, CHE, DEU], False)]
)
def test_parties_that_agreed_stay_and_the_roster_takes_nobody_in(parties: list[str], allowed: bool) -> None:
    body = content(offering_parties=parties)
    if allowed:
        assert offers.revised(joint(), body, LATER).content.offering_parties == (FRA, CHE)
        return
    with pytest.raises(Invalid) as refused:
        offers.revised(joint(), body, LATER)
    assert [one.code for one in refused.value.faults] == ["parties_changed"]


@pytest.mark.paragraph("18")
def test_while_it_waits_others_can_be_named_or_taken_back() -> None:
    waits = offers.listed(content(offering_parties=[FRA, CHE]), "o", "R", "europe", NOW)
    after = offers.revised(waits, content(offering_parties=[FRA, DEU]), LATER, taken_back=[CHE])
    assert {one.party for one in after.named if one.answer == "pending"} == {DEU}


@pytest.mark.paragraph("18")
def test_who_leaves_takes_its_own_part_out_and_the_next_one_leads() -> None:
    assert joint().content.offering_parties == (FRA, CHE)
    left, word = party_said(joint(), CHE, "left", LATER)
    assert (left.content.offering_parties, word.party) == ((FRA,), CHE)
    assert left.content.focal_point is not None
    led, _ = party_said(joint(), FRA, "left", LATER)
    assert (led.content.offering_parties, led.content.focal_point) == ((CHE,), None)
    with pytest.raises(Conflict) as refused:
        offers.withdrawn(joint())
    assert refused.value.code == "offered_jointly"
    for state, party, code in ((joint(), DEU, "not_a_party"), (left, FRA, "last_party")):
        with pytest.raises(Conflict) as refused:
            party_said(state, party, "left", LATER)
        assert refused.value.code == code


@pytest.mark.paragraph("11")
@pytest.mark.parametrize(
    ("released", "taken", "freed"),
    [(0, 0, None), (2, 0, 2), (2, 1, 1), (2, 2, None), (1, 2, None), (9, 0, 4), (9, 4, None)],
)
def test_what_goes_back_is_freed_once_and_never_more_than_was_committed(
    released: int, taken: int, freed: int | None
) -> None:
    mine = engaged("experts", "10", "10", "packages").model_copy(update={"released": Decimal(released)})
    others = [engaged("second", "10", "10", "packages"), engaged("experts", "10", "10", "hours")]
    others = [one.model_copy(update={"released": Decimal(7)}) for one in others]
    found = not_taken_yet([wanted("experts", 4)], [mine, *others], {"experts": Decimal(taken)} if taken else {})
    assert found == (() if freed is None else (wanted("experts", freed),))


@pytest.mark.paragraph("18")
def test_a_word_is_to_the_wording_that_stands_and_nobody_elses_moves() -> None:
    """Of three that offer, one agrees to a new wording: the third stands as it did; who declines agreed to no wording."""
    state = offers.listed(content(offering_parties=[FRA, CHE, DEU]), "o", "R", "europe", NOW)
    for party in (CHE, DEU):
        state, _ = party_said(state, party, "agreed", LATER)
    other = offers.revised(state, content(offering_parties=[FRA, CHE, DEU], title="Other words"), LATER)
    assert set(other.not_agreed_to_wording()) == {CHE, DEU}
    after, word = party_said(other, DEU, "agreed", LATER)
    assert (word.content_version, after.content_version) == (2, 2)
    assert {one.party: (one.answer, one.content_version) for one in after.named} == {
        CHE: ("agreed", 1),
        DEU: ("agreed", 2),
    }
    assert after.not_agreed_to_wording() == (CHE,)
    waits = offers.listed(content(offering_parties=[FRA, CHE]), "o", "R", "europe", NOW)
    _, declined = party_said(waits, CHE, "declined", LATER)
    assert (declined.answer, declined.content_version) == ("declined", None)
