"""New terms of an engagement that runs: what holds is what all signed, whoever proposes what beside it (WM 9, 11, 17)."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.delivery.domain import ending, following, looking_back, terms
from services.delivery.domain.record import record_of, written
from services.gateway.exports.iati.engaged import engagement as activity
from services.gateway.read_model.snapshot import SeenItem
from services.gateway.read_model.views import ItemView
from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_terms import Signature, TermsContent
from shared.modalities.access import engagement_view as view
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_engagement
from shared.modalities.errors import Conflict, Invalid, NotPermitted, Stale
from shared.modalities.steps.engaged import engaged
from shared.modalities.terms_standing import standing
from tests.support.engaged import life
from tests.unit.delivery.worlds import CHAD, FRANCE, LOOK_BACK, NOW, in_stage, opened, report, sign, terms_line

pytestmark = pytest.mark.paragraph("9")
WORDS = "A canary of new terms"
ASKS, OFFERS = (Actor("one", Role.STATE_AUTHORITY, party) for party in (CHAD, FRANCE))
BESIDE, OTHER = Actor("b", Role.STAKEHOLDER, "org:ecre"), Actor("o", Role.STATE_AUTHORITY, "iso3166:SEN")
OFFICER = Actor("wca-officer", Role.BUREAU_OFFICER, None, "wca")


def content(*lines: Any) -> TermsContent:
    """Terms of these lines, given another way than the match says."""
    return TermsContent(
        lines=lines, channel="through_unhcr", delivery_mode="unhcr_partner", implementing_partner="org:euaa"
    )


SIX = content(terms_line("1", "6", "24"), terms_line("2", "1000", "1000", "EUR", "EUR"))


def proposed(state: EngagementState, what: TermsContent = SIX, by: str = FRANCE) -> EngagementState:
    return terms.proposed(state, by, what, WORDS, NOW)


def delivered(state: EngagementState, amount: str, covers: str, name: str = "r") -> EngagementState:
    state = following.delivered(state, report(name, amount, covers), NOW)
    return following.delivery_answered(state, name, CHAD, True, None, NOW)


def read(actor: Actor, state: EngagementState) -> dict[str, Any]:
    return view.engagement(actor, of_engagement(state), state.model_dump(mode="json")) or {}


def version(one: Any) -> int | None:
    return None if one is None else int(one["version"] if isinstance(one, dict) else one.version)


@pytest.mark.parametrize(
    ("signatures", "aside", "asked", "found"),
    [
        ("", "", False, (None, 3)),
        ("a1 b1", "", False, (1, 3)),
        ("a1 b1 a2 b3", "", False, (1, 3)),
        ("a1 b1 a2 b2", "", False, (2, 3)),
        ("a1 b1 a3 b3", "", False, (3, None)),
        ("a1 b1 a3", "3", False, (1, None)),
        ("a1 b1", "2", False, (1, 3)),
        ("a1 b1", "", True, (None, 3)),
        ("a1", "", False, (None, 3)),
    ],
)
def test_what_is_in_force_is_the_latest_version_that_all_signed(
    signatures: str, aside: str, asked: bool, found: tuple[int | None, int | None]
) -> None:
    signed = [(one[0], int(one[1])) for one in signatures.split()]
    rule = standing({"a", "b"}, [(n, str(n) in aside) for n in (1, 2, 3)], signed, asked)
    assert (rule.in_force, rule.open) == found
    assert standing({"a", "b"}, [], [], False).open is None


@pytest.mark.parametrize("stage", ["agreed", "planning", "in_progress"])
def test_terms_proposed_beside_those_in_force_change_nothing_before_all_signed(stage: Any) -> None:
    state = in_stage(stage)
    after = proposed(state)
    assert (version(after.terms_in_force()), version(after.open_terms())) == (1, 2)
    assert (after.stage, after.lines, after.signed()) == (stage, state.lines, True)
    half = sign(after, FRANCE)
    assert (half.lines, version(half.terms_in_force())) == (state.lines, 1)
    whole = sign(half, CHAD)
    assert (whole.stage, version(whole.terms_in_force()), whole.open_terms()) == (stage, 2, None)
    assert [whole.lines[0].agreed, whole.lines[0].released, whole.lines[0].released_covers] == [6, 4, 16]
    with pytest.raises(Conflict, match="has signed version 2"):
        sign(whole, CHAD)


def test_what_was_delivered_is_not_given_back_whatever_new_terms_say() -> None:
    state = delivered(in_stage("in_progress"), "5", "20")
    state = following.delivered(state, report("r2", "2", "8"), NOW)
    fewer = content(terms_line("1", "3", "12"), terms_line("2", "1000", "1000", "EUR", "EUR"))
    after = sign(sign(proposed(state, fewer), CHAD), FRANCE)
    line = after.lines[0]
    assert [line.agreed, line.delivered, line.reported, line.released] == [3, 5, 2, 3]
    otherwise = following.delivery_answered(after, "r2", CHAD, False, "None came", NOW).lines[0]
    assert [otherwise.reported, otherwise.released] == [0, 5], "what it was kept for did not come"


def test_what_went_back_is_promised_to_nobody_again() -> None:
    state = sign(sign(proposed(in_stage("in_progress")), CHAD), FRANCE)
    with pytest.raises(Invalid) as refused:
        proposed(state, content(terms_line("1", "7", "25"), terms_line("2", "1001", "1000", "EUR", "EUR")))
    assert [(one.pointer, one.code) for one in refused.value.faults] == [
        (f"/lines/{n}/{name}/amount", "more_than_committed")
        for n, name in ((0, "quantity"), (0, "covers"), (1, "quantity"))
    ]
    assert "of which 4 went back" in refused.value.faults[0].message
    longer = terms_line("1", "6", "24").model_copy(update={"period": None})
    assert version(proposed(state, content(longer)).open_terms()) == 3


def test_terms_that_promise_what_went_back_meanwhile_are_not_signed() -> None:
    state = delivered(in_stage("in_progress"), "1", "4")
    state = following.delivered(state, report("r2", "5", "20"), NOW)
    three = content(terms_line("1", "3", "12"), terms_line("2", "1000", "1000", "EUR", "EUR"))
    state = sign(sign(proposed(state, three), CHAD), FRANCE)
    assert state.lines[0].released == 4, "six were said to be delivered"
    six = proposed(state, SIX)
    otherwise = following.delivery_answered(six, "r2", CHAD, False, "None came", NOW)
    assert otherwise.lines[0].released == 7
    with pytest.raises(Conflict) as refused:
        sign(otherwise, CHAD)
    assert refused.value.code == "more_than_committed"
    assert sign(sign(six, CHAD), FRANCE).lines[0].agreed == 6


def test_who_proposed_takes_it_back_and_others_decline_with_words() -> None:
    state = sign(proposed(in_stage("in_progress")), CHAD)
    for party, how in ((FRANCE, "taken_back"), (CHAD, "declined")):
        after = terms.set_aside(state, party, 2, "Not this year", NOW)
        aside = after.terms[-1].set_aside
        assert aside is not None
        assert (aside.how, aside.by, aside.words) == (how, party, "Not this year")
        assert (version(after.terms_in_force()), after.open_terms(), after.lines) == (1, None, state.lines)
        with pytest.raises(Conflict) as refused:
            sign(after, FRANCE)
        assert refused.value.code == f"terms_{how}"
        with pytest.raises(Conflict):
            terms.set_aside(after, CHAD, 2, "Again", NOW)
        assert version(proposed(after).open_terms()) == 3, "it may be proposed again"


@pytest.mark.parametrize(
    ("state", "party", "which", "raised"),
    [
        (in_stage("in_progress"), CHAD, 1, "terms_in_force"),
        (proposed(in_stage("in_progress")), CHAD, 1, "terms_changed"),
        (opened(), CHAD, 1, "engagement_under_discussion"),
        (ending.ended(proposed(in_stage("in_progress")), CHAD, "security", None, NOW, LOOK_BACK), CHAD, 2, "engagement_ended_early"),
        (proposed(in_stage("in_progress")), "iso3166:SEN", 2, "no_side"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_aside_is_refused(state: EngagementState, party: str, which: int, raised: str) -> None:
    with pytest.raises((Conflict, Stale, NotPermitted)) as refused:
        terms.set_aside(state, party, which, "No", NOW)
    assert refused.value.code == raised


def test_the_same_again_and_a_signature_under_another_text_are_refused() -> None:
    state = proposed(in_stage("in_progress"))
    for same in (SIX, state.terms[0].content):
        with pytest.raises(Conflict) as refused:
            proposed(state, same)
        assert refused.value.code == "nothing_changed"
    word = Signature(party=CHAD, version=2, how="login", signed_at=NOW)
    with pytest.raises(Stale):
        terms.signed(state, word, state.terms[0].digest)
    countered = proposed(state, content(terms_line("1", "8", "32")), CHAD)
    with pytest.raises(Stale):
        terms.signed(countered, word, state.terms[1].digest)
    with pytest.raises(Conflict, match="fulfilled"):
        proposed(following.fulfilled(following.fulfilled(state, CHAD, NOW, LOOK_BACK), FRANCE, NOW, LOOK_BACK))


@pytest.mark.paragraph("17")
def test_each_reader_reads_the_same_lines_before_and_after_a_proposal() -> None:
    plain = looking_back.champion_asked(in_stage("in_progress"), "org:ecre")
    state = proposed(plain)
    for reader in (ASKS, OFFERS, BESIDE, OFFICER):
        before, after = read(reader, plain), read(reader, state)
        assert [before[name] for name in ("title", "lines", "agreed_parts")] == [
            after[name] for name in ("title", "lines", "agreed_parts")
        ]
        assert (WORDS in str(after)) == (reader is not BESIDE)
    assert read(OTHER, state) == {}
    half = proposed(sign(opened(), FRANCE), by=CHAD)
    assert read(OFFERS, sign(half, CHAD))["title"] == half.reference, "one side's signatures open nothing to the other"


def test_an_activity_says_what_is_in_force_alone() -> None:
    state = proposed(in_stage("in_progress"))

    def told(one: EngagementState) -> str:
        state = one.model_dump(mode="json")
        seen = SeenItem("e1", "wca", "engagement", ItemView.FULL, one.stage, one.reference, NOW, NOW, state, {})
        return str(activity(seen, "en"))

    assert "org:euaa" not in told(state)
    assert "org:euaa" in told(sign(sign(state, CHAD), FRANCE))


def test_the_record_of_a_version_is_the_same_bytes_for_ever_and_says_whether_it_is_in_force() -> None:
    first = in_stage("in_progress")
    kept = {1: written(record_of(first, 1, [])["agreement"])}
    state = proposed(first)
    kept[2] = written(record_of(state, 2, [])["agreement"])
    assert record_of(state, None, [])["agreement"]["acceptance"]["version"] == 1
    assert [record_of(state, n, [])["in_force"] for n in (1, 2)] == [True, False]
    whole = delivered(sign(sign(state, CHAD), FRANCE), "2", "8")
    over = ending.ended(whole, CHAD, "security", None, NOW, LOOK_BACK)
    for later in (
        state,
        whole,
        terms.set_aside(proposed(whole, content(terms_line("1", "5", "20"))), CHAD, 3, "No", NOW),
        over,
    ):
        assert {n: written(record_of(later, n, [])["agreement"]) for n in kept} == kept
    assert [record_of(over, n, [])["in_force"] for n in (1, 2)] == [False, True]


def test_who_has_not_signed_new_terms_owes_a_word_while_they_are_open() -> None:
    state = sign(proposed(in_stage("in_progress")), FRANCE)
    new = engaged("wca", state.stage, state.model_dump(mode="json")).new_terms
    assert new is not None
    assert (new.proposed_at, new.signed) == (NOW, frozenset({FRANCE}))
    for closed in (terms.set_aside(state, CHAD, 2, "No", NOW), sign(state, CHAD), opened()):
        assert engaged("wca", closed.stage, closed.model_dump(mode="json")).new_terms is None


@pytest.mark.parametrize("seed", range(40))
def test_over_lives_at_random_nothing_is_lost_or_promised_twice(seed: int) -> None:
    before: dict[str, Any] = {}
    for _, event in life(random.Random(seed), f"e{seed}", NOW - timedelta(days=seed)):
        state = event.engagement
        holds, told = state.terms_in_force(), state.model_dump(mode="json")
        assert version(holds) == version(view.terms_in_force(told)), "both readings of the one rule agree"
        assert version(state.open_terms()) == version(view.open_terms(told))
        if holds is not None:
            said = {one.line_id: one.quantity.amount for one in holds.content.lines}
            assert {one.line_id: one.agreed for one in state.lines} == {
                one.line_id: said.get(one.line_id, Decimal(0)) for one in state.lines
            }
            assert before.get("holds", 0) <= holds.version, "what was in force is followed by later terms alone"
            before["holds"] = holds.version
        else:
            assert "holds" not in before, "what held once does not stop to hold"
        for line in state.lines:
            least = before.get(line.line_id, Decimal(0))
            assert line.released >= least, "what went back does not come again"
            before[line.line_id] = line.released
            if holds is not None and state.ended_at is None:
                assert line.agreed + line.released <= line.committed, "what went back is promised no second time"
                assert line.agreed_covers + line.released_covers <= line.committed_covers


@pytest.mark.control
def test_the_latest_version_alone_would_hide_what_was_agreed() -> None:
    """What the rule was before: a proposal made an engagement that runs unsigned."""
    state = proposed(in_stage("in_progress"))
    latest = state.terms[-1].version
    assert state.sides_without(one.party for one in state.signatures if one.version == latest) == {CHAD, FRANCE}
    assert state.signed()


def test_that_it_is_done_was_said_of_the_terms_before() -> None:
    done = following.fulfilled(in_stage("in_progress"), CHAD, NOW, LOOK_BACK)
    assert done.fulfilled_by == (CHAD,)
    state = sign(proposed(done), FRANCE)
    assert state.fulfilled_by == (CHAD,), "the terms in force are those of before"
    state = sign(state, CHAD)
    assert (state.fulfilled_by, state.stage) == ((), "in_progress")
    state = following.fulfilled(state, FRANCE, NOW, LOOK_BACK)
    assert state.stage == "in_progress", "Chad signed for other terms since"
    assert following.fulfilled(state, CHAD, NOW, LOOK_BACK).stage == "fulfilled"
