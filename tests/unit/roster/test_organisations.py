"""An organisation's life by the rules alone: who waits, what is dated, what goes on for it (WM 3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.roster.domain import organisation as domain
from shared.contracts.shapes.organisation import (
    MOST_NAMES,
    DatedNames,
    OrganisationContent,
    OrganisationDecision,
    OrganisationName,
    OrganisationState,
)
from shared.modalities.errors import Conflict, Invalid
from tests.support.organisations import organisation_body

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
APPROVED = OrganisationDecision(approved=True, by="unhcr-bureau:wca", decided_at=NOW)


def applied(**changes: Any) -> OrganisationState:
    content = OrganisationContent.model_validate(organisation_body(**changes))
    return domain.applied(content, domain.Applying("o1", "ORGANISATION-2026-WCA-001", "wca", "applicant:1", NOW))


def registered(since: date = date(2020, 1, 1)) -> OrganisationState:
    return domain.registered(applied(), "clinics", since, APPROVED)


def names(since: date, name: str = "Clinics of West Africa") -> DatedNames:
    return DatedNames(since=since, names=(OrganisationName(language="en", name=name),))


def test_it_has_an_id_of_its_deployment_once_it_is_registered() -> None:
    assert applied().party is None
    one = registered()
    assert (one.party, one.status) == ("org:wca-clinics", "registered")
    assert one.names == (DatedNames(since=date(2020, 1, 1), names=one.content.names),)


def test_new_names_leave_the_old_ones_with_their_days() -> None:
    one = domain.renamed(registered(), names(date(2024, 6, 1)), NOW.date())
    assert [dated.since for dated in one.names] == [date(2020, 1, 1), date(2024, 6, 1)]
    with pytest.raises(Invalid) as refused:
        domain.renamed(one, names(date(2024, 6, 1)), NOW.date())
    assert [fault.code for fault in refused.value.faults] == ["not_after_the_last"]
    with pytest.raises(Invalid):
        domain.renamed(one, names(date(2028, 1, 1)), NOW.date())


def test_what_went_up_in_another_keeps_its_id() -> None:
    one = domain.merged(registered(), "org:euaa", NOW.date())
    assert (one.party, one.status, one.merged_into, one.until) == ("org:wca-clinics", "merged", "org:euaa", NOW.date())
    with pytest.raises(Conflict, match="itself"):
        domain.merged(registered(), "org:wca-clinics", NOW.date())


def test_it_ends_on_a_day_that_has_come_and_that_it_had() -> None:
    assert domain.ended(registered(), date(2025, 1, 1), NOW.date()).until == date(2025, 1, 1)
    for day, code in ((date(2026, 12, 1), "not_yet"), (date(2019, 12, 31), "before_first_name")):
        with pytest.raises(Invalid) as refused:
            domain.ended(registered(), day, NOW.date())
        assert [fault.code for fault in refused.value.faults] == [code]


DECIDED: tuple[Callable[[OrganisationState], OrganisationState], ...] = (
    lambda one: domain.amended(one, one.content),
    domain.withdrawn,
    lambda one: domain.registered(one, "again", NOW.date(), APPROVED),
    lambda one: domain.refused(one, APPROVED),
)


@pytest.mark.parametrize("act", DECIDED)
@pytest.mark.parametrize("one", [registered(), domain.withdrawn(applied()), domain.refused(applied(), APPROVED)])
def test_what_waits_no_more_is_decided_no_more(
    act: Callable[[OrganisationState], OrganisationState], one: OrganisationState
) -> None:
    with pytest.raises(Conflict, match="waits for no decision"):
        act(one)


def test_names_are_alike_whatever_their_case_and_accents() -> None:
    content = applied().content
    alike = {
        "org:a": ("Reseau DE cliniques-juridiques",),
        "org:b": ("Another one",),
        "ORGANISATION-2026-WCA-002": ("refugee law clinic network",),
    }
    assert set(domain.called_alike(content, alike)) == {"org:a", "ORGANISATION-2026-WCA-002"}


def test_the_last_and_the_first_day_of_each_bound() -> None:
    today = NOW.date()
    assert domain.registered(applied(), "clinics", today, APPROVED).status == "registered"
    next_year = today + timedelta(days=366)
    assert domain.renamed(registered(), names(next_year), today).names[-1].since == next_year
    with pytest.raises(Invalid) as refused:
        domain.renamed(registered(), names(next_year + timedelta(days=1)), today)
    assert [fault.code for fault in refused.value.faults] == ["year"]
    for day in (today, date(2020, 1, 1)):
        assert domain.ended(registered(), day, today).until == day


def test_who_goes_by_many_names_is_told_since_when_it_has_the_last() -> None:
    one = registered()
    for year in range(2021, 2020 + MOST_NAMES):
        one = domain.renamed(one, names(date(year, 1, 1), f"Clinics {year}"), date(year, 1, 1))
        with pytest.raises(Invalid) as refused:
            domain.renamed(one, names(date(2020, 6, 1)), NOW.date())
        assert f"since {year}-01-01" in refused.value.faults[0].message
        if len(one.names) == 4:
            break
    many = one.model_copy(update={"names": (one.names[-1],) * (MOST_NAMES - 1)})
    full = domain.renamed(many, names(date(2026, 11, 1)), NOW.date())
    with pytest.raises(Conflict, match=str(MOST_NAMES)):
        domain.renamed(full, names(date(2026, 11, 2)), NOW.date())
