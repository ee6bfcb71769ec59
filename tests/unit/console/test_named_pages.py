"""Pages by which a party that is named says its own word, an office records a paper, and who leads it ends it (WM 3, 7, 8, 15.v, 18)."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.console.http.offered import OfferedAct
from services.console.http.register import register
from shared.application.named_party import WordBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled

TCD, NER, FRA, DEU, NGO = "iso3166:TCD", "iso3166:NER", "iso3166:FRA", "iso3166:DEU", "org:ecre"
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OFFICE = Actor("office", Role.COUNTRY_OFFICE, "unhcr-office:NER", "wca", "fr")


def state_of(party: str) -> Actor:
    return Actor(
        party[-3:].lower(), Role.STATE_AUTHORITY if party.startswith("iso") else Role.STAKEHOLDER, party, None, "fr"
    )


def named(party: str, role: str, answer: str, version: int | None = None) -> dict[str, Any]:
    return {"party": party, "role": role, "answer": answer, "asked_at": "2026-03-01T09:00:00+00:00",
            "answer_due_at": "2026-03-15T17:00:00+00:00", "answered_at": None, "reason": None, "on_paper": None,
            "content_version": version}  # fmt: skip


def item(kind: str, state: Mapping[str, Any], status: str) -> dict[str, Any]:
    return {"itemId": f"{kind}-1", "kind": kind, "version": 5, "status": status, "reference": f"{kind}-ref", "title": "Titre",
            "parties": [], "functionalAreas": [], "begunAt": "2026-03-01T09:00:00+00:00",
            "changedAt": "2026-03-01T09:00:00+00:00", "state": dict(state), "history": [], "findings": [], "steps": [],
            "versions": []}  # fmt: skip


def a_request(*words: dict[str, Any], asking: tuple[str, ...] = (TCD,), status: str = "submitted") -> dict[str, Any]:
    content = {
        "title": "Registration <b>",
        "language": "fr",
        "requesting_states": list(asking),
        "supporters": [],
        "lines": [],
    }
    return item(
        "request",
        {
            "region": "wca",
            "content": content,
            "content_version": 2,
            "named": list(words),
            "decision": None,
            "messages": [],
        },
        status,
    )


def an_offer(
    *words: dict[str, Any], offering: tuple[str, ...] = (FRA,), status: str = "live", version: int = 2
) -> dict[str, Any]:
    content = {"title": "Experts", "offering_parties": list(offering), "lines": [], "visibility": "public"}
    return item(
        "offer", {"region": "wca", "content": content, "content_version": version, "named": list(words)}, status
    )


def helping(*words: tuple[str, str | None, str]) -> dict[str, Any]:
    """A request with recipients: name, id, answer."""
    one = a_request()
    told = {"asked_at": "2026-03-01T09:00:00+00:00", "answer_due_at": "2026-03-15T09:00:00+00:00", "answered_at": None}
    rows = [{"name": name, "party": party, "answer": answer, "reason": None, **told} for name, party, answer in words]
    return one | {"state": one["state"] | {"recipients": rows}}


def reader(actor: Actor, one: dict[str, Any], language: str = "fr") -> Reader:
    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"thread": []} if name == "threads" else {"item": one}

    return Reader(actor, MadeUpGateway(answers), language)


PENDING = an_offer(named(DEU, "offerer", "pending"))
AGREED = an_offer(named(DEU, "offerer", "agreed", 2), offering=(FRA, DEU))
REWORDED = an_offer(named(DEU, "offerer", "agreed", 1), offering=(FRA, DEU))
ASKED = a_request(named(NER, "requester", "pending"), named(NGO, "supporter", "pending"))
JOINED = a_request(named(NER, "requester", "agreed"), asking=(TCD, NER))
OVER = a_request(named(NER, "requester", "pending"), status="withdrawn")

ACTS = [
    (PENDING, state_of(DEU), {"offer_word"}, ["agreed", "declined"]),
    (PENDING, state_of(FRA), {"offer_withdrawal", "offer_confirmation", "offer_word"}, ["left"]),
    (PENDING, state_of(NER), set(), []),
    (AGREED, state_of(DEU), {"offer_word"}, ["left"]),
    (REWORDED, state_of(DEU), {"offer_word"}, ["agreed", "left"]),
    (ASKED, state_of(NER), {"request_word"}, ["agreed", "declined"]),
    (ASKED, state_of(NGO), {"request_word"}, ["agreed", "declined"]),
    (ASKED, state_of(TCD), {"request_withdrawal", "request_word"}, ["left"]),
    (ASKED, OFFICE, {"request_paper"}, []),
    (ASKED, OFFICER, {"request_paper"}, []),
    (JOINED, state_of(NER), {"request_word"}, ["left"]),
    (JOINED, OFFICER, set(), []),
    (OVER, state_of(NER), set(), []),
    (OVER, OFFICER, set(), []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "actor", "acts", "words"), ACTS)
async def test_each_is_offered_what_the_policy_lets_its_own_party_do(
    one: dict[str, Any], actor: Actor, acts: set[str], words: list[str]
) -> None:
    at = reader(actor, one)
    kind = one["kind"]
    place = {f"{kind}_id": one["itemId"]}
    for page in (page for page in register() if isinstance(page.act, OfferedAct) and page.act.kind == kind):
        if page.name in acts:
            seen = await at.see(page.name, **place)
            assert "Registration <b>" not in seen.text
            if page.name.endswith("word"):
                assert [word for word in ("agreed", "declined", "left") if f'value="{word}"' in seen.text] == words
        else:
            with pytest.raises((NotPermitted, Conflict)):
                await at.see(page.name, **place)
    links = {page.name for page in register() if isinstance(page.act, OfferedAct)
             and f'/{page.act.path.rpartition("/")[2]}"' in (await at.see(kind, **place)).text}  # fmt: skip
    assert {name for name in links if name.startswith(kind)} == acts


async def test_a_word_is_sent_as_its_owner_takes_it() -> None:
    at = reader(state_of(DEU), PENDING)
    page = await at.see("offer_word", offer_id="offer-1")
    await at.send("offer_word", filled(page, {"answer": "declined", "reason": "Pas cette année"}), offer_id="offer-1")
    ((name, said),) = at.gateway.sent
    assert (name, said["id"], said["version"]) == ("answer_in_offer", "offer-1", 5)
    body = WordBody.model_validate(said["answer"])
    assert (body.party, body.answer, body.reason) == (DEU, "declined", "Pas cette année")


async def test_a_paper_names_whose_word_it_is_and_where_it_is_kept() -> None:
    at = reader(OFFICE, ASKED)
    page = await at.see("request_paper", request_id="request-1")
    assert f'value="{NER}"' in page.text
    given = {"party": NER, "answer": "agreed", "on_paper-reference": "NER/12", "on_paper-signed_on-y": "2026",
             "on_paper-signed_on-m": "3", "on_paper-signed_on-d": "2"}  # fmt: skip
    await at.send("request_paper", filled(page, given), request_id="request-1")
    ((name, said),) = at.gateway.sent
    assert name == "answer_in_request"
    assert said["answer"] == {"party": NER, "answer": "agreed", "reason": None,
                              "onPaper": {"reference": "NER/12", "signedOn": "2026-03-02"}}  # fmt: skip


@pytest.mark.paragraph("10")
async def test_a_recipient_says_its_own_word_and_one_without_an_id_has_it_recorded() -> None:
    at = reader(state_of(NGO), helping(("Council", NGO, "pending"), ("Local bar", None, "pending")))
    page = await at.see("request_word", request_id="request-1")
    given = {"answer": "recipient_declined", "reason": "Pas cette année"}
    await at.send("request_word", filled(page, given), request_id="request-1")
    ((name, said),) = at.gateway.sent
    assert (name, said["answer"]) == (
        "answer_as_recipient", {"recipient": "Council", "answer": "declined", "reason": "Pas cette année"}
    )  # fmt: skip
    for actor, recorded in ((state_of(TCD), ["Local bar"]), (OFFICER, ["Council", "Local bar"])):
        at = reader(actor, helping(("Council", NGO, "pending"), ("Local bar", None, "pending")))
        page = await at.see("request_paper", request_id="request-1")
        assert [who for who in ("Council", "Local bar") if f'value="recipient_{who}"' in page.text] == recorded
    paper = {"party": "recipient_Local bar", "answer": "agreed", "on_paper-reference": "L/7", "on_paper-signed_on-y": "2026",
             "on_paper-signed_on-m": "3", "on_paper-signed_on-d": "2"}  # fmt: skip
    await at.send("request_paper", filled(page, paper), request_id="request-1")
    ((name, said),) = at.gateway.sent
    assert (name, said["answer"]["recipient"], said["answer"]["answer"]) == (
        "answer_as_recipient", "Local bar", "agreed"
    )  # fmt: skip
    for actor in (state_of(NER), state_of(NGO)):
        with pytest.raises(NotPermitted):
            await reader(actor, helping(("Local bar", None, "pending"))).see("request_word", request_id="request-1")


async def test_nothing_said_is_a_fault_by_the_question_and_nothing_is_sent() -> None:
    at = reader(state_of(NER), ASKED)
    page = await at.see("request_word", request_id="request-1")
    again = await at.send("request_word", filled(page, {}), request_id="request-1")
    assert not isinstance(again, str)
    assert (again.status, at.gateway.sent, 'href="#answer"' in again.text) == (422, [], True)


async def test_who_leads_ends_it_confirms_it_and_words_it_anew() -> None:
    at = reader(state_of(FRA), PENDING)
    page = await at.see("offer_withdrawal", offer_id="offer-1")
    await at.send("offer_withdrawal", filled(page, {"reason": ""}), offer_id="offer-1")
    page = await at.see("offer_confirmation", offer_id="offer-1")
    assert 'href="/offers/offer-1/withdrawal"' in page.text, "who cannot say so withdraws it"
    await at.send("offer_confirmation", filled(page, {}), offer_id="offer-1")
    assert [(name, said.get("reason"), said["version"]) for name, said in at.gateway.sent] == [
        ("withdraw_offer", None, 5), ("confirm_offer", None, 5)]  # fmt: skip
    assert "/offers/offer-1/revise" in (await at.see("offer", offer_id="offer-1")).text
    asked = await at.see("offer_revise", offer_id="offer-1")
    assert "Reformuler l’offre" in asked.text, "an offer is not called a request"
    begun = await at.send("offer_revise", {}, offer_id="offer-1")
    assert isinstance(begun, str)
    (draft,) = at.drafts.rows.values()
    assert (draft.kind, draft.item_id, draft.base_version, draft.content["offering_parties"]) == (
        "offer", "offer-1", 5, [FRA, DEU])  # fmt: skip


@pytest.mark.control
async def test_who_does_not_lead_words_nothing_anew() -> None:
    for actor in (state_of(DEU), state_of(NER)):
        at = reader(actor, AGREED)
        assert "/offers/offer-1/revise" not in (await at.see("offer", offer_id="offer-1")).text
        with pytest.raises(NotPermitted):
            await at.see("offer_revise", offer_id="offer-1")
        with pytest.raises(NotPermitted):
            await at.send("offer_revise", {}, offer_id="offer-1")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_is_named_stands_on_the_page_in_every_language(language: str) -> None:
    seen = await reader(OFFICER, JOINED, language).see("request", request_id="request-1")

    assert "named." not in seen.text
    assert "choice." not in seen.text


@pytest.mark.paragraph("7")
async def test_an_offer_that_was_long_not_confirmed_says_since_when_on_its_page_and_in_the_list() -> None:
    old = PENDING | {"notConfirmedSince": "2026-01-02T09:00:00+00:00"}
    page = {"nodes": [old, PENDING | {"itemId": "offer-2"}], "pageInfo": {"hasNextPage": False, "endCursor": None}}

    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"supportOffers": page} if name == "offers" else {"item": old}

    at = Reader(OFFICER, MadeUpGateway(answers), "fr")
    listed = (await at.see("offers")).text
    assert listed.count("Non confirmée depuis le") == 1
    assert "2 janvier 2026" in listed
    assert "Non confirmée depuis le" in (await at.see("offer", offer_id="offer-1")).text
