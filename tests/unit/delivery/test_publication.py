"""What is published of an engagement is, word for word, what each party of both sides agreed to last (WM 15.vii)."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.delivery.domain import ending, looking_back, publication
from shared.contracts.shapes.engagement import EngagementState, EvaluationContent, Score
from shared.contracts.shapes.public_views import PublicEngagement
from shared.modalities.errors import Conflict, ModalityError, NotPermitted, Stale
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NIGER, NOW, in_stage

pytestmark = pytest.mark.paragraph("15.vii")
LATER = NOW + timedelta(days=3)


def content(public: bool, words: str | None = None) -> EvaluationContent:
    score = Score(score=4)
    return EvaluationContent(relevance=score, effectiveness=score, efficiency=score, coherence=score, added_value=score,
                             sustainability=words, may_be_public=public)  # fmt: skip


def over(*requesters: str) -> EngagementState:
    state = in_stage("in_progress", requesters) if requesters else in_stage("in_progress")
    return ending.ended(state, CHAD, "security", "A hidden reason", NOW, LOOK_BACK)


def said(state: EngagementState, party: str, answer: Literal["agreed", "taken_back"] = "agreed") -> EngagementState:
    assert state.publication is not None
    return publication.answered(state, party, state.publication.digest, answer, LATER)


def agreed_by(state: EngagementState) -> list[str]:
    return [one.party for one in state.publication.agreed] if state.publication else []


def published(words: str | None = None) -> EngagementState:
    """Chad judged it first, then France; Chad agreed once it had read both."""
    state = looking_back.evaluated(over(), CHAD, content(True, words), NOW)
    return said(looking_back.evaluated(state, FRANCE, content(True, words), NOW), CHAD)


def test_evaluations_stand_to_be_agreed_to_only_when_every_party_lets_its_own_be_public() -> None:
    with pytest.raises(Conflict):
        looking_back.evaluated(in_stage("in_progress"), CHAD, content(True), NOW)
    with pytest.raises(NotPermitted):
        looking_back.evaluated(over(), NIGER, content(True), NOW)
    state = looking_back.evaluated(over(), CHAD, content(True), NOW)
    state = looking_back.evaluated_by_secretariat(state, "user:o", content(True), NOW)
    assert publication.could_be_published(state) is None
    state = looking_back.evaluated(state, FRANCE, content(False), NOW)
    assert (publication.could_be_published(state), state.publication) == (None, None)
    with pytest.raises(Conflict, match="every party"):
        publication.answered(state, CHAD, "0" * 64, "agreed", NOW)
    state = looking_back.evaluated_by_secretariat(state, "user:o", content(False), NOW)
    state = looking_back.evaluated(state, FRANCE, content(True), NOW)
    shown = publication.could_be_published(state)
    assert shown is not None
    assert [one["by"] for one in shown["evaluations"]] == [CHAD, FRANCE], "the Secretariat did not say so"


def test_who_judged_first_has_yet_to_agree_to_what_the_other_said_since() -> None:
    state = looking_back.evaluated(over(), CHAD, content(True), NOW)
    assert state.publication is None
    state = looking_back.evaluated(state, FRANCE, content(True), NOW)
    assert (agreed_by(state), publication.public_view(state)) == ([FRANCE], None)
    assert publication.public_view(said(state, CHAD)) == publication.could_be_published(state)


def test_what_is_published_is_what_was_agreed_and_names_no_officer() -> None:
    assert publication.public_view(over()) is None
    state = looking_back.evaluated_by_secretariat(published(), "user:officer-7", content(True), NOW)
    assert publication.public_view(state) is None
    shown = publication.public_view(said(said(state, CHAD), FRANCE))
    assert shown is not None
    assert set(shown) == {"parties", "started_on", "ended_on", "evaluations"} == set(PublicEngagement.model_fields)
    assert [one["by"] for one in shown["evaluations"]] == [CHAD, FRANCE, "secretariat"]
    for kept in (state.title, state.reference, "officer-7", "registration", "hidden", "security", "may_be_public"):
        assert kept not in str(shown), kept


CHANGES: dict[str, Callable[[EngagementState], EngagementState]] = {
    "other words of one side": lambda one: looking_back.evaluated(one, CHAD, content(True, "Other"), LATER),
    "other words of the other": lambda one: looking_back.evaluated(one, FRANCE, content(True, "Other"), LATER),
    "one side's no": lambda one: looking_back.evaluated(one, CHAD, content(False), LATER),
    "words of the Secretariat": lambda one: looking_back.evaluated_by_secretariat(one, "user:o", content(True), LATER),
    "another score": lambda one: looking_back.evaluated(
        one, FRANCE, content(True).model_copy(update={"relevance": Score(score=1)}), LATER),
    "a party more": lambda one: one.model_copy(update={"sides": (*one.sides, in_stage("agreed", (NIGER,)).sides[0])}),
    "another day of the end": lambda one: one.model_copy(update={"ended_at": LATER}),
    "another day of the beginning": lambda one: one.model_copy(update={"started_on": LATER.date()}),
    "a word that is taken back": lambda one: said(one, FRANCE, "taken_back"),
    "no words on record": lambda one: one.model_copy(update={"publication": None}),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_in_it_is_public_only_by_new_words(
    change: Callable[[EngagementState], EngagementState],
) -> None:
    before = published()
    assert publication.public_view(before) is not None
    state = change(before)
    assert publication.public_view(state) is None
    state = publication.asked_anew(state)
    assert state.publication is None or state.publication.digest == publication.digest_of(
        publication.could_be_published(state) or {}
    )


def test_a_word_to_another_text_is_none() -> None:
    before = published()
    assert before.publication is not None
    state = looking_back.evaluated(before, CHAD, content(True, "Other"), LATER)
    assert agreed_by(state) == [CHAD]
    with pytest.raises(Stale, match="read it first"):
        publication.answered(state, FRANCE, before.publication.digest, "agreed", LATER)
    with pytest.raises(NotPermitted):
        publication.answered(state, NIGER, state.publication.digest if state.publication else "", "agreed", LATER)
    with pytest.raises(Conflict, match="already"):
        said(state, CHAD)
    with pytest.raises(Conflict, match="already"):
        said(state, FRANCE, "taken_back")
    with pytest.raises(Conflict) as refused:
        publication.answered(in_stage("in_progress"), CHAD, "0" * 64, "agreed", LATER)
    assert refused.value.code == "engagement_in_progress"
    shown = publication.public_view(said(state, FRANCE))
    assert shown is not None
    assert shown["evaluations"][0]["sustainability"] == "Other"


def test_the_same_words_again_change_nothing_and_are_a_word_to_them() -> None:
    before = published()
    assert looking_back.evaluated(before, CHAD, content(True), LATER) == before
    back = said(before, CHAD, "taken_back")
    assert agreed_by(back) == [FRANCE]
    again = looking_back.evaluated(back, CHAD, content(True), LATER)
    assert publication.public_view(again) == publication.public_view(before)
    closed = looking_back.evaluated(before, FRANCE, content(False), LATER)
    opened = looking_back.evaluated(closed, FRANCE, content(True), LATER)
    assert (agreed_by(opened), publication.public_view(opened)) == ([FRANCE], None), "Chad's word went with the text"
    assert publication.public_view(said(opened, CHAD)) == publication.public_view(before)


class Words(RuleBasedStateMachine):
    """Evaluations, yes and no in any order; beside them, of each party, the text that it agreed to last."""

    parties = (CHAD, NIGER, FRANCE)

    def __init__(self) -> None:
        super().__init__()
        self.state = over(CHAD, NIGER)
        self.yes: dict[str, dict[str, Any] | None] = {}
        self.count = 0

    def shown(self) -> dict[str, Any] | None:
        return publication.public_view(self.state)

    @rule(party=st.sampled_from(parties), public=st.booleans(), words=st.sampled_from([None, "a", "b"]))
    def evaluate(self, party: str, public: bool, words: str | None) -> None:
        self.count += 1
        at = NOW + timedelta(days=self.count)
        self.state = looking_back.evaluated(self.state, party, content(public, words), at)
        if public:
            self.yes[party] = publication.could_be_published(self.state)

    @rule(public=st.booleans(), words=st.sampled_from([None, "a"]), officer=st.sampled_from(["user:1", "user:2"]))
    def judge(self, public: bool, words: str | None, officer: str) -> None:
        self.state = looking_back.evaluated_by_secretariat(self.state, officer, content(public, words), LATER)

    @rule(party=st.sampled_from(parties), agrees=st.booleans())
    def answer(self, party: str, agrees: bool) -> None:
        with contextlib.suppress(ModalityError):
            self.state = (
                said(self.state, party, "agreed" if agrees else "taken_back") if self.state.publication else self.state
            )
            if self.state.publication is not None:
                self.yes[party] = publication.could_be_published(self.state) if agrees else None

    @invariant()
    def nothing_is_shown_that_one_did_not_agree_to(self) -> None:
        shown = self.shown()
        if shown is not None:
            assert all(self.yes.get(party) == shown for party in self.parties)


TestWords = Words.TestCase
TestWords.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)


class UnboundWords(Words):
    """The same where a yes is a yes to whatever is said later."""

    def shown(self) -> dict[str, Any] | None:
        return publication.could_be_published(self.state)


@pytest.mark.control
def test_a_yes_that_is_bound_to_no_text_is_found_out() -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            UnboundWords, settings=settings(max_examples=200, stateful_step_count=30, deadline=None)
        )  # type: ignore[no-untyped-call]
