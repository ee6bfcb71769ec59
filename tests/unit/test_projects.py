"""A thematic project: by whose word it opens, who is its champion, whose offers are tied to it, who reads what (WM 2, 3, 18)."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.gateway.projections.rows import row_of
from services.gateway.read_model.views import title_in
from services.notifications.domain.parties import Here
from services.notifications.kinds import project as kind
from services.roster.actions.project import EXAMPLE, ProjectBody
from services.roster.domain import thematic_project as domain
from shared.contracts.owed import OwedOfProject
from shared.contracts.projects import ProjectEvent
from shared.contracts.shapes.thematic_project import MOST_CHAMPIONS, MOST_OFFERS
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC, Actor, Role, officers
from shared.modalities.access.policy import decide
from shared.modalities.access.projects import of_project, seen
from shared.modalities.errors import Conflict, Invalid, NotFound, NotPermitted
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_projects import OF_PROJECTS, owing
from shared.modalities.steps.of_projects import of_project as owed
from tests.support.projects import ECRE, FRA, TCD, Project, envelope_of

pytestmark = pytest.mark.paragraph("18")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 2, 6, 3, 1, 1096, 90)
CHAD, FRANCE = Actor("tcd", Role.STATE_AUTHORITY, TCD), Actor("fra", Role.STATE_AUTHORITY, FRA)
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE)
OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:TCD")
OBSERVER = Actor("observer", Role.INTEGRATOR, "org:observer")
OFFICER, GENEVA, ELSEWHERE = officers("wca"), officers("geneva"), officers("esa")
ALL = [CHAD, FRANCE, NGO, OFFICE, OBSERVER, OFFICER, GENEVA, ELSEWHERE, PUBLIC]


def readers(one: Project) -> list[Actor]:
    return [who for who in ALL if decide(who, a.READ_PROJECT, of_project(one.state)).allowed]


def as_read(who: Actor, one: Project) -> dict[str, Any]:
    return seen(who, of_project(one.state), one.state.model_dump(mode="json")) or {}


def beside(who: Actor, one: Project) -> list[tuple[str, str]]:
    return [(it["party"], it["answer"]) for it in as_read(who, one)["champions"]]


def steps(one: Project) -> list[tuple[str, str]]:
    return [(step.code, step.party) for step in owed(owing("wca", one.state.model_dump(mode="json")), LIMITS)]


def test_what_is_proposed_is_its_proposers_and_what_is_open_the_groups() -> None:
    one = Project(NOW)
    assert readers(one) == [FRANCE, OFFICER, GENEVA]
    one.opened()
    assert readers(one) == [CHAD, FRANCE, NGO, OFFICE, OFFICER, GENEVA, ELSEWHERE]
    assert as_read(CHAD, one)["proposed_by"] is None
    assert (as_read(FRANCE, one)["proposed_by"], as_read(OFFICER, one)["proposed_by"]) == (FRA, FRA)
    one.closed()
    assert len(readers(one)) == 7
    declined = Project(NOW)
    declined.declined()
    assert readers(declined) == [FRANCE, OFFICER, GENEVA]


def test_the_bureau_of_who_proposes_reads_it_where_that_is_another() -> None:
    assert ELSEWHERE in readers(Project(NOW, region="esa"))


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"wordings": [{"language": "en", "title": "One", "text": "x"}] * 2}, {("/wordings/1/language", "twice")}),
        ({"countries": [TCD, TCD]}, {("/countries/1", "twice")}),
        ({"period": {"start": "2020-01-01", "end": "2020-02-01"}}, {("/period/end", "in_the_past")}),
    ],
)
def test_every_fault_of_its_words_is_named(changes: dict[str, Any], wrong: set[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        Project(NOW, **changes)
    assert {(one.pointer, one.code) for one in refused.value.faults} == wrong


@pytest.mark.paragraph("2")
@pytest.mark.paragraph("3")
def test_nobody_is_shown_as_a_champion_before_both_sides_said_yes() -> None:
    one = Project(NOW, by=None)
    one.volunteered(FRA)
    one.asked(ECRE)
    assert beside(CHAD, one) == []
    assert beside(FRANCE, one) == [(FRA, "pending")]
    assert beside(NGO, one) == [(ECRE, "pending")]
    assert beside(OFFICER, one) == [(FRA, "pending"), (ECRE, "pending")]
    assert steps(one) == [
        ("close_project", OFFICER.party),
        ("answer_volunteer", OFFICER.party),
        ("project_champion", ECRE),
    ]
    with pytest.raises(NotPermitted) as refused:
        one.said("accepted", FRA)
    assert refused.value.code == "not_asked", "who volunteers does not take note of itself"
    with pytest.raises(NotPermitted):
        one.noted(ECRE)
    one.noted(FRA)
    one.said("accepted", ECRE)
    assert beside(CHAD, one) == [(FRA, "accepted"), (ECRE, "accepted")]
    for again in (one.volunteered, one.asked):
        with pytest.raises(Conflict) as twice:
            again(FRA)
        assert twice.value.code == "champion_already"
    one.said("ended", FRA)
    assert beside(CHAD, one) == [(FRA, "ended"), (ECRE, "accepted")]
    one.asked(TCD)
    one.closed()
    assert beside(OFFICER, one) == [(FRA, "ended"), (ECRE, "ended")], "who was asked is asked no more"
    assert steps(one) == []


@pytest.mark.paragraph("2")
def test_who_is_turned_down_alone_reads_why_and_may_come_again() -> None:
    one = Project(NOW, by=None)
    one.volunteered(FRA)
    with pytest.raises(Invalid) as silent:
        one.noted(FRA, accepts=False)
    assert [fault.code for fault in silent.value.faults] == ["words_needed"]
    one.noted(FRA, accepts=False, reason="Two are there")
    assert [it["reason"] for it in as_read(FRANCE, one)["champions"]] == ["Two are there"]
    assert beside(CHAD, one) == []
    one.volunteered(FRA)
    one.said("declined", FRA)
    assert beside(FRANCE, one)[-1] == (FRA, "declined"), "one takes one's own word back"


@pytest.mark.paragraph("2")
def test_a_project_takes_so_many_champions_and_no_more() -> None:
    state = Project(NOW, by=None).state
    for number in range(MOST_CHAMPIONS):
        state = domain.champion_came(state, domain.Party(f"org:n{number}", None), "volunteered", NOW)
    with pytest.raises(Conflict) as full:
        domain.champion_came(state, domain.Party(ECRE, None), "volunteered", NOW)
    assert (full.value.code, len(state.champions)) == ("project_full", MOST_CHAMPIONS)


def test_an_offer_is_tied_once_and_taken_back_by_its_party_alone() -> None:
    one = Project(NOW)
    with pytest.raises(Conflict) as early:
        one.attached()
    assert early.value.code == "project_proposed"
    one.opened()
    one.attached()
    with pytest.raises(Conflict):
        one.attached()
    assert [it["offer_id"] for it in as_read(FRANCE, one)["offers"]] == ["o1"]
    assert as_read(CHAD, one)["offers"] == [], "others read it where the offer is read"
    for who, what in ((TCD, "o1"), (FRA, "o2")):
        with pytest.raises(NotFound):
            one.detached(who, what)
    one.detached()
    assert one.state.offers == ()


def test_officers_open_decline_and_close_and_nobody_speaks_for_a_party() -> None:
    one = Project(NOW)
    thing = of_project(one.state)
    for action in (a.OPEN_PROJECT, a.CLOSE_PROJECT, a.ANSWER_VOLUNTEER, a.ASK_PROJECT_CHAMPION):
        assert [who for who in ALL if decide(who, action, thing).allowed] == [OFFICER]
    one.opened()
    thing = of_project(one.state)
    assert [who for who in ALL if decide(who, a.VOLUNTEER_AS_CHAMPION, thing).allowed] == [CHAD, FRANCE, NGO]
    one.asked(ECRE)
    thing = of_project(one.state)
    assert [who for who in ALL if decide(who, a.ANSWER_AS_PROJECT_CHAMPION, thing).allowed] == [NGO]
    with pytest.raises(Conflict):
        one.opened()


def told(event: ProjectEvent, here: str, *, own: bool = True) -> dict[str, bool]:
    """Whom a deployment tells, and whether they must act."""
    who = (kind.KIND.told if own else kind.KIND.told_abroad).get(type(event), ())
    return {party: act for resolve, act, _ in who for party in resolve(event, Here(here, "geneva"))}


def test_each_deployment_tells_its_own_parties() -> None:
    one = Project(NOW, region="europe")
    bureau, secretariat = officers("wca").party or "", officers("geneva").party or ""
    assert told(one.first, "wca") == {bureau: True}
    assert told(one.first, "geneva", own=False) == {secretariat: False}
    opened = one.opened()
    assert (told(opened, "wca"), told(opened, "europe", own=False)) == ({}, {FRA: False})
    asked = one.asked(ECRE, "europe")
    assert (told(asked, "wca"), told(asked, "europe", own=False)) == ({}, {ECRE: True})
    said = one.said("accepted", ECRE)
    assert (told(said, "wca"), told(said, "europe", own=False)) == ({bureau: False}, {})
    assert told(one.volunteered(TCD), "wca") == {bureau: True}
    noted = one.noted(TCD, accepts=False, reason="Two are there")
    assert told(noted, "wca") == {TCD: False}
    assert [it.text for it in kind._said(noted, "answered_champion")] == ["Two are there"]
    one.attached(TCD, "o1", "wca")
    closed = one.closed("Done")
    assert (told(closed, "wca"), told(closed, "europe", own=False)) == ({TCD: False}, {FRA: False, ECRE: False})
    assert [it.text for it in kind._said(closed, "in_project")] == ["Done"]


def test_its_row_names_countries_and_champions_and_is_found_by_its_words() -> None:
    one = Project(NOW, by=None)
    one.asked(ECRE)
    event = one.asked(FRA)
    made = row_of(event, envelope_of(event), b"{}")
    assert made is not None
    assert (made["parties"], made["areas"], made["status"]) == ([TCD, "iso3166:CMR"], ["registration"], "open")
    assert {"fleuve", "mobile"} <= set(made["words"])
    event = one.said("accepted", ECRE)
    made = row_of(event, envelope_of(event), b"{}")
    assert made is not None
    assert made["parties"] == [TCD, "iso3166:CMR", ECRE]
    assert title_in(one.state.model_dump(mode="json")) == "Along the river"


def test_its_steps_are_reminded_of_and_its_example_is_taken() -> None:
    assert set(get_args(OwedOfProject)) == set(OF_PROJECTS)
    assert ProjectBody.model_validate(EXAMPLE).content().title == "Registration along the river"
    assert steps(Project(NOW)) == [("open_project", OFFICER.party)]
    (closing, *_) = owed(owing("wca", Project(NOW, by=None).state.model_dump(mode="json")), LIMITS)
    assert closing.begins_at == datetime(2032, 1, 1, tzinfo=UTC)


def test_a_project_whose_last_day_is_today_is_proposed() -> None:
    body = {"period": {"start": "2026-01-01", "end": NOW.date().isoformat()}}
    assert Project(NOW, **body).state.status == "proposed"
    with pytest.raises(Invalid) as refused:
        Project(NOW + timedelta(days=1), **body)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [("/period/end", "in_the_past")]


def test_who_declined_is_not_said_to_have_ended() -> None:
    one = Project(NOW)
    one.opened()
    one.asked(FRA)
    one.said("declined", FRA)
    one.asked(ECRE)
    one.said("accepted", ECRE)
    one.closed()
    assert [(it.party, it.answer) for it in one.state.champions] == [(FRA, "declined"), (ECRE, "ended")]


def test_the_last_offer_that_fits_is_tied_and_none_after_it() -> None:
    one = Project(NOW)
    one.opened()
    one.attached(offer_id="first")
    one.state = one.state.model_copy(update={"offers": one.state.offers * (MOST_OFFERS - 1)})
    one.attached(offer_id="last")
    with pytest.raises(Conflict, match=f"takes {MOST_OFFERS} offers"):
        one.attached(offer_id="one-too-many")
