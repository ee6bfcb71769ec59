"""WM 21: the terms are reviewed every year, or as stakeholders ask; what is proposed and decided is kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.dialogue.domain import review as domain
from services.dialogue.domain.review_day import Owed, coming, day_in, latest, owed
from shared.contracts.shapes.review import MOST_PROPOSALS, ReviewedPeriod
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid, NotFound, NotPermitted
from tests.support.reviews import ECRE, FRA, TCD, YEAR, Review

pytestmark = pytest.mark.paragraph("21")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
UNTIL = date(2026, 3, 20)
AFTER = datetime(2026, 3, 21, 9, tzinfo=UTC)


def consulting(by: str | None = TCD) -> Review:
    one = Review(NOW, by=by)
    one.opened()
    one.consulting(UNTIL)
    return one


def refused(kind: type[Exception], do: Callable[[], object]) -> tuple[str, list[tuple[str, str]]]:
    with pytest.raises(kind) as caught:
        do()
    error: Any = caught.value
    return error.code, [(one.pointer, one.code) for one in getattr(error, "faults", ())]


def test_a_review_that_is_asked_for_is_opened_consulted_on_and_concluded_with_a_word_on_each_proposal() -> None:
    one = consulting()
    first, second = one.proposed().proposal_id, one.proposed(ECRE, "15.iii", "Look back after five years").proposal_id
    one.now = AFTER
    event = one.concluded(
        domain.ProposalDecision(first, "taken_up", "Ten days"), domain.ProposalDecision(second, "later", "With the next one"),
        terms_from=date(2026, 4, 1),
    )  # fmt: skip
    state = event.review
    assert [(p.party, p.paragraph, p.decision, p.decision_words) for p in state.proposals] == [
        (FRA, "8", "taken_up", "Ten days"), (ECRE, "15.iii", "later", "With the next one"),
    ]  # fmt: skip
    assert state.conclusion is not None
    assert (state.status, state.conclusion.terms_from, event.paragraph.number) == ("concluded", date(2026, 4, 1), "21")


def test_no_two_reviews_look_at_the_same_days() -> None:
    before = Review(NOW, "v0")
    before.opened()
    for period, at in (((2026, 2, 28), (2026, 3, 1)), ((2024, 1, 1), (2026, 3, 1)), ((2025, 6, 1), (2025, 6, 1))):
        days = ReviewedPeriod(from_on=date(*period), until_on=date(*at))
        one = Review(NOW, "v1")
        assert (
            refused(Conflict, lambda one=one, days=days: one.opened(days, others=[before.state]))[0]
            == "period_reviewed"
        )
    one = Review(NOW, "v1")
    one.opened(ReviewedPeriod(from_on=date(2026, 3, 1), until_on=date(2026, 3, 2)), others=[before.state])
    assert one.state.status == "opened"


def test_a_period_lies_behind_and_the_right_way_round() -> None:
    one = Review(NOW)
    wrong = ReviewedPeriod(from_on=date(2026, 5, 2), until_on=date(2026, 5, 1))
    assert refused(Invalid, lambda: one.opened(wrong)) == (
        "invalid_body", [("/period/until_on", "out_of_order"), ("/period/until_on", "date_in_future")],
    )  # fmt: skip
    assert one.state.status == "asked"


def test_no_review_for_now_says_why_and_the_yearly_one_cannot_be_declined() -> None:
    one = Review(NOW)
    assert one.declined("Next spring").review.declined_because == "Next spring"
    assert refused(Conflict, one.opened)[0] == "review_declined"
    assert refused(Conflict, Review(NOW, by=None).declined)[0] == "review_is_owed"


def test_proposals_are_taken_until_the_end_of_the_day_that_was_told_and_no_later() -> None:
    one = Review(NOW)
    assert refused(Conflict, one.proposed)[0] == "review_asked"
    one.opened()
    assert refused(Conflict, one.proposed)[0] == "review_opened"
    one.consulting(UNTIL)
    one.now = datetime(2026, 3, 20, 23, 59, tzinfo=UTC)
    one.proposed()
    assert (
        refused(Conflict, lambda: one.concluded(domain.ProposalDecision("p3", "later", "x")))[0] == "consultation_runs"
    )
    one.now = AFTER
    assert refused(Conflict, one.proposed)[0] == "consultation_over"
    one.consulting(date(2026, 3, 25))
    one.proposed()
    assert refused(Invalid, lambda: one.consulting(date(2026, 3, 24)))[1] == [("/until_on", "out_of_order")]
    assert refused(Invalid, lambda: one.consulting(date(2026, 3, 20)))[1] == [("/until_on", "in_the_past")]


def test_a_paragraph_is_one_of_the_document_and_a_review_takes_so_many() -> None:
    one = consulting()
    assert refused(Invalid, lambda: one.proposed(paragraph="22"))[1] == [("/paragraph", "unknown_paragraph")]
    for _ in range(MOST_PROPOSALS):
        one.proposed()
    assert refused(Conflict, one.proposed)[0] == "review_full"


def test_a_party_takes_its_own_proposal_back_and_nobody_reads_its_text() -> None:
    one = consulting()
    mine = one.proposed().proposal_id
    assert refused(NotPermitted, lambda: one.withdrawn(mine, ECRE))[0] == "not_its_proposer"
    assert refused(NotFound, lambda: one.withdrawn("another"))[0] == "not_found"
    gone = one.withdrawn(mine).review.proposals[0]
    assert (gone.text, gone.withdrawn_at, gone.party) == (None, NOW, FRA)
    assert refused(Conflict, lambda: one.withdrawn(mine))[0] == "proposal_withdrawn"
    one.now = AFTER
    assert one.concluded().review.proposals[0].decision is None


def test_each_proposal_has_a_decision_and_terms_are_never_dated_back() -> None:
    one = consulting()
    mine, other = one.proposed().proposal_id, one.proposed(ECRE).proposal_id
    one.now = AFTER
    twice = (
        domain.ProposalDecision(mine, "taken_up", "x"),
        domain.ProposalDecision(mine, "later", "x"),
        domain.ProposalDecision("none", "later", "x"),
    )
    assert refused(Invalid, lambda: one.concluded(*twice, terms_from=date(2026, 3, 20)))[1] == [
        ("/decisions/1/proposal_id", "twice"), ("/decisions/2/proposal_id", "unknown_proposal"),
        ("/decisions", "undecided"), ("/terms_from", "in_the_past"),
    ]  # fmt: skip
    assert one.state.proposal(other) is not None
    assert one.state.status == "consulting"


def concluded(on: date, until: date, number: str = "v0") -> Any:
    one = Review(datetime(2027, 6, 2, tzinfo=UTC), number)
    one.opened(ReviewedPeriod(from_on=until - timedelta(days=200), until_on=until))
    one.consulting(one.now.date())
    one.now = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return one.concluded().review


def test_a_year_without_a_concluded_review_makes_one_owed_on_its_day() -> None:
    counted = date(2025, 11, 29)

    def at(today: date, *known: Any) -> Owed | None:
        return owed("03-01", today, counted, known)

    assert at(date(2026, 2, 28)) is None
    assert at(date(2026, 3, 1)) == Owed(date(2026, 3, 1), date(2025, 3, 1))
    assert owed("03-01", date(2026, 3, 1), date(2026, 3, 1), ()) is None
    # On its way, whoever began it; declined is none.
    due, asked, declined = Review(NOW, by=None), Review(NOW), Review(NOW)
    declined.declined()
    assert at(date(2026, 3, 2), due.state) is None
    assert at(date(2026, 3, 2), consulting().state) is None
    assert at(date(2026, 3, 2), asked.state, declined.state) is not None
    # Concluded within the year: not this time; a year later yes, and from the day that none has looked at.
    end = concluded(date(2027, 7, 2), date(2026, 2, 28))
    assert at(date(2028, 3, 1), end) is None
    assert at(date(2029, 3, 1), end) == Owed(date(2029, 3, 1), date(2028, 3, 1))
    old = concluded(date(2027, 7, 2), date(2027, 6, 1))
    assert at(date(2028, 3, 1), old) is None
    assert owed("06-30", date(2028, 7, 1), counted, [old]) is None
    assert owed("07-05", date(2028, 7, 5), counted, [old]) == Owed(date(2028, 7, 5), date(2027, 7, 5))


def test_the_review_day_comes_once_a_year_also_on_29_february() -> None:
    assert (latest("03-01", date(2026, 3, 1)), coming("03-01", date(2026, 3, 1))) == (
        date(2026, 3, 1),
        date(2027, 3, 1),
    )
    assert (latest("12-31", date(2026, 3, 1)), coming("12-31", date(2026, 3, 1))) == (
        date(2025, 12, 31),
        date(2026, 12, 31),
    )
    assert [day_in(year, "02-29") for year in (2027, 2028)] == [date(2027, 3, 1), date(2028, 2, 29)]


def test_the_yearly_review_proposes_the_days_that_it_is_about() -> None:
    state = Review(NOW, by=None).state
    assert (state.status, state.came, state.period) == ("due", "yearly", YEAR)


STATE, NGO = Actor("s", Role.STATE_AUTHORITY, TCD), Actor("n", Role.STAKEHOLDER, ECRE)
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD")
OFFICER = Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")
ELSEWHERE = Actor("e", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe")
GENEVA = Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva")
PROGRAM, PUBLIC = Actor("p", Role.INTEGRATOR, "org:x"), Actor("", Role.PUBLIC)


def test_any_stakeholder_asks_for_itself_and_officers_answer() -> None:
    mine = resources.review("wca", TCD, "asked")
    for action, who in (
        (a.ASK_REVIEW, {"s"}),
        (a.OPEN_REVIEW, {"b"}),
        (a.DECLINE_REVIEW, {"b"}),
        (a.CONCLUDE_REVIEW, {"b"}),
    ):
        may = {one.subject for one in EVERYBODY if decide(one, action, mine).allowed}
        assert may == who, action.name
    assert decide(NGO, a.ASK_REVIEW, resources.review("wca", ECRE, "asked")).allowed
    assert not decide(OFFICE, a.ASK_REVIEW, resources.review("wca", "unhcr-office:TCD", "asked")).allowed


EVERYBODY = (STATE, NGO, OFFICE, OFFICER, ELSEWHERE, GENEVA, PROGRAM, PUBLIC)


@pytest.mark.parametrize("status", ["due", "asked", "declined", "opened", "consulting", "concluded"])
def test_who_reads_a_review(status: str) -> None:
    reads = {
        one.subject for one in EVERYBODY if decide(one, a.READ_REVIEW, resources.review("wca", TCD, status)).allowed
    }
    between = {"s", "b", "g"}
    assert reads == (between if status in {"due", "asked", "declined"} else between | {"n", "o"})
    served = resources.review("wca", TCD, status, ("europe",))
    assert decide(ELSEWHERE, a.READ_REVIEW, served).allowed
    proposes = {one.subject for one in EVERYBODY if decide(one, a.PROPOSE_IN_REVIEW, served).allowed}
    assert proposes == (set() if status in {"due", "asked", "declined"} else {"s", "n"})
