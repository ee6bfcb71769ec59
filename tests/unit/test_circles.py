"""Which circles speak about which kind of thing, who stands in each, and who reads none of it (WM 6, 8, 11, 17)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from services.dialogue.domain import thread as domain
from services.dialogue.kinds import BY_NAME, KINDS
from services.dialogue.kinds.kind import Sides, ThingKind
from services.dialogue.reactions import SUBSCRIPTIONS
from services.notifications.audiences.view import reader, seen
from services.notifications.kinds.lists import item_of
from shared.contracts.shapes.thread import AboutThing
from shared.modalities.access import resources, thread_view
from shared.modalities.access.actor import Actor, Role, officers_of
from shared.modalities.access.resource import PartyRole, Resource, in_roles
from tests.support.happenings import envelope
from tests.support.threads import WCA, Thread

pytestmark = [pytest.mark.paragraph("8"), pytest.mark.paragraph("6")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TCD, FRA, SWE, CMR = "iso3166:TCD", "iso3166:FRA", "iso3166:SWE", "iso3166:CMR"
R = PartyRole
ASKS, OFFERS, ALONE = [(TCD, "requester")], [(FRA, "offerer")], ("secretariat", "")
TABLE: dict[str, tuple[dict[R, list[str]], dict[tuple[str, str], Sides]]] = {
    "request": (
        {R.LEAD_REQUESTER: [TCD], R.REQUESTER: [TCD], R.INVITED_REQUESTER: [CMR], R.SUPPORTER: [FRA]},
        {("requester", ""): ASKS},
    ),
    "offer": (
        {R.LEAD_OFFERER: [FRA], R.OFFERER: [FRA], R.INVITED_OFFERER: [SWE]},
        {("offerer", ""): OFFERS},
    ),
    "solicitation": (
        {R.REQUESTER: [TCD], R.APPROACHED: [FRA, SWE]},
        {
            ("requester", ""): ASKS,
            ("approached", FRA): [(FRA, "approached")],
            ("approached", SWE): [(SWE, "approached")],
        },
    ),
    "match": (
        {R.REQUESTING_SIDE: [TCD], R.OFFERING_SIDE: [FRA, SWE]},
        {
            ("requester", ""): ASKS,
            ("approached", FRA): [(FRA, "approached")],
            ("approached", SWE): [(SWE, "approached")],
        },
    ),
    "engagement": (
        {R.REQUESTING_SIDE: [TCD], R.OFFERING_SIDE: [FRA], R.CHAMPION: [SWE], R.ASKED_SIDE: [CMR]},
        {("requester", ""): ASKS, ("offerer", ""): OFFERS, ("all", ""): ASKS + OFFERS},
    ),
    "meeting": (
        {R.INVITED: [TCD, FRA], R.MODERATOR: [FRA]},
        {("all", ""): [(FRA, "invited"), (TCD, "invited")]},
    ),
}
"""Kind -> who stands in a thing of it as what, and the circles beside the Secretariat's own with who stands in each."""


def thing_of(kind: str, **without: Any) -> Resource:
    named = {
        role: [one for one in parties if one not in without.get("but", ())] for role, parties in TABLE[kind][0].items()
    }
    return Resource("wca", in_roles(named))


def test_the_table_says_every_kind_and_every_event_of_them_is_heard() -> None:
    assert set(TABLE) == set(BY_NAME)
    assert {kind.family for kind in KINDS} == {
        next(one.family for one in KINDS if issubclass(event, one.family)) for event in SUBSCRIPTIONS
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.name)
def test_circles_follow_from_the_declaration(kind: ThingKind) -> None:
    wanted = kind.wanted(thing_of(kind.name), ())
    assert wanted == {**TABLE[kind.name][1], ALONE: []}


def test_a_circle_begins_once_each_of_its_sides_has_somebody_and_stays_when_one_leaves() -> None:
    engagement = BY_NAME["engagement"]
    alone = thing_of("engagement", but=(FRA,))
    assert set(engagement.wanted(alone, ())) == {("requester", ""), ALONE}
    kept = [("requester", ""), ("offerer", ""), ("all", ""), ALONE]
    assert engagement.wanted(alone, kept) == {
        ("requester", ""): ASKS,
        ("offerer", ""): [],
        ("all", ""): ASKS,
        ALONE: [],
    }


def test_to_whom_a_call_is_shown_no_more_its_thread_is_empty() -> None:
    call = BY_NAME["solicitation"]
    kept = [*call.wanted(thing_of("solicitation"), ())]
    recalled = call.wanted(thing_of("solicitation", but=(FRA, SWE)), kept)
    assert recalled == {("requester", ""): ASKS, ("approached", FRA): [], ("approached", SWE): [], ALONE: []}


STATES = {party: Actor("s", Role.STATE_AUTHORITY, party) for party in (TCD, FRA, SWE, CMR, "iso3166:DEU")}
OFFICE = Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:TCD")
OFFICER = Actor("o", Role.BUREAU_OFFICER, WCA, "wca")
NOBODYS = [
    STATES["iso3166:DEU"],
    STATES[CMR],
    Actor("i", Role.INTEGRATOR, "org:observer"),
    Actor("n", Role.STAKEHOLDER, "org:ecre"),
    Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:FRA"),
    Actor("b", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe"),
    Actor("g", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva"),
    Actor("p", Role.PUBLIC, None),
]


def opened(kind: str, key: tuple[str, str], sides: Sides) -> Thread:
    circle, apart = key
    about = AboutThing(kind=kind, item_id="i1", reference="CALL-1")
    return Thread(NOW, circle, sides=sides, about=about, apart_with=apart or None)


def view(actor: Actor, one: Thread) -> Any:
    return thread_view.thread(actor, resources.of_thread(one.state), one.state.model_dump(mode="json"))


@pytest.mark.parametrize("kind", TABLE)
def test_each_circle_is_read_by_its_parties_and_its_officers_and_by_nobody_else(kind: str) -> None:
    for key, sides in {**TABLE[kind][1], ALONE: []}.items():
        one = opened(kind, key, sides)
        inside = {party for party, _ in sides}
        for party in (TCD, FRA, SWE):
            assert (view(STATES[party], one) is not None) == (party in inside), (key, party)
        assert view(OFFICER, one)["region"] == "wca"
        assert (view(OFFICE, one) is not None) == ((TCD, "requester") in sides), key
        assert [actor.role for actor in NOBODYS if view(actor, one) is not None] == [], key


def test_an_office_that_is_invited_itself_reads_from_when_it_was() -> None:
    one = opened("meeting", ("all", ""), [(TCD, "invited")])
    one.sent(WCA)
    one.state = domain.followed(one.state, [(TCD, "invited"), ("unhcr-office:SWE", "invited")], gone=False)
    office = Actor("c", Role.COUNTRY_OFFICE, "unhcr-office:SWE")
    assert (view(office, one)["unread"], view(STATES[TCD], one)["unread"], view(STATES[SWE], one)) == (0, 1, None)


@pytest.mark.paragraph("17")
def test_a_party_that_is_apart_is_not_told_where_the_thing_is_from() -> None:
    one = opened("solicitation", ("approached", FRA), [(FRA, "approached")])
    event = one.asked(WCA, "approached")
    kept = json.loads(one.state.model_dump_json())
    theirs, officers = view(STATES[FRA], one), view(OFFICER, one)
    assert "wca" not in json.dumps(theirs)
    assert (theirs["region"], theirs["questions"][0]["asked_by"]) == (None, "unhcr:officers")
    assert officers["questions"][0]["asked_by"] == WCA
    said = json.loads(event.message.model_dump_json())
    assert thread_view.message(STATES[FRA], kept, said)["author"] == "unhcr:officers"
    assert thread_view.message(OFFICER, kept, said)["author"] == WCA
    item = item_of(event, envelope(event, NOW))
    assert item is not None
    shown = seen(item, reader(FRA), {})
    assert shown is not None
    assert (shown.region, shown.about, shown.parties, shown.reference) == (None, "solicitation", (FRA,), "CALL-1")
    assert seen(item, reader(SWE), {}) is None
    told = seen(item, reader(officers_of("wca")), {})
    assert told is not None
    assert told.region == "wca"


def test_in_every_other_circle_it_is_said_who_wrote() -> None:
    one = opened("engagement", ("all", ""), ASKS + OFFERS)
    kept = json.loads(one.state.model_dump_json())
    said = json.loads(one.sent(WCA).message.model_dump_json())
    assert thread_view.message(STATES[FRA], kept, said)["author"] == WCA
