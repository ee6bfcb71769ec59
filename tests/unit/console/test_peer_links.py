"""Peer links are wished, answered, filled with exchanges and shown on pages, each act by who may; the directory is everybody's
(WM 1, 20).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.console.http.offered import OfferedAct
from services.console.http.register import register
from services.dialogue.actions.peer_link import PeerLinkBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.links import of_link, seen
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.pages import MadeUpGateway, Reader
from tests.support.peer_links import ECRE, NER, ZMB, PeerLink, agreed

pytestmark = pytest.mark.paragraph("1")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
NIGER = Actor("ner", Role.STATE_AUTHORITY, NER, None, "fr")
ZAMBIA = Actor("zmb", Role.STATE_AUTHORITY, ZMB, None, "en")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
POINTS = ("wished", "asked", "agreed", "active", "ended")
ACTS = ("link_answer", "link_introduction", "link_exchange", "link_publication", "link_leaving", "link_withdrawal")
OFFERED: dict[tuple[str, str], tuple[str, ...]] = {
    ("wished", "ner"): ("link_leaving",), ("wished", "zmb"): ("link_answer",), ("wished", "wca"): ("link_introduction",),
    ("asked", "ner"): ("link_leaving",), ("asked", "wca"): ("link_introduction", "link_withdrawal"),
    ("agreed", "ner"): ("link_exchange", "link_publication", "link_leaving"), ("agreed", "wca"): (),
    ("active", "zmb"): ("link_exchange", "link_publication", "link_leaving"),
    ("ended", "ner"): ("link_publication",), ("ended", "zmb"): ("link_publication",),
}  # fmt: skip
"""How a link stands, who reads it -> what its page offers."""


def at(point: str) -> PeerLink:
    if point == "asked":
        return PeerLink(NOW, title="Mobile <b>teams")
    one = PeerLink(NOW, ZMB, title="Mobile <b>teams") if point == "wished" else agreed(NOW, title="Mobile <b>teams")
    if point in {"active", "ended"}:
        one.held(title="A <b>visit", learnt="Two <b>days")
    if point == "ended":
        one.left(NER, "Both <b>know")
    return one


def item(actor: Actor, one: PeerLink) -> dict[str, Any]:
    state = seen(actor, of_link(one.state), one.state.model_dump(mode="json")) or {}
    return {"itemId": "l1", "kind": "link", "version": one.version, "status": one.state.status, "reference": one.state.reference,
            "title": one.state.content.title, "parties": [NER], "functionalAreas": ["registration"], "state": state, "history": [],
            "steps": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip


def reader(actor: Actor, one: PeerLink, language: str = "fr") -> Reader:
    def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        page = {"hasNextPage": True, "endCursor": "c+1"}
        if name == "peer_links":
            assert given["filter"] in (None, {"status": ["agreed"], "party": ZMB, "functionalArea": "registration"})
            return {"peerLinks": {"nodes": [item(actor, one)], "pageInfo": page}}
        if name == "who_does_what":
            assert given["country"] == NER
            fields = {
                "parties": [{"party": NER, "role": "requester"}], "started_on": None, "ended_on": "2026-02-01",
            }  # fmt: skip
            return {"whoDoesWhat": {"links": [item(PUBLIC, one)], "practices": [item(PUBLIC, one)], "more": True,
                                    "engagements": [{"itemId": "e", "region": "wca", "fields": fields}]}}  # fmt: skip
        return {"item": item(actor, one)}

    return Reader(actor, MadeUpGateway(answers, CommandDone({"link_id": "l-9"}, 1)), language, now=NOW)


def typed(page: Any, **given: str | list[str]) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert set(given) <= form.names
    kept = [one for one in form.fields if one[0] not in given]
    return kept + [(name, one) for name, what in given.items() for one in (what if isinstance(what, list) else [what])]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_link_is_read_in_every_language_at_every_point(language: str) -> None:
    for point in POINTS:
        for actor in (NIGER, OFFICER):
            page = await reader(actor, at(point), language).see("link", link_id="l1")
            assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False), point
    public = agreed(NOW, title="Mobile <b>teams")
    for party in (NER, ZMB):
        public.publishes(party)
    directory = await reader(PUBLIC, public, language).see("directory", f"country={NER}")
    assert (directory.status, "<b>" in directory.text, "Undefined" in directory.text) == (200, False, False)
    assert (await reader(PUBLIC, public, language).see("link", link_id="l1")).status == 200


async def test_a_link_that_is_typed_is_one_as_its_owner_takes_it() -> None:
    one = reader(NIGER, at("asked"))
    page = await one.see("link_new", "practice=p-1")
    said = {
        "title": "Mobile teams", "goal": "To learn", "functional_areas": ["registration"], "countries": [NER, ZMB],
        "mode": "online", "languages": ["fr", "en"], "parties": [ZMB, ECRE],
    }  # fmt: skip
    where = await one.send("link_new", typed(page, **said))
    assert str(where).startswith("/links/l-9?written=1"), where
    ((name, sent),) = one.gateway.sent
    body = PeerLinkBody.model_validate(sent["content"])
    assert (name, body.parties, body.language) == ("wish_link", (ZMB, ECRE), "fr")
    assert body.origin is not None
    assert (body.origin.kind, body.origin.item_id) == ("practice", "p-1")


@pytest.mark.parametrize(("point", "who"), OFFERED)
async def test_the_page_offers_what_its_reader_may_do_and_each_act_is_refused_to_others(point: str, who: str) -> None:
    actor = {"ner": NIGER, "zmb": ZAMBIA, "wca": OFFICER}[who]
    read = await reader(actor, at(point)).see("link", link_id="l1")
    acts = {page.name: page.act for page in register() if page.name in ACTS}
    for name in ACTS:
        act = acts[name]
        assert isinstance(act, OfferedAct)
        offered = name in OFFERED[point, who]
        assert (f'href="{act.path.replace("{link_id}", "l1")}"' in read.text) is offered, name
        if offered:
            assert (await reader(actor, at(point)).see(name, link_id="l1")).status == 200
        else:
            with pytest.raises((NotPermitted, Conflict)):
                await reader(actor, at(point)).see(name, link_id="l1")


@pytest.mark.paragraph("20")
async def test_each_act_sends_what_was_said() -> None:
    cases: tuple[tuple[Actor, str, str, dict[str, Any], dict[str, Any]], ...] = (
        (ZAMBIA, "wished", "link_answer", {"answer": "declines"}, {"accepts": False}),
        (OFFICER, "asked", "link_introduction", {"parties": [ZMB]}, {"parties": [ZMB]}),
        (NIGER, "agreed", "link_publication", {"publishes": "publishes"}, {"publishes": True}),
        (NIGER, "agreed", "link_leaving", {"reason": ""}, {"reason": None, "language": None}),
        (OFFICER, "asked", "link_withdrawal", {"reason": "Nobody"}, {"reason": "Nobody", "language": "fr"}),
    )
    for actor, point, name, given, sent in cases:
        one = reader(actor, at(point))
        await one.send(name, typed(await one.see(name, link_id="l1"), **given), link_id="l1")
        ((_, said),) = one.gateway.sent
        assert {key: said[key] for key in sent} == sent, name
    one = reader(ZAMBIA, at("agreed"))
    visit = {
        "held_on-y": "2026",
        "held_on-m": "3",
        "held_on-d": "2",
        "kind": "visit",
        "title": "A visit",
        "learnt": "Much",
    }
    await one.send("link_exchange", typed(await one.see("link_exchange", link_id="l1"), **visit), link_id="l1")
    ((_, said),) = one.gateway.sent
    assert said["exchange"] == {
        "held_on": "2026-03-02", "kind": "visit", "title": "A visit", "language": "fr", "learnt": "Much",
    }  # fmt: skip


async def test_the_list_asks_for_what_there_is_and_nothing_else() -> None:
    one = reader(NIGER, at("agreed"))
    assert "after=c%2B1" in (await one.see("links", f"status=agreed&party={ZMB}&area=registration")).text
    assert (await one.see("links", "status=nowhere&party=x&area=y")).status == 200
    assert (await one.see("directory", "country=iso3166:XXX")).status == 200
