"""What a process knows of organisations: the released list, over it those that were registered, each by the name of its day (WM 3)."""

from collections.abc import Iterator
from datetime import date
from time import perf_counter

import pytest

from shared.contracts import vocabulary as v
from shared.contracts.door import Door
from shared.contracts.party_names import party_name
from shared.contracts.shapes import lookups
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.kinds import kind_of, members
from shared.modalities.errors import Retryable
from shared.runtime.db.row_security.reach import reach
from shared.workbooks.choices import codes

DOOR = Door("wca", date(2026, 11, 30))
LAW = v.Organisation(
    "wca-law", "ngo",
    (
        v.KnownName("wca-law", "Law Clinics", date(2020, 1, 1), date(2025, 5, 31), (("en", "Law Clinics"), ("fr", "Cliniques"))),
        v.KnownName("wca-law", "Law Network", date(2025, 6, 1), None, (("en", "Law Network"),)),
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _released_alone() -> Iterator[None]:
    yield
    v.forget_registered()


def test_no_released_code_is_one_that_a_deployment_could_give() -> None:
    given = [
        code for code in v.released_organisations() if code.startswith(tuple(f"{one}-" for one in v.deployments()))
    ]
    assert given == []


def test_what_is_registered_is_known_at_once_wherever_parties_are_named() -> None:
    reader = Actor("x", Role.STAKEHOLDER, "org:wca-law")
    assert kind_of("org:wca-law") is None
    assert "kind=ngo" not in reach(reader)
    assert "org:wca-law" not in codes("parties")
    v.know_organisations([LAW])
    assert lookups.party("org:wca-law", DOOR) == "org:wca-law"
    assert lookups.is_party("org:wca-law")
    assert kind_of("org:wca-law") == "ngo"
    assert "org:wca-law" in members("ngo")
    assert "org:ecre" in members("ngo")
    assert "kind=ngo" in reach(reader)
    assert "org:wca-law" in codes("parties")


def test_a_record_shows_the_name_of_its_day() -> None:
    v.know_organisations([LAW])
    assert party_name("org:wca-law", "fr", date(2024, 3, 1)) == "Cliniques"
    assert party_name("org:wca-law", "ru", date(2024, 3, 1)) == "Law Clinics"
    assert party_name("org:wca-law", "fr") == "Law Network"
    assert party_name("org:wca-law", "en", date(2012, 1, 1)) == "Law Clinics"
    assert party_name("org:euaa", "en", date(2012, 1, 1)) == "European Asylum Support Office"


def test_both_ids_of_a_merger_lead_to_the_one_that_goes_on() -> None:
    went = v.Organisation("esa-old", "ngo", LAW.names, date(2026, 1, 1), "wca-law")
    v.know_organisations([LAW, went])
    assert v.surviving("esa-old") == v.surviving("wca-law") == "wca-law"
    assert party_name("org:esa-old", "en") == "Law Network"
    assert party_name("org:esa-old", "en", date(2024, 1, 1)) == "Law Clinics"
    assert lookups.party("org:esa-old", DOOR)


def test_a_ring_of_mergers_ends() -> None:
    v.know_organisations(
        [
            v.Organisation("wca-a", "ngo", LAW.names, date(2026, 1, 1), "esa-b"),
            v.Organisation("esa-b", "ngo", LAW.names, date(2026, 1, 1), "wca-a"),
        ]
    )
    assert {v.surviving("wca-a"), v.surviving("esa-b")} == {"wca-a", "esa-b"}


def test_what_has_ended_is_named_in_nothing_new() -> None:
    v.know_organisations([v.Organisation("wca-gone", "ngo", LAW.names, date(2026, 1, 1))])
    with pytest.raises(ValueError, match="ended on 2026-01-01"):
        lookups.party("org:wca-gone", DOOR)
    assert lookups.is_party("org:wca-gone")


def test_before_it_is_read_an_unknown_one_is_tried_again_and_a_released_one_is_taken() -> None:
    v.await_organisations(True)
    assert lookups.party("org:euaa", DOOR)
    for look in (lambda: lookups.party("org:wca-law", DOOR), lambda: lookups.is_party("org:wca-law")):
        with pytest.raises(Retryable):
            look()
    v.await_organisations(False)
    with pytest.raises(ValueError, match="no organisation of the list"):
        lookups.party("org:wca-law", DOOR)
    assert not lookups.is_party("org:wca-law")


def test_the_released_list_stands() -> None:
    v.know_organisations([v.Organisation("euaa", "ngo", LAW.names)])
    assert v.organisations()["euaa"].kind == "regional_organisation"


def test_ten_thousand_cost_no_request_more_than_milliseconds() -> None:
    v.know_organisations(
        v.Organisation(f"wca-o{n}", "ngo", (v.KnownName(f"wca-o{n}", f"Organisation number {n}", date(2020, 1, 1)),))
        for n in range(10_000)
    )
    began = perf_counter()
    with pytest.raises(ValueError, match="no organisation of the list") as refused:
        lookups.party("org:wca-unknown", DOOR)
    assert perf_counter() - began < 0.1
    assert len(str(refused.value)) < 300
