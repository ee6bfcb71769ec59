"""A good practice: by whose word it is published, what it may say, who reads it, what its State is asked (WM 1, 4, 11)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from services.dialogue.actions.practice import EXAMPLE, PracticeBody
from services.dialogue.domain.no_person_named import no_person_named
from services.dialogue.domain.practice import public_view
from services.gateway.projections.rows import row_of
from services.gateway.read_model.views import title_in
from services.notifications.audiences.view import reader
from services.notifications.kinds.lists import item_of
from shared.contracts.dialogue import PracticeEvent
from shared.contracts.envelope import Envelope
from shared.contracts.owed import OwedOfPractice
from shared.contracts.shapes.practice import PracticeStatus
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC, Actor, Role, officers
from shared.modalities.access.policy import RULES, decide
from shared.modalities.access.practices import of_practice, seen
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_practices import OF_PRACTICES
from shared.modalities.steps.of_practices import of_practice as owed
from shared.modalities.steps.things import Practice as Asked
from shared.wording.words import words
from tests.support.practices import CRI, FRA, TITLE, Practice, practice_body

pytestmark = pytest.mark.paragraph("11")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 1, 6, 1, 1, 1096, 90)
ITS_STATE = Actor("cri", Role.STATE_AUTHORITY, CRI)
ITS_OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:CRI")
PROPOSER = Actor("fra", Role.STATE_AUTHORITY, FRA)
OTHER = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD")
OBSERVER = Actor("observer", Role.INTEGRATOR, "org:observer")
STANDING = [ITS_STATE, ITS_OFFICE, PROPOSER, officers("wca"), officers("geneva")]
ELSEWHERE = replace(officers("esa"), subject="esa")
READING = [*STANDING, OTHER, ELSEWHERE]
ALL = [*READING, OBSERVER, PUBLIC]


def readers(one: Practice) -> list[str]:
    return [who.subject for who in ALL if decide(who, a.READ_PRACTICE, of_practice(one.state)).allowed]


def names(them: list[Actor]) -> list[str]:
    return [one.subject for one in them]


def test_its_readers_follow_its_state() -> None:
    one = Practice(NOW)
    assert readers(one) == names(STANDING)
    one.published()
    assert readers(one) == names(READING)
    one.reviewed(False, NOW)
    assert readers(one) == names(READING), "outdated, and said so"
    one.retracted()
    assert readers(one) == names(STANDING)
    public = Practice(NOW)
    public.published("public")
    assert readers(public) == names(ALL)
    public.reviewed(False, NOW)
    assert readers(public) == names(READING), "what does not hold is nobody's to read outside"
    served = Practice(NOW, served_by="esa")
    assert readers(served) == names([*STANDING, ELSEWHERE]), "who serves its State sends its answer on"
    declined = Practice(NOW)
    declined.declined()
    assert readers(declined) == names(STANDING)


def test_nobody_but_its_state_publishes_it_and_officers_never() -> None:
    for action in (a.ANSWER_PRACTICE, a.REVIEW_PRACTICE):
        assert {role for rule in RULES if rule.action == action for role in rule.roles} == {Role.STATE_AUTHORITY}
        assert [who.subject for who in ALL if decide(who, action, of_practice(Practice(NOW).state)).allowed] == ["cri"]


def test_others_do_not_learn_who_proposed_it_nor_where() -> None:
    one = Practice(NOW, origin={"kind": "meeting", "item_id": "m1"})
    one.published()
    state = one.state.model_dump(mode="json")
    for who in STANDING:
        assert seen(who, of_practice(one.state), state) == state
    told = seen(OTHER, of_practice(one.state), state)
    assert told is not None
    assert (told["proposed_by"], told["content"]["origin"]) == ("", None)
    assert told["content"]["wordings"] == state["content"]["wordings"]
    assert seen(OTHER, of_practice(Practice(NOW).state), state) is None


def test_the_public_sees_what_its_state_publishes_to_everybody_and_loses_it() -> None:
    one = Practice(NOW, origin={"kind": "meeting", "item_id": "m1"})
    assert public_view(one.state) is None
    one.published()
    assert public_view(one.state) is None, "the mechanism alone"
    one = Practice(NOW, origin={"kind": "meeting", "item_id": "m1"})
    one.published("public")
    view = public_view(one.state)
    assert view is not None
    assert (view["country"], view["published_on"]) == (CRI, "2026-03-02")
    assert not {"origin", "proposed_by"} & set(view)
    one.reviewed(True, NOW)
    assert public_view(one.state) == view
    one.retracted()
    assert public_view(one.state) is None


def test_a_life_goes_one_way() -> None:
    one = Practice(NOW)
    one.published()
    for step in (one.published, one.declined, one.reworded, lambda: one.retracted(by_its_state=False)):
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == "practice_published"
    one.retracted()
    for step in (one.retracted, lambda: one.reviewed(True, NOW)):
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == "practice_retracted"
    taken_back = Practice(NOW)
    taken_back.retracted(by_its_state=False)
    assert taken_back.state.status == "retracted"


FAULTY: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    ({"wordings": [practice_body()["wordings"][0]] * 2}, {("/wordings/1/language", "twice")}),
    ({"wordings": [practice_body()["wordings"][1]]}, {("/wordings", "official_words_needed")}),
    ({"contact": {"post": "Sra. Ana Mora"}}, {("/contact/post", "names_a_person")}),
    ({"contact": {"post": "refugio@migracion.example"}, "wordings": [practice_body()["wordings"][1]] * 2},
     {("/contact/post", "names_a_person"), ("/wordings/1/language", "twice"), ("/wordings", "official_words_needed")}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "faults"), FAULTY)
def test_a_practice_that_cannot_be_names_every_fault(changes: dict[str, Any], faults: set[tuple[str, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        Practice(NOW, **changes)
    assert {(one.pointer, one.code) for one in refused.value.faults} == faults
    with pytest.raises(Invalid):
        Practice(NOW).reworded(**changes)


def test_it_stays_its_countrys() -> None:
    with pytest.raises(Invalid) as refused:
        Practice(NOW).reworded(country=FRA)
    assert [one.code for one in refused.value.faults] == ["country_stands"]


@pytest.mark.parametrize(
    "text",
    [
        "M. Dupont",
        "chef, Mme Roy",
        "Mr Smith",
        "г-н Иванов",
        "+506 2299 8000",
        "a@b.example",
        "السيد علي",
        "李先生",
        "Bureau 3 +33 6 12 34 56 78",
    ],
)
def test_a_person_is_found(text: str) -> None:
    assert [one.code for one in no_person_named("/contact/post", text)] == ["names_a_person"]


@pytest.mark.control
@pytest.mark.parametrize(
    "text",
    [
        "Refugee unit, head",
        "Jefatura",
        "OFPRA, division 3",
        "Sous-direction (2 agents)",
        "Начальник отдела",
        "难民处处长",
    ],
)
def test_a_post_is_none(text: str) -> None:
    assert list(no_person_named("/contact/post", text)) == []


def test_a_link_is_https_and_a_wording_says_whose_it_is() -> None:
    PracticeBody.model_validate(EXAMPLE)
    for changes in (
        {"contact": {"post": "Unit", "link": "http://x.example"}},
        {"wordings": [{"language": "es", "title": "Equipos", "text": "x"}]},
        {"wordings": []},
        {"functional_areas": []},
    ):
        with pytest.raises(ValueError, match=r"link|worded_by|wordings|functional_areas"):
            PracticeBody.model_validate(EXAMPLE | changes)


def asked(one: Practice) -> list[tuple[str, str, datetime, datetime | None]]:
    state = one.state
    thing = Asked("wca", state.status, CRI, state.worded_at, state.stands_since, state.served_by)
    return [(step.code, step.party, step.due_at, step.begins_at) for step in owed(thing, LIMITS)]


def test_its_state_is_asked_at_once_and_again_after_three_years() -> None:
    one = Practice(NOW)
    assert asked(one) == [("practice_word", CRI, NOW + timedelta(days=6), None)]
    one.published()
    later = NOW + timedelta(days=1096)
    assert asked(one) == [("practice_review", CRI, later + timedelta(days=6), later)]
    one.reviewed(True, later)
    again = later + timedelta(days=1096)
    assert asked(one) == [("practice_review", CRI, again + timedelta(days=6), again)]
    one.reviewed(False, again)
    assert asked(one) == []
    assert set(get_args(OwedOfPractice)) == set(OF_PRACTICES)
    assert "in_review" not in get_args(PracticeStatus)


def envelope(event: PracticeEvent) -> Envelope:
    return Envelope(
        id="e1", source="/acsg/wca/dialogue", type=event.wire_type, version=1, subject="p1", time=NOW, region="wca", epoch=1,
        stream="acsg.dialogue.good-practice/0", sequence=1, aggregate_version=event.aggregate_version,
        classification=event.classification, correlation_id="c1",
    )  # fmt: skip


@pytest.mark.parametrize(
    "sought",
    [
        "enregistrement",
        "registro",
        "регистрация",
        "التسجيل",
        "登记",
        "registration",
        "frontera",
        "MOBILE",
        "Costa Rica",
    ],
)
def test_words_in_any_of_six_languages_find_what_is_written_in_one(sought: str) -> None:
    event = Practice(NOW).published()
    row = row_of(event, envelope(event), b"{}")
    assert row is not None
    found = set(row["words"])
    missing = [word for word in words(sought) if not any(one.startswith(word) for one in found)]
    assert missing == [], sorted(found)
    assert (row["areas"], row["parties"], row["shown_to"]) == (["registration"], [CRI], ["offerers"])
    assert title_in(event.practice.model_dump(mode="json")) == TITLE
    assert not any(one.startswith("vivienda") for one in found), "a word that is nowhere in it"


def test_mails_know_it_as_the_policy_does() -> None:
    one = Practice(NOW)
    for event, may in ((one.proposed, False), (one.published(), True), (one.retracted(), False)):
        known = item_of(event, envelope(event))
        assert known is not None
        views = {who: known.body.seen(known, reader(who), {}) for who in (CRI, FRA, "iso3166:TCD")}
        assert {who: view.view if view else None for who, view in views.items()} == {
            CRI: "full", FRA: "full", "iso3166:TCD": "shown" if may else None,
        }  # fmt: skip
