"""People ask for a review of the terms, propose in it and conclude it on pages; each page offers what its reader may do (WM 21)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandProblem
from services.dialogue.domain import review as domain
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.reviews import ECRE, FRA, TCD, Review

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
NGO = Actor("ecre", Role.STAKEHOLDER, ECRE, None, "en")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
OFFICE = Actor("o", Role.COUNTRY_OFFICE, "unhcr-office:TCD", None, "fr")
ACTS = ("opening", "refusal", "consultation", "proposals", "conclusion")


def answers(one: Review) -> Any:
    def answer(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        state = one.state.model_dump(mode="json")
        if name == "meetings_to_name":
            assert given["filter"] == {"region": "wca"}
            nodes = [{"itemId": "m1", "reference": "MEETING-1", "title": "Notre <b>"}]
            return {"meetings": {"nodes": nodes, "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        if name == "reviews":
            node = {"itemId": "v1", "kind": "review", "version": 1, "status": state["status"], "reference": state["reference"],
                    "title": None, "parties": [TCD], "functionalAreas": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip
            return {"termsReviews": {"nodes": [node], "pageInfo": {"hasNextPage": False, "endCursor": None}}}
        assert name == "item"
        return {"item": {
            "itemId": "v1", "kind": "review", "version": one.version, "status": state["status"], "reference": state["reference"],
            "title": None, "parties": [TCD], "functionalAreas": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat(),
            "state": state, "history": [], "steps": []}}  # fmt: skip

    return answer


def at(status: str) -> Review:
    """A review at that point; over: the day for proposals has passed."""
    one = Review(NOW, by=None if status == "due" else TCD)
    if status in {"due", "asked"}:
        return one
    if status == "declined":
        one.declined("Pas <b>maintenant</b>")
        return one
    one.opened()
    if status != "opened":
        one.consulting(date(2026, 11, 20) if status in {"over", "concluded"} else date(2090, 1, 1))
        one.proposed(TCD, text="Plus <b>vite</b>")
        one.proposed(FRA, "15.iii")
    if status == "concluded":
        one.now = datetime(2026, 11, 21, tzinfo=UTC)
        one.concluded(*(domain.ProposalDecision(p.proposal_id, "later", "Plus tard") for p in one.state.proposals))
    return one


def reader(actor: Actor, one: Review, language: str = "fr") -> Reader:
    return Reader(actor, MadeUpGateway(answers(one)), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["due", "asked", "declined", "opened", "consulting", "over", "concluded"])
async def test_a_review_is_read_in_every_language_at_every_point(status: str, language: str) -> None:
    for actor in (CHAD, OFFICER):
        page = await reader(actor, at(status), language).see("review", review_id="v1")
        assert (page.status, "<b>" in page.text, "Undefined" in page.text) == (200, False, False)
    assert (await reader(CHAD, at(status), language).see("reviews")).status == 200


@pytest.mark.parametrize(
    ("actor", "offered"),
    [
        (OFFICER, {"due": {"opening"}, "asked": {"opening", "refusal"}, "opened": {"consultation"},
                   "consulting": {"consultation"}, "over": {"consultation", "conclusion"}}),
        (CHAD, {"consulting": {"proposals"}}),
        (NGO, {"consulting": {"proposals"}}),
        (OTHER, {}),
        (OFFICE, {}),
    ],
    ids=["officer", "state", "ngo", "officer elsewhere", "country office"],
)  # fmt: skip
async def test_a_page_offers_what_its_reader_may_do_now(actor: Actor, offered: dict[str, set[str]]) -> None:
    for status in ("due", "asked", "declined", "opened", "consulting", "over", "concluded"):
        text = (await reader(actor, at(status)).see("review", review_id="v1")).text
        assert {one for one in ACTS if f'href="/reviews/v1/{one}"' in text} == offered.get(status, set()), status


async def test_who_asks_sends_its_reason_and_officers_cannot() -> None:
    one = reader(CHAD, at("asked"))
    page = await one.see("review_ask")
    await one.send("review_ask", filled(page, {"reason": "Trop lent"}))
    name, said = one.gateway.sent[-1]
    assert (name, said["reason"], said["language"]) == ("ask_for_review", "Trop lent", "fr")
    for actor in (OFFICER, OFFICE):
        with pytest.raises(NotPermitted):
            await reader(actor, at("asked")).see("review_ask")


async def test_a_proposal_may_come_from_a_meeting_of_the_reviews_deployment() -> None:
    one = reader(CHAD, at("consulting"))
    page = await one.see("review_proposal", review_id="v1")
    assert ("Notre &lt;b&gt;" in page.text, 'value="15.iii"' in page.text) == (True, True)
    given = {"paragraph": "8", "text": "Plus vite", "meeting_id": "m1"}
    assert str(await one.send("review_proposal", filled(page, given), review_id="v1")).startswith(
        "/reviews/v1?written="
    )
    ((name, said),) = one.gateway.sent
    proposal = {"paragraph": "8", "text": "Plus vite", "language": "fr", "meetingId": "m1"}
    assert (name, said["id"], said["proposal"]) == ("propose_in_review", "v1", proposal)
    with pytest.raises(Conflict):
        await reader(CHAD, at("over")).see("review_proposal", review_id="v1")
    with pytest.raises(NotPermitted):
        await reader(OFFICER, at("consulting")).see("review_proposal", review_id="v1")


async def test_a_party_takes_its_own_proposal_back_and_no_other() -> None:
    consulted = at("consulting")
    mine, other = (one.proposal_id for one in consulted.state.proposals)
    one = reader(CHAD, consulted)
    text = (await one.see("review", review_id="v1")).text
    assert (f"/proposals/{mine}/withdrawal" in text, f"/proposals/{other}/withdrawal" in text) == (True, False)
    form = (await one.see("review_proposal_back", review_id="v1", proposal_id=mine)).form("send_key")
    await one.send("review_proposal_back", form.fields, review_id="v1", proposal_id=mine)
    assert (one.gateway.sent[0][0], one.gateway.sent[0][1]["proposal"]) == ("withdraw_proposal", mine)
    for proposal, refusal in ((other, NotPermitted), ("none", NotFound)):
        with pytest.raises(refusal):
            await one.see("review_proposal_back", review_id="v1", proposal_id=proposal)
    consulted.withdrawn(mine, TCD)
    assert "vite" not in (await one.see("review", review_id="v1")).text
    with pytest.raises(Conflict):
        await one.see("review_proposal_back", review_id="v1", proposal_id=mine)


async def test_an_officer_opens_over_the_days_that_stand_there_and_concludes_with_a_word_on_each() -> None:
    one = reader(OFFICER, at("due"))
    page = await one.see("review_opening", review_id="v1")
    assert ('value="2025"' in page.text, 'value="28"' in page.text) == (True, True)
    await one.send("review_opening", filled(page, {"words": "L’année"}), review_id="v1")
    ((name, said),) = one.gateway.sent
    assert (name, said["period"], said["version"]) == (
        "open_review",
        {"fromOn": "2025-03-01", "untilOn": "2026-02-28"},
        1,
    )

    over = at("over")
    one = reader(OFFICER, over)
    page = await one.see("review_conclusion", review_id="v1")
    assert "Plus &lt;b&gt;vite" in page.text
    typed = {
        "decisions-0-decision": "taken_up",
        "decisions-0-words": "Dix jours",
        "words": "Fait",
        "decisions-1-decision": "later",
    }
    lacking = await one.send("review_conclusion", filled(page, typed), review_id="v1")
    assert not isinstance(lacking, str)
    assert (lacking.status, "Dix jours" in lacking.text) == (422, True)
    await one.send("review_conclusion", filled(page, typed | {"decisions-1-words": "Plus tard"}), review_id="v1")
    ((name, said),) = one.gateway.sent
    first, second = (one.proposal_id for one in over.state.proposals)
    assert (name, said["decisions"], said["terms_from"]) == ("conclude_review", [
        {"proposalId": first, "decision": "taken_up", "words": "Dix jours"},
        {"proposalId": second, "decision": "later", "words": "Plus tard"},
    ], None)  # fmt: skip


async def test_what_its_owner_refuses_is_said_in_the_readers_language() -> None:
    one = reader(OFFICER, at("asked"))
    one.gateway.result = CommandProblem(409, "period_reviewed", "x", "21", (), None)
    page = await one.see("review_opening", review_id="v1")
    days = {
        f"period-{end}_on-{part}": value
        for end in ("from", "until")
        for part, value in (("d", "1"), ("m", "1"), ("y", "2026"))
    }
    shown = await one.send("review_opening", filled(page, days | {"words": "x"}), review_id="v1")
    assert not isinstance(shown, str)
    assert (shown.status, "Un autre examen porte" in shown.text) == (422, True)
