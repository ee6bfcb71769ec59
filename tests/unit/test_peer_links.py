"""A peer link: agreed by the own word of each party; who reads what of it, who is told, what is owed, what is public (WM 1, 20)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from services.dialogue.actions.peer_link import EXAMPLE, PeerLinkBody
from services.dialogue.domain import peer_link as domain
from services.gateway.projections.rows import row_of
from services.notifications.domain.parties import Here
from services.notifications.kinds import link as kind
from shared.contracts.event import Event
from shared.contracts.owed import OwedOfLink
from shared.contracts.peer_links import PeerLinkEnded
from shared.contracts.reduction.holding import may_hold
from shared.contracts.shapes.peer_link import MOST_EXCHANGES
from shared.modalities.access import actions as a
from shared.modalities.access.actor import PUBLIC, Actor, Role, officers
from shared.modalities.access.links import of_link, seen
from shared.modalities.access.policy import decide
from shared.modalities.errors import Conflict, Invalid, NotPermitted
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_links import OF_LINKS, owing
from shared.modalities.steps.of_links import of_link as owed
from tests.support.peer_links import ECRE, NER, ZMB, PeerLink, agreed, link_content
from tests.support.projects import envelope_of

pytestmark = pytest.mark.paragraph("1")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIMITS = Limits(lambda since, days, _: since + timedelta(days=days), 1, 1, 1, 1, 2, 6, 3, 1, 1096, 90)
NIGER, ZAMBIA = Actor("ner", Role.STATE_AUTHORITY, NER), Actor("zmb", Role.STATE_AUTHORITY, ZMB)
NGO, CHAD = Actor("ecre", Role.STAKEHOLDER, ECRE), Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD")
OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:ZMB")
OFFICER, GENEVA, ELSEWHERE = officers("wca"), officers("geneva"), officers("esa")
ALL = [NIGER, ZAMBIA, NGO, CHAD, OFFICE, OFFICER, GENEVA, ELSEWHERE, PUBLIC]


def readers(one: PeerLink) -> list[str]:
    return [who.subject for who in ALL if decide(who, a.READ_LINK, of_link(one.state)).allowed]


def as_read(who: Actor, one: PeerLink) -> dict[str, Any]:
    return seen(who, of_link(one.state), one.state.model_dump(mode="json")) or {}


def named(who: Actor, one: PeerLink) -> list[tuple[str, str]]:
    return [(it["party"], it["answer"]) for it in as_read(who, one)["parties"]]


def steps(one: PeerLink) -> list[tuple[str, str]]:
    return [(step.code, step.party) for step in owed(owing("wca", one.state.model_dump(mode="json")), LIMITS)]


def test_it_is_agreed_with_the_last_word_and_not_before() -> None:
    one = PeerLink(NOW, ZMB, ECRE)
    assert (one.state.status, readers(one)) == ("wished", ["ner", "zmb", "ecre", "office", "officers", "officers"])
    assert one.answered(ZMB).wire_type == "acsg.dialogue.peer-answered"
    assert (one.state.status, one.state.agreed_at) == ("wished", None)
    assert one.answered(ECRE).wire_type == "acsg.dialogue.peer-link-agreed"
    assert (one.state.status, one.state.agreed_at) == ("agreed", NOW)
    for again in (ZMB, NER, "iso3166:TCD"):
        with pytest.raises(Conflict):
            one.answered(again)


def test_who_declines_is_out_and_the_others_go_on() -> None:
    one = PeerLink(NOW, ZMB, ECRE)
    one.answered(ECRE, accepts=False)
    assert "ecre" not in readers(one)
    assert (named(NIGER, one), named(ZAMBIA, one)) == (
        [(NER, "accepted"), (ZMB, "pending"), (ECRE, "declined")], [(NER, "accepted"), (ZMB, "pending")],
    )  # fmt: skip
    one.answered(ZMB)
    assert (one.state.status, "ecre" in readers(one)) == ("agreed", False)
    alone = PeerLink(NOW, ZMB)
    assert isinstance(alone.answered(ZMB, accepts=False), PeerLinkEnded)
    assert alone.state.status == "ended"


@pytest.mark.paragraph("20")
def test_nobody_is_named_to_others_before_its_own_word() -> None:
    one = PeerLink(NOW, NER, ZMB, by=None)
    assert (named(NIGER, one), named(ZAMBIA, one)) == ([(NER, "pending")], [(ZMB, "pending")])
    one.answered(ZMB)
    assert (named(NIGER, one), named(ZAMBIA, one)) == ([(NER, "pending"), (ZMB, "accepted")], [(ZMB, "accepted")])
    row = row_of(one.first, envelope_of(one.first), b"{}")
    assert row is not None
    assert row["parties"] == []
    assert named(OFFICER, one) == [(NER, "pending"), (ZMB, "accepted")]
    one.answered(NER)
    assert one.state.status == "agreed"


@pytest.mark.paragraph("20")
def test_an_introduction_is_a_step_of_the_secretariat_until_somebody_says_yes() -> None:
    one = PeerLink(NOW)
    assert steps(one) == [("introduce", "unhcr-bureau:wca")]
    one.introduced(ZMB)
    assert (steps(one), named(NIGER, one)) == ([("link_word", ZMB)], [(NER, "accepted")])
    one.answered(ZMB, accepts=False)
    assert (one.state.status, steps(one), named(NIGER, one)) == (
        "wished", [("introduce", "unhcr-bureau:wca")], [(NER, "accepted")],
    )  # fmt: skip
    one.introduced(ECRE, ZMB)
    assert steps(one) == [("link_word", ECRE), ("link_word", ZMB)]
    one.answered(ECRE)
    one.answered(ZMB)
    assert (one.state.status, steps(one)) == ("agreed", [])
    assert set(get_args(OwedOfLink)) == set(OF_LINKS)
    nobody = PeerLink(NOW)
    nobody.withdrawn()
    assert (nobody.state.status, as_read(NIGER, nobody)["reason"]) == ("ended", "We know nobody")
    with pytest.raises(NotPermitted) as refused:
        PeerLink(NOW, ZMB).withdrawn()
    assert refused.value.code == "its_partys_own"


FAULTS: list[tuple[dict[str, Any], tuple[str, ...], set[tuple[str, str]]]] = [
    ({}, (ZMB, NER, ZMB), {("/parties/1", "twice"), ("/parties/2", "twice")}),
    ({"countries": [NER, NER], "languages": ["en", "en"]}, (), {("/countries/1", "twice"), ("/languages/1", "twice")}),
    ({"title": "Ask ana@asylum.example"}, (ZMB,), {("/title", "names_a_person")}),
]


@pytest.mark.parametrize(("changes", "parties", "wrong"), FAULTS)
def test_every_fault_of_a_wish_is_named(
    changes: dict[str, Any], parties: tuple[str, ...], wrong: set[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        PeerLink(NOW, *parties, **changes)
    assert {(one.pointer, one.code) for one in refused.value.faults} == wrong


def test_officers_propose_between_two_or_more_and_ask_nobody_twice() -> None:
    with pytest.raises(Invalid) as refused:
        PeerLink(NOW, NER, by=None)
    assert [(one.pointer, one.code) for one in refused.value.faults] == [("/parties", "two_parties_needed")]
    one = PeerLink(NOW, ZMB)
    with pytest.raises(Invalid) as twice:
        one.introduced(ECRE, ZMB)
    assert [(it.pointer, it.code) for it in twice.value.faults] == [("/parties/1", "twice")]
    assert PeerLinkBody.model_validate(EXAMPLE).content().title == EXAMPLE["title"]


@pytest.mark.paragraph("20")
def test_an_exchange_makes_it_active_and_every_fault_of_one_is_named() -> None:
    early = PeerLink(NOW, ZMB)
    with pytest.raises(Conflict) as too_early:
        early.held()
    assert too_early.value.code == "link_wished"
    one = agreed(NOW)
    one.held(ZMB)
    assert (one.state.status, one.state.exchanges[0].recorded_by) == ("active", ZMB)
    cases: tuple[tuple[dict[str, Any], set[tuple[str, str]]], ...] = (
        ({}, {("/title", "twice")}),
        ({"held_on": "2026-03-03", "title": "Call +260 977 123 456"}, {("/held_on", "date_in_future"), ("/title", "names_a_person")}),
        ({"held_on": "2026-03-01"}, {("/held_on", "out_of_order")}),
    )  # fmt: skip
    for changes, wrong in cases:
        with pytest.raises(Invalid) as refused:
            one.held(NER, 2, **changes)
        assert {(it.pointer, it.code) for it in refused.value.faults} == wrong
    one.state = one.state.model_copy(update={"exchanges": one.state.exchanges * MOST_EXCHANGES})
    with pytest.raises(Conflict) as full:
        one.held(NER, 2, title="Another")
    assert full.value.code == "link_full"


def test_it_is_public_once_each_party_agrees_and_no_more_when_one_takes_it_back() -> None:
    one = agreed(NOW)
    one.held()
    one.publishes(NER)
    assert (domain.public_view(one.state), "public" in readers(one)) == (None, False)
    one.publishes(ZMB)
    assert {"public", "tcd"} <= set(readers(one))
    assert domain.public_view(one.state) == {
        "reference": "LINK-2026-WCA-001", "title": "Mobile registration", "language": "en",
        "functional_areas": ["registration"], "countries": [NER, ZMB], "parties": [NER, ZMB], "agreed_on": "2026-03-02",
        "ended_on": None,
    }  # fmt: skip
    for who in (CHAD, PUBLIC, ELSEWHERE):
        told = as_read(who, one)
        assert (set(told["content"]), told["exchanges"]) == ({"title", "language", "functional_areas", "countries"}, [])
        assert told["parties"] == [{"party": NER}, {"party": ZMB}]
        assert "Zambia shows" not in str(told)
        assert "Meheba" not in str(told)
    with pytest.raises(Conflict) as same:
        one.publishes(ZMB)
    assert same.value.code == "nothing_changed"
    one.publishes(NER, publishes=False)
    assert (domain.public_view(one.state), "public" in readers(one)) == (None, False)
    with pytest.raises(Conflict) as early:
        PeerLink(NOW, ZMB).publishes(NER)
    assert early.value.code == "link_wished"


def test_who_leaves_takes_its_part_out_and_fewer_than_two_are_no_link() -> None:
    one = agreed(NOW, ECRE)
    one.held(ECRE)
    assert one.left(ECRE).wire_type == "acsg.dialogue.peer-left"
    one.now = NOW + timedelta(days=9)
    one.held(NER, 2, title="Training at Diffa")
    assert [it["title"] for it in as_read(NGO, one)["exchanges"]] == ["Visit to Meheba"]
    assert [len(as_read(who, one)["exchanges"]) for who in (ZAMBIA, OFFICE)] == [2, 2]
    assert not decide(NGO, a.RECORD_EXCHANGE, of_link(one.state)).allowed
    assert decide(NGO, a.ANSWER_LINK_PUBLICATION, of_link(one.state)).allowed
    assert isinstance(one.left(ZMB, "Both know how"), PeerLinkEnded)
    assert (one.state.status, as_read(NIGER, one)["reason"]) == ("ended", "Both know how")
    wish = PeerLink(NOW, ZMB)
    wish.left(NER)
    assert wish.state.status == "ended", "who wished it takes it back"
    asked = PeerLink(NOW)
    asked.introduced(ZMB, ECRE)
    asked.answered(ZMB)
    asked.left(ZMB)
    asked.answered(ECRE, accepts=False)
    assert steps(asked) == [("introduce", "unhcr-bureau:wca")], "and the Secretariat is asked again"


def test_officers_say_no_word_of_a_party() -> None:
    one = agreed(NOW)
    for action in (a.ANSWER_LINK, a.RECORD_EXCHANGE, a.ANSWER_LINK_PUBLICATION, a.LEAVE_LINK):
        assert [who.subject for who in ALL if decide(who, action, of_link(one.state)).allowed] == ["ner", "zmb"]


@pytest.mark.paragraph("6")
def test_the_whole_of_it_goes_to_who_serves_a_party_alone() -> None:
    one = PeerLink(NOW, ZMB, regions={ZMB: "esa"})
    assert [may_hold(one.first, "wca", there) for there in ("wca", "geneva", "esa", "europe")] == [
        True,
        True,
        True,
        False,
    ]
    one.answered(ZMB)
    one.publishes(NER)
    said = one.publishes(ZMB)
    assert one.state.public()
    assert not may_hold(said, "wca", "europe"), "what of it is everybody's goes by its public topic"
    row = row_of(said, envelope_of(said), b"{}")
    assert row is not None
    assert (row["parties"], row["serving"], row["shown_to"]) == ([NER, ZMB], ["esa"], ["public"])
    assert {"mobile", "registration"} <= set(row["words"])
    assert not {"meheba", "zambia", "shows"} & set(row["words"]) - {"zambia"}


def told(event: Event, deployment: str = "wca") -> dict[str, set[str]]:
    table = kind.KIND.told if deployment == "wca" else kind.KIND.told_abroad
    found: dict[str, set[str]] = {"act": set(), "know": set()}
    for resolve, must, _ in table.get(type(event), ()):
        found["act" if must else "know"] |= set(resolve(event, Here(deployment, "geneva")))
    return found


def test_each_deployment_tells_its_own_parties_and_nobody_of_their_own_word() -> None:
    one = PeerLink(NOW, ZMB, regions={ZMB: "esa"})
    assert told(one.first) == {"act": set(), "know": {"unhcr-bureau:wca"}}
    assert told(one.first, "esa") == {"act": {ZMB}, "know": {"unhcr-bureau:esa"}}
    said = one.answered(ZMB)
    assert (told(said)["know"], told(said, "esa")["know"]) == ({NER, "unhcr-bureau:wca"}, {"unhcr-bureau:esa"})
    held = one.held(ZMB)
    assert (told(held)["know"], told(held, "esa")["know"], told(held, "europe")["know"]) == ({NER}, set(), set())
    ended = one.left(NER, "Done")
    assert {NER, "unhcr-bureau:wca"} == told(ended)["know"]
    assert [it.text for it in kind.KIND.words.said(ended, "peer")] == ["Done"] if kind.KIND.words else False
    asks = PeerLink(NOW)
    assert told(asks.first)["act"] == {"unhcr-bureau:wca"}
    asks.introduced(ZMB)
    second = asks.introduced(ECRE)
    assert told(second)["act"] == {ZMB, ECRE}, "asked at one moment"
    assert told(asks.answered(ZMB, accepts=False))["know"] == set(), "whom it did not name it hears nothing of"


def test_a_message_says_no_party_and_only_to_readers() -> None:
    one = PeerLink(NOW, NER, ZMB, by=None)
    known = kind.KIND.known(one.first, envelope_of(one.first))
    found = known.body.seen(known, NIGER, ())
    assert found is not None
    assert (found.view, found.parties, found.title) == ("full", (), "Mobile registration")
    assert known.body.seen(known, CHAD, ()) is None
    assert [step.party for step in known.body.steps(known, (), LIMITS)] == [NER, ZMB]


def test_a_content_is_kept_whole() -> None:
    assert PeerLink(NOW).state.content.model_dump(mode="json") == link_content() | {"origin": None}
    assert agreed(NOW).held(held_on=str(date(2026, 3, 2))).link.exchanges[0].held_on == date(2026, 3, 2)
