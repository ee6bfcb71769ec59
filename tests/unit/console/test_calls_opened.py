"""An officer opens, closes and recalls a call for offers on pages; who may be asked stands there with the reasons (WM 17)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandProblem, SaidFault
from services.console.http.offered import OfferedAct
from services.console.http.register import register
from services.matching.actions.seek_offers import SolicitationBody
from shared.contracts.shapes.call import Approached, Balance, CallStatus, Solicitation
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access import call_view
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_solicitation
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled

pytestmark = pytest.mark.paragraph("17")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
GENEVA = Actor("geneva", Role.GENEVA_OFFICER, "unhcr:secretariat", "geneva", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
EVERY: tuple[CallStatus, ...] = ("open", "closing", "closed", "recalled")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
QUANTITY = {"amount": "4", "unit": "packages"}
LINES = [{"line_id": one, "functional_area": "registration", "support_type": "technical", "quantity": QUANTITY}
         for one in ("1", "2")]  # fmt: skip
CONTENT = {
    "title": "Titre",
    "language": "fr",
    "requesting_states": ["iso3166:TCD"],
    "lines": LINES,
    "gap": "CANARY-not-agreed",
}
SHOWN = {
    "audiences": ["offerers"],
    "kinds": [],
    "parties": [],
    "but": ["iso3166:SWE"],
    "fields": {"title": "x", "lines": LINES},
}


def candidate(party: str, **more: Any) -> dict[str, Any]:
    return {"party": party, "score": None, "offers": [], "worked": [], "named": False, "notNowUntil": None,
            "withoutAddress": False, "calls": [], **more}  # fmt: skip


FOUND = {
    "candidates": [
        candidate("iso3166:FRA", score=0.81, calls=["c-0"],
                  offers=[{"offerId": "o-1", "reference": "OFFER-2026-FRA-001", "lineId": "1", "score": 0.81}]),
        candidate("iso3166:NER", withoutAddress=True,
                  worked=[{"state": "iso3166:TCD", "party": "iso3166:NER", "ended": "fulfilled", "times": 1}]),
        candidate("iso3166:DEU", notNowUntil="2027-02-01", named=True),
    ],
    "notNow": [{"party": "iso3166:DEU", "until": "2027-02-01"}],
    "withoutAddress": ["iso3166:NER", "iso3166:NOR"],
}  # fmt: skip


def item(kind: str, state: Mapping[str, Any], status: str) -> dict[str, Any]:
    return {"itemId": "i-1", "kind": kind, "version": 3, "status": status, "reference": "R-1", "title": "Titre",
            "parties": [], "functionalAreas": [], "begunAt": "2026-03-01T09:00:00+00:00", "changedAt": "2026-03-01T09:00:00+00:00",
            "state": dict(state), "history": [], "findings": [], "steps": [], "versions": []}  # fmt: skip


REQUEST = item("request", {"content": CONTENT, "shown": SHOWN, "region": "wca"}, "in_line")


def call(status: CallStatus = "open", actor: Actor = OFFICER, **more: Any) -> dict[str, Any]:
    """A call as its reader sees it, by the view that its owner and the gateway show."""
    gone = status == "recalled"
    asked = tuple(Approached(party=one, reach="reached", reach_at=NOW) for one in ("iso3166:FRA", "iso3166:DEU"))
    known = {"asked": asked, "balance": Balance(outcome="one_sided", regions={"europe": 2}), "message": "Merci"} | more
    state = Solicitation(
        solicitation_id="i-1", request_id="r-1", region="wca", status=status, requesting_states=("iso3166:TCD",),
        approached=() if gone else ("iso3166:FRA", "iso3166:DEU"), shown={} if gone else {"title": "x", "lines": LINES},
        answer_due_at=NOW, sought_by="wca", sought_at=NOW, ending_words="Assez" if gone else None, **known,
    )  # fmt: skip
    seen = call_view.call(actor, of_solicitation("wca", state), state.model_dump(mode="json"))
    assert seen is not None
    return item("solicitation", seen, status)


def reader(actor: Actor, one: dict[str, Any] | None = None, language: str = "fr") -> Reader:
    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"whoMayBeAsked": FOUND} if name == "candidates" else {"item": one or REQUEST}

    return Reader(actor, MadeUpGateway(answers), language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_may_be_asked_stands_there_with_the_reasons(language: str) -> None:
    page = await reader(OFFICER, language=language).see("seek", request_id="i-1")
    ticked = re.findall(r'name="approached" value="([^"]+)"', page.text)
    assert ticked == ["iso3166:FRA", "iso3166:NER"], "who said not now cannot be ticked"
    assert 'href="/offers/o-1"' in page.text
    assert 'href="/calls/c-0"' in page.text
    others = page.text.partition('name="others"')[2].partition("</select>")[0]
    in_list = set(re.findall(r'value="([^"]+)"', others))
    assert {"iso3166:NOR", "org:ecre"} <= in_list
    assert not in_list & {"iso3166:SWE", "iso3166:DEU", "iso3166:TCD", "iso3166:FRA"}, (
        "left out, resting, asking, or above"
    )
    assert "CANARY" not in page.text
    shown = re.sub(r"<[^>]*>", " ", page.text)
    assert not re.search(r"\b(?:offerers|fulfilled|notNow|2027-02-01|iso3166)\b", shown) or language == "en"


async def sent(given: list[tuple[str, str]], actor: Actor = OFFICER) -> SolicitationBody:
    one = reader(actor)
    page = await one.see("seek", request_id="i-1")
    form, names = page.form("send_key"), {name for name, _ in given}
    assert names <= form.names
    fields = [field for field in form.fields if field[0] not in names]
    where = await one.send("seek", [*fields, *given], request_id="i-1")
    assert str(where).startswith("/calls/")
    ((name, said),) = one.gateway.sent
    assert (name, said["id"], "version" in said) == ("seek_offers", "i-1", False)
    names = ("approached", "message", "line_ids", "closes_on")
    return SolicitationBody.model_validate({n: said[n] for n in names if said[n] is not None})


async def test_what_is_chosen_is_asked_as_the_owner_takes_it() -> None:
    date = [("closes_on-d", "5"), ("closes_on-m", "1"), ("closes_on-y", "2027")]
    body = await sent([("approached", "iso3166:FRA"), ("others", "org:ecre"), ("others", "iso3166:FRA"), ("line_ids", "2"),
                       ("message", "Merci de répondre"), *date])  # fmt: skip
    assert (body.approached, body.line_ids, str(body.closes_on)) == (("iso3166:FRA", "org:ecre"), ("2",), "2027-01-05")
    assert body.message == "Merci de répondre"
    bare = await sent([("others", "iso3166:NOR")])
    assert (bare.approached, bare.line_ids, bare.closes_on, bare.message) == (("iso3166:NOR",), (), None, None)


async def test_geneva_opens_a_call_for_a_regions_request_and_ends_it() -> None:
    asked = await reader(GENEVA, item("request", REQUEST["state"] | {"decision": None, "messages": []}, "in_line")).see(
        "request", request_id="i-1"
    )
    assert 'href="/requests/i-1/call"' in asked.text
    body = await sent([("approached", "iso3166:FRA")], GENEVA)
    assert body.approached == ("iso3166:FRA",)
    seen = await reader(GENEVA, call("open", GENEVA)).see("call", solicitation_id="i-1")
    assert {'href="/calls/i-1/closure"', 'href="/calls/i-1/recall"'} <= set(re.findall(r'href="[^"]+"', seen.text))


async def test_a_refusal_is_said_at_its_question_and_what_was_chosen_stays() -> None:
    one = reader(OFFICER)
    one.gateway.result = CommandProblem(422, "invalid", "", "17", (
        SaidFault("/approached", "at least one", "too_short"), SaidFault("/closes_on", "lies", "closes_out_of_time"),
    ), None)  # fmt: skip
    page = await one.see("seek", request_id="i-1")
    again = await one.send(
        "seek", [*page.form("send_key").fields, ("others", "org:ecre"), ("line_ids", "2")], request_id="i-1"
    )
    assert not isinstance(again, str)
    assert again.status == 422
    assert {'href="#approached"', 'href="#closes_on"'} <= set(re.findall(r'href="#[a-z_]+"', again.text))
    assert 'value="org:ecre" selected' in again.text
    assert re.search(r'name="line_ids" value="2" checked', again.text)


async def test_nobody_else_asks_and_nothing_is_asked_without_agreement() -> None:
    with pytest.raises(NotPermitted):
        await reader(CHAD).see("seek", request_id="i-1")
    unopened = item("request", {"content": CONTENT, "shown": None}, "in_line")
    with pytest.raises(Conflict) as refused:
        await reader(OFFICER, unopened).see("seek", request_id="i-1")
    assert refused.value.code == "no_agreement"


async def test_a_request_leads_there_once_it_is_opened() -> None:
    whole = REQUEST["state"] | {"decision": None, "messages": []}
    opened = await reader(OFFICER, item("request", whole, "in_line")).see("request", request_id="i-1")
    assert 'href="/requests/i-1/call"' in opened.text
    shut = await reader(OFFICER, item("request", whole | {"shown": None}, "in_line")).see("request", request_id="i-1")
    assert 'href="/requests/i-1/call"' not in shut.text


@pytest.mark.parametrize(
    ("status", "there"),
    [("open", {"closure", "recall"}), ("closing", {"closure", "recall"}), ("closed", {"recall"}), ("recalled", set())],
)
async def test_a_call_offers_what_its_status_allows_to_officers_of_its_region_alone(
    status: str, there: set[str]
) -> None:
    def ends(text: str) -> set[str]:
        return set(re.findall(r'href="/calls/i-1/(closure|recall)"', text))

    assert ends((await reader(OFFICER, call(status)).see("call", solicitation_id="i-1")).text) == there
    for actor in (CHAD, FRANCE) if status != "recalled" else (CHAD,):
        assert ends((await reader(actor, call(status, actor)).see("call", solicitation_id="i-1")).text) == set()
    for name, tail in (("call_closure", "closure"), ("call_recall", "recall")):
        for actor in (OTHER, CHAD, FRANCE):
            with pytest.raises(NotPermitted):
                await reader(actor, call(status)).see(name, solicitation_id="i-1")
        if tail not in there:
            with pytest.raises(Conflict):
                await reader(OFFICER, call(status)).see(name, solicitation_id="i-1")


@pytest.mark.parametrize(("name", "document"), [("call_closure", "close_call"), ("call_recall", "recall_call")])
async def test_a_call_ends_with_the_reason_at_the_version_that_was_read(name: str, document: str) -> None:
    one = reader(OFFICER, call())
    page = await one.see(name, solicitation_id="i-1")
    assert str(await one.send(name, filled(page, {"reason": "Assez"}), solicitation_id="i-1")).startswith("/calls/i-1?")
    ((sent_by, said),) = one.gateway.sent
    assert (sent_by, said["reason"], said["version"]) == (document, "Assez", 3)
    empty = await one.send(name, filled(page, {"reason": ""}), solicitation_id="i-1")
    assert not isinstance(empty, str)
    assert empty.status == 422
    assert len(one.gateway.sent) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", [(), None], ids=["of before there were answers", "with answers"])
async def test_everybody_who_reads_a_call_gets_its_page_in_every_state(language: str, asked: tuple[()] | None) -> None:
    more: dict[str, Any] = {} if asked is None else {"asked": asked, "balance": None, "message": None}
    for actor, statuses in ((OFFICER, EVERY), (CHAD, EVERY), (FRANCE, EVERY[:3])):
        for status in statuses:
            seen = call(status, actor, **more)
            page = await reader(actor, seen, language).see("call", solicitation_id="i-1")
            named = actor is OFFICER and language == "fr" and (asked is None or status != "recalled")
            assert ("Allemagne" in page.text) == named, (actor.subject, status)
            assert ("Assez" in page.text) == (status == "recalled")


def test_both_ways_to_end_a_call_are_in_the_register() -> None:
    assert {
        page.name for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == "solicitation"
    } == {"call_closure", "call_recall"}
