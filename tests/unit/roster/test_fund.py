"""Whatever is done with the fund, its ledger comes to the same, nothing is below nothing, and no money moves by one person alone (WM 7)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.roster.domain import fund_ledger as ledger
from services.roster.domain import fund_rules as rules
from shared.contracts.shapes.fund import (
    AllotmentContent,
    AllotmentDecision,
    ContributionContent,
    FundAllotment,
    FundContribution,
    FundEarmark,
    FundEntry,
    FundPosting,
    FundPurpose,
    StateAnswer,
)
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, ModalityError, NotPermitted

pytestmark = pytest.mark.paragraph("7")
NOW, DAY = datetime(2026, 6, 1, tzinfo=UTC), date(2026, 6, 1)
PERSONS = ("a", "b", "c")
CEILING = rules.Ceiling(Decimal(60), Decimal(10_000), Decimal(0))
TCD, NER = "iso3166:TCD", "iso3166:NER"


def usd(amount: Decimal | str) -> Quantity:
    return Quantity(amount=Decimal(amount), unit="USD")


def contribution(
    amount: str = "100", mark: FundEarmark | None = None, persons: tuple[str, ...] = ("a",)
) -> FundContribution:
    content = ContributionContent(money=usd(amount), earmark=mark or FundEarmark(), language="en")
    return FundContribution(
        contribution_id="c", reference="C", region="wca", status="received", party="iso3166:FRA", content=content,
        persons=persons, promised_at=NOW, received_on=DAY,
    )  # fmt: skip


def content(amount: Decimal | str, state: str = TCD, initiative: str | None = None) -> AllotmentContent:
    purpose = FundPurpose(request_id="r", line_id="1", initiative_id=initiative)
    return AllotmentContent(
        contribution_id="c", money=usd(amount), state=state, purpose=purpose, reason="Why", language="en"
    )


class Book:
    """A fund in memory, by the rules alone: one contribution, its allotments and its entries."""

    def __init__(self, mark: FundEarmark) -> None:
        self.given, self.entries = contribution(mark=mark), list[FundEntry]()
        self.made: dict[str, FundAllotment] = {}
        self.enter("receipt", "a", Decimal(100), ledger.CONTRIBUTED, "available")

    def about(self, by: str, of: str | None = None) -> ledger.Entered:
        return ledger.Entered(f"e{len(self.entries)}", "c", "USD", by, NOW, of)

    def at(self, place: str, of: str = "c") -> Decimal:
        return ledger.balances(self.entries).get(f"{place}:{of}", Decimal(0))

    def enter(self, kind: Any, by: str, amount: Decimal, source: str, target: Any, of: str | None = None) -> None:
        self.entries.append(ledger.moved(kind, self.about(by, of), amount, source, target))

    def propose(self, by: str, amount: Decimal, state: str) -> None:
        said = content(amount, state)
        rules.proposed(said, self.given, CEILING, self.at("available"))
        one = f"m{len(self.made)}"
        self.made[one] = FundAllotment(
            allotment_id=one, reference=one, region="wca", status="proposed", content=said, proposed_by=by, proposed_at=NOW
        )  # fmt: skip

    def decide(self, by: str, one: str, amount: Decimal, state: str) -> None:
        before, said = self.made[one], self.made[one].content
        rules.proposed(said, self.given, CEILING, self.at("available"))
        decision = AllotmentDecision(approved=True, reason="Yes", by=by, decided_at=NOW)
        self.made[one] = rules.decided(before, self.given, decision)
        self.enter("allotment", by, said.money.amount, "available", "allotted", one)

    def answer(self, by: str, one: str, amount: Decimal, state: str) -> None:
        left, bound = self.at("allotted", one), self.at("committed", one) + self.at("paid", one)
        yes = by != "c"
        self.made[one] = rules.answered(self.made[one], StateAnswer(agreed=yes, said_at=NOW), bound)
        if not yes and left > 0:
            self.enter("release", by, left, "allotted", "available", one)

    def spend(self, by: str, one: str, amount: Decimal, state: str) -> None:
        rules.spending(self.made[one])
        kind, source, target = (
            ("commitment", "allotted", "committed") if by == "a" else ("payment", "committed", "paid")
        )
        ledger.enough(self.at(source, one), amount, source)
        self.enter(kind, by, amount, source, target, one)

    def close(self, by: str, one: str, amount: Decimal, state: str) -> None:
        self.made[one] = rules.closed(self.made[one], NOW)
        left = {place: self.at(place, one) for place in ("allotted", "committed")}
        if sum(left.values()) > 0:
            self.entries.append(ledger.gathered("release", self.about(by, one), left, "available"))


STEPS = st.tuples(
    st.sampled_from(["propose", "decide", "answer", "spend", "close"]), st.sampled_from(PERSONS), st.integers(0, 4),
    st.decimals("0.01", "70", places=2), st.sampled_from([TCD, NER]),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(STEPS, max_size=40), st.sampled_from([FundEarmark(), FundEarmark(country=TCD)]))
def test_whatever_is_done_the_ledger_comes_to_the_same(steps: list[Any], mark: FundEarmark) -> None:
    book = Book(mark)
    for what, by, number, amount, state in steps:
        try:
            if what == "propose":
                book.propose(by, amount, state)
            elif (one := f"m{number}") in book.made:
                getattr(book, what)(by, one, amount, state)
        except ModalityError:
            pass
        there = ledger.balances(book.entries)
        assert all(ledger.comes_to_the_same(one) for one in book.entries)
        assert min(amount for account, amount in there.items() if not account.startswith("contributed:")) >= 0
        assert sum(there.values()) == 0, "what was contributed is somewhere"
    for made in book.made.values():
        moved = [entry for entry in book.entries if entry.allotment_id == made.allotment_id]
        if moved:
            assert made.decision is not None
            assert len({made.proposed_by, made.decision.by}) == 2, "two persons"
            assert made.decision.by not in book.given.persons
            assert mark.country in (None, made.content.state)
        if any(entry.kind in ("commitment", "payment") for entry in moved):
            assert made.answer is not None
            assert made.answer.agreed, "the State's own word"


def test_one_person_alone_is_refused_by_name() -> None:
    book = Book(FundEarmark())
    book.propose("b", Decimal(5), TCD)
    for by in ("b", "a"):
        with pytest.raises(NotPermitted) as refused:
            book.decide(by, "m0", Decimal(5), TCD)
        assert (refused.value.code, refused.value.paragraph and refused.value.paragraph.number) == ("same_person", "7")
    book.decide("c", "m0", Decimal(5), TCD)
    with pytest.raises(Conflict, match="approved"):
        book.decide("c", "m0", Decimal(5), TCD)


@pytest.mark.parametrize(
    ("mark", "said", "fits"),
    [
        (FundEarmark(), content("1"), True),
        (FundEarmark(country=TCD), content("1"), True),
        (FundEarmark(country=TCD), content("1", NER), False),
        (FundEarmark(functional_area="registration"), content("1"), False),
        (FundEarmark(functional_area="registration"), content("1").model_copy(update={"functional_area": "registration"}), True),
        (FundEarmark(quality_initiative=True), content("1"), False),
        (FundEarmark(quality_initiative=True), content("1", initiative="i"), True),
        (FundEarmark(country=TCD, quality_initiative=True), content("1", NER, "i"), False),
    ],
)  # fmt: skip
def test_an_ear_mark_holds_in_all_that_it_says(mark: FundEarmark, said: AllotmentContent, *, fits: bool) -> None:
    if fits:
        rules.fits(mark, said)
        return
    with pytest.raises(Conflict) as refused:
        rules.fits(mark, said)
    assert refused.value.code == "outside_the_earmark"


def test_an_entry_moves_more_than_nothing_and_is_taken_back_whole() -> None:
    book = Book(FundEarmark())
    for amount in (Decimal(0), Decimal(-1)):
        with pytest.raises(ValueError, match="more than nothing"):
            book.enter("return", "b", amount, "available", "returned")
    book.enter("return", "b", Decimal("0.30"), "available", "returned")
    against = ledger.reversed_entry(book.entries[-1], book.about("c"))
    assert ledger.comes_to_the_same(against)
    assert (against.kind, against.reverses) == ("reversal", book.entries[-1].entry_id)
    assert ledger.balances([book.entries[-1], against]) == {"available:c": 0, "returned:c": 0}


@pytest.mark.control
def test_an_entry_that_does_not_come_to_the_same_is_noticed() -> None:
    one = Book(FundEarmark()).entries[0]
    planted = one.model_copy(update={"postings": (*one.postings, FundPosting(account="paid:x", debit=Decimal(1)))})
    assert not ledger.comes_to_the_same(planted)
    assert not ledger.comes_to_the_same(one.model_copy(update={"postings": ()}))
