"""A match is countered on pages: by a side in its own name, answered by an officer; each sees what is theirs (WM 11)."""

from collections.abc import Mapping
from typing import Any

import pytest

from services.console.wording.words import words
from services.matching.actions.answer_counter import KeptProposalBody, TakenCounterBody
from services.matching.actions.counter_match import CounterBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled

pytestmark = pytest.mark.paragraph("11")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
FRANCE = Actor("fra", Role.STATE_AUTHORITY, "iso3166:FRA", None, "fr")
AT = "2026-03-01T09:00:00+00:00"
KEY = {"request_id": "r-1", "request_line_id": "1", "offer_id": "o-1", "offer_line_id": "experts"}


def counter(by: str, status: str = "open", amount: str = "3", one: str = "k-1") -> dict[str, Any]:
    line = KEY | {"amount": amount, "unit": "packages"}
    return {"counter_id": one, "party": by, "lines": [line], "words": "CANARY <b>trois</b>", "language": "fr",
            "reason_code": "timing", "made_at": AT, "status": status, "settled_at": None, "settled_by": None,
            "settled_reason": None}  # fmt: skip


def match(*counters: dict[str, Any], status: str = "reserved", covers: str = "packages") -> dict[str, Any]:
    amount = {"amount": "4", "unit": "packages"}
    sides = [{"party": party, "role": role, "answer": "pending", "answered_at": None}
             for party, role in (("iso3166:TCD", "requester"), ("iso3166:FRA", "offerer"))]  # fmt: skip
    state = {"region": "wca", "status": status, "sides": sides, "consultations": [], "proposal_reason": "It fits",
             "lines": [KEY | {"quantity": amount, "covers": amount | {"unit": covers}}], "counters": list(counters),
             "channel": None, "delivery_mode": None, "follows": None, "followed_by": None}  # fmt: skip
    return {"itemId": "m-1", "kind": "match", "version": 3, "status": status, "reference": "M-1", "title": None,
            "parties": ["iso3166:FRA"], "functionalAreas": [], "begunAt": AT, "changedAt": AT, "state": state,
            "history": [], "findings": [], "steps": [], "versions": []}  # fmt: skip


def reader(actor: Actor, one: dict[str, Any], language: str = "fr") -> Reader:
    def answers(_: str, __: Mapping[str, Any]) -> dict[str, Any]:
        return {"item": one}

    return Reader(actor, MadeUpGateway(answers), language)


@pytest.mark.parametrize("actor", [CHAD, FRANCE])
async def test_a_side_counters_line_by_line_in_its_own_name(actor: Actor) -> None:
    one = reader(actor, match())
    page = await one.see("counter", match_id="m-1")
    given = {"lines-0-amount": "3", "words": "Trois suffisent", "reason_code": "timing"}
    await one.send("counter", filled(page, given), match_id="m-1")
    (name, said), = one.gateway.sent  # fmt: skip
    assert (name, said["id"], said["version"], said["party"]) == ("counter_match", "m-1", 3, actor.party)
    body = CounterBody.model_validate(
        {"party": said["party"], "lines": said["lines"], "words": said["words"], "language": said["language"],
         "reason_code": said["reason"]}
    )  # fmt: skip
    assert (str(body.lines[0].amount), body.lines[0].offer_line_id, body.language) == ("3", "experts", "fr")


async def test_without_words_no_language_is_said() -> None:
    one = reader(FRANCE, match())
    page = await one.see("counter", match_id="m-1")
    await one.send("counter", filled(page, {"lines-0-amount": "0"}), match_id="m-1")
    (_, said), = one.gateway.sent  # fmt: skip
    assert (said["words"], said["language"], said["lines"][0]["amount"]) == (None, None, "0")


async def test_its_party_takes_it_back_and_an_officer_takes_it_or_keeps_the_proposal() -> None:
    mine = reader(FRANCE, match(counter("iso3166:FRA")))
    await mine.send(
        "counter_withdrawal", filled(await mine.see("counter_withdrawal", match_id="m-1"), {}), match_id="m-1"
    )
    ((name, said),) = mine.gateway.sent
    assert (name, said["counter"]) == ("withdraw_counter", "k-1")
    one = reader(OFFICER, match(counter("iso3166:FRA")))
    for page in ("counter_taking", "counter_keeping"):
        seen = await one.see(page, match_id="m-1")
        await one.send(page, filled(seen, {"counter_id": "k-1", "reason": "Ainsi"}), match_id="m-1")
    (take, taken), (keep, kept) = one.gateway.sent
    assert (take, keep, taken["counter"], kept["counter"]) == ("take_counter", "keep_proposal", "k-1", "k-1")
    TakenCounterBody.model_validate({"reason": taken["reason"], "amounts": taken["amounts"]})
    KeptProposalBody.model_validate({"reason": kept["reason"]})


async def test_of_two_units_an_officer_is_asked_the_other_amount() -> None:
    one = reader(OFFICER, match(counter("iso3166:FRA"), covers="expert_days"))
    page = await one.see("counter_taking", match_id="m-1")
    given = {"counter_id": "k-1", "reason": "Ainsi", "amounts-0-amount": "60"}
    await one.send("counter_taking", filled(page, given), match_id="m-1")
    (_, said), = one.gateway.sent  # fmt: skip
    body = TakenCounterBody.model_validate({"reason": said["reason"], "amounts": said["amounts"]})
    assert [(one.key, str(one.amount)) for one in body.amounts] == [(tuple(KEY.values()), "60")]


@pytest.mark.parametrize(
    ("actor", "page", "one", "refusal"),
    [
        (OFFICER, "counter", match(), NotPermitted),
        (FRANCE, "counter", match(counter("iso3166:FRA")), Conflict),
        (FRANCE, "counter", match(status="confirmed"), Conflict),
        (FRANCE, "counter_withdrawal", match(), Conflict),
        (OFFICER, "counter_withdrawal", match(counter("iso3166:FRA")), (NotPermitted, Conflict)),
        (FRANCE, "counter_taking", match(counter("iso3166:FRA")), NotPermitted),
        (CHAD, "counter_keeping", match(counter("iso3166:FRA")), NotPermitted),
        (OFFICER, "counter_taking", match(counter("iso3166:FRA", "kept")), Conflict),
    ],
)
async def test_nobody_else_has_a_hand_in_it(actor: Actor, page: str, one: dict[str, Any], refusal: Any) -> None:
    with pytest.raises(refusal):
        await reader(actor, one).see(page, match_id="m-1")


async def test_counters_stand_on_the_page_of_the_match_in_every_language() -> None:
    for language in LANGUAGES:
        one = match(counter("iso3166:FRA"), counter("iso3166:FRA", "kept", one="k-0"))
        one["state"]["followed_by"] = "m-2"
        page = await reader(FRANCE, one, language).see("match", match_id="m-1")
        said = words(language)
        assert "CANARY &lt;b&gt;trois" in page.text
        assert said.say("choice.counter_status.kept") in page.text
        assert said.say("match.counters_between") in page.text
        assert 'href="/matches/m-2"' in page.text
