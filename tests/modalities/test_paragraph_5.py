"""WM 5: moderators are chosen for regional diversity and expertise. What is found of it advises; an officer chooses."""

from datetime import date
from typing import Any

import pytest

from services.dialogue.criteria import diverse, expert
from services.dialogue.domain import meeting as domain
from shared.contracts.shapes.meeting import Moderator
from shared.modalities.errors import Invalid
from tests.modalities.test_paragraph_4 import convened

DAY = date(2026, 3, 1)
TCD, CMR, FRA, KEN = "iso3166:TCD", "iso3166:CMR", "iso3166:FRA", "iso3166:KEN"
pytestmark = pytest.mark.paragraph("5")


def moderators(*parties: str, **more: Any) -> list[Moderator]:
    return [Moderator.model_validate({"party": party, "came": "approached"} | more) for party in parties]


@pytest.mark.parametrize(
    ("chosen", "others", "outcome"),
    [
        ((TCD, FRA), [], "met"),
        ((TCD,), [], "unclear"),
        ((TCD, CMR), [], "unclear"),
        (("org:iom",), [(FRA,)], "unclear"),
        ((TCD,), [(CMR,), (TCD,)], "not_met"),
        ((TCD,), [(CMR,), (FRA,)], "partly"),
        ((TCD,), [(FRA,)], "met"),
        ((TCD,), [(FRA,), (KEN,), (CMR,)], "met"),
        ((TCD, "org:iom"), [(FRA,), (KEN,)], "met"),
    ],
)
def test_diversity_is_looked_at_over_the_choices_together(
    chosen: tuple[str, ...], others: list[tuple[str, ...]], outcome: str
) -> None:
    found = diverse(moderators(*chosen), [moderators(*one) for one in others], DAY)
    assert (found.outcome, found.paragraph, found.subject) == (outcome, "5", "regional_diversity")
    assert found.reason


def test_the_evidence_counts_each_bureau() -> None:
    found = diverse(moderators(TCD, CMR), [moderators(FRA)], DAY)
    assert sorted(one.partition(": ")[2] for one in found.evidence) == ["1", "2"]


@pytest.mark.parametrize(
    ("known", "asked", "outcome"),
    [
        ((), (), "not_applicable"),
        (("registration",), ("registration",), "met"),
        (("registration",), ("registration", "coi"), "partly"),
        ((), ("registration",), "not_met"),
    ],
)
def test_expertise_is_looked_at_by_the_areas_of_the_meeting(
    known: tuple[str, ...], asked: tuple[str, ...], outcome: str
) -> None:
    found = expert(moderators(TCD, functional_areas=known), asked)
    assert (found.outcome, found.subject) == (outcome, "expertise")


def test_a_choice_that_is_not_diverse_is_made_all_the_same_with_its_reason() -> None:
    finding = diverse(moderators(TCD), [moderators(TCD)], DAY)
    state = domain.moderated(convened(), tuple(moderators(TCD)), "It knows the situation", (finding,))
    assert finding.outcome == "not_met"
    assert (state.moderators[0].party, state.moderators_reason) == (TCD, "It knows the situation")
    with pytest.raises(Invalid) as refused:
        domain.moderated(convened(), tuple(moderators(TCD, FRA, TCD)), "Why not", ())
    assert [fault.pointer for fault in refused.value.faults] == ["/moderators/2"]
