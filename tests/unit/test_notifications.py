"""Who hears of what; words, times, views and addresses have files of their own."""

import random

import pytest

from services.notifications.audiences.table import AUDIENCES, NOBODY
from services.notifications.domain.delivery import next_wait
from shared.contracts.catalogue import events
from shared.modalities.access import actions as a
from shared.modalities.access import resources
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import ANYTHING


def missing(known: set[type], declared: tuple[type, ...]) -> set[str]:
    """Events without a row."""
    return {event.__name__ for event in declared if event not in known}


@pytest.mark.paragraph("6")
def test_every_event_has_an_audience_or_a_reason_why_not() -> None:
    assert missing({*AUDIENCES, *NOBODY}, events()) == set()
    assert not set(AUDIENCES) & set(NOBODY)
    planted = set(AUDIENCES) - {events()[0]}
    assert missing({*planted, *NOBODY}, events()) == {"SupportRequestSubmitted"}


def test_waits_double_and_stay_within_bounds() -> None:
    waits = [next_wait(n, 2, random.Random(1)).total_seconds() for n in range(1, 20)]
    assert all(0 < wait <= 3600 for wait in waits)
    assert waits[5] > waits[0]


MINE = resources.of_party("iso3166:TCD", "wca")


@pytest.mark.parametrize(
    ("actor", "may_keep", "may_read"),
    [
        (Actor("a", Role.STATE_AUTHORITY, "iso3166:TCD"), True, True),
        (Actor("b", Role.STATE_AUTHORITY, "iso3166:FRA"), False, False),
        (Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:TCD"), False, False),
        (Actor("d", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca"), False, True),
        (Actor("e", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe"), False, False),
        (Actor("f", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"), False, True),
        (Actor("g", Role.INTEGRATOR, "org:observer"), False, False),
        (Actor("h", Role.STAKEHOLDER, "org:euaa"), False, False),
        (Actor("public", Role.PUBLIC), False, False),
    ],
)
def test_what_a_party_hears_is_its_own_affair(actor: Actor, may_keep: bool, may_read: bool) -> None:
    assert decide(actor, a.KEEP_PREFERENCES, MINE).allowed is may_keep
    for reading in (a.READ_PREFERENCES, a.READ_NOTICE):
        assert decide(actor, reading, MINE).allowed is may_read
    assert decide(actor, a.FOLLOW_MAIL_LINK, ANYTHING).allowed
