"""Good practices are found, proposed, answered and taken back on pages, each act by who may (WM 1, 4, 11)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.console.http.offered import OfferedAct
from services.console.http.register import register
from services.dialogue.actions.practice import PracticeBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.practices import of_practice, seen
from shared.modalities.errors import Conflict, NotPermitted
from tests.support.pages import MadeUpGateway, Reader
from tests.support.practices import CRI, FRA, TEXT, TITLE, Practice

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ITS_STATE = Actor("cri", Role.STATE_AUTHORITY, CRI, None, "es")
PROPOSER = Actor("fra", Role.STATE_AUTHORITY, FRA, None, "fr")
OTHER = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "en")
ACTS = ("practice_answer", "practice_wording", "practice_review", "practice_retraction")


def item(actor: Actor, *steps: str) -> dict[str, Any]:
    made = Practice(NOW, origin={"kind": "meeting", "item_id": "m-1"})
    for step in steps:
        {
            "published": made.published,
            "retracted": made.retracted,
            "outdated": lambda: made.reviewed(False, NOW),
        }[step]()
    state = seen(actor, of_practice(made.state), made.state.model_dump(mode="json")) or made.state.model_dump(
        mode="json"
    )
    return {"itemId": "i-1", "kind": "practice", "version": made.version, "status": state["status"], "reference": state["reference"],
            "title": TITLE, "parties": [CRI], "functionalAreas": ["registration"], "state": state, "history": [], "steps": [],
            "changedAt": NOW.isoformat()}  # fmt: skip


def reader(actor: Actor, *steps: str, language: str = "fr") -> Reader:
    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        if name == "practices":
            page = {"hasNextPage": True, "endCursor": "c+1"}
            return {"practices": {"nodes": [item(actor, *steps)], "pageInfo": page}}
        return {"item": item(actor, *steps)}

    return Reader(actor, MadeUpGateway(answers, CommandDone({"practice_id": "p-9"}, 1)), language, now=NOW)


def typed(page: Any, **given: str | list[str]) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert {name.replace("__", "-") for name in given} <= form.names
    named = {name.replace("__", "-"): what for name, what in given.items()}
    kept = [one for one in form.fields if one[0] not in named]
    return kept + [(name, one) for name, what in named.items() for one in (what if isinstance(what, list) else [what])]


async def test_a_practice_that_is_typed_is_one_as_its_owner_takes_it() -> None:
    one = reader(PROPOSER)
    page = await one.see("practice_new", "meeting=m-1")
    said = {
        "country": CRI, "functional_areas": ["registration", "coi"], "wordings-0-language": "es", "wordings-0-worded_by": "official",
        "wordings-0-title": TITLE, "wordings-0-text": TEXT, "contact-post": "Unidad de Refugio",
    }  # fmt: skip
    where = await one.send("practice_new", typed(page, **said))
    assert str(where).startswith("/practices/p-9?written=1"), where
    ((name, sent),) = one.gateway.sent
    assert name == "propose_practice"
    body = PracticeBody.model_validate(sent["content"])
    assert (body.country, body.title) == (CRI, TITLE)
    assert body.origin is not None
    assert (body.origin.kind, body.origin.item_id) == ("meeting", "m-1")
    bare = (await reader(PROPOSER).see("practice_new")).form("send_key")
    assert dict(bare.fields)["country"] == FRA, "one's own, unless one says otherwise"


async def test_what_is_missing_is_said_at_its_question() -> None:
    one = reader(PROPOSER)
    page = await one.send("practice_new", typed(await one.see("practice_new"), country=CRI))
    assert page.status == 422
    assert {"functional_areas", "wordings-0-title", "wordings-0-text"} <= set(
        re.findall(r'href="#([a-z_0-9-]+)"', page.text)
    )
    assert one.gateway.sent == []


async def test_a_practice_goes_into_its_form_and_back_the_same() -> None:
    one = reader(PROPOSER)
    await one.send("practice_wording", typed(await one.see("practice_wording", practice_id="i-1")), practice_id="i-1")
    ((name, sent),) = one.gateway.sent
    assert name == "reword_practice"
    assert (
        PracticeBody.model_validate(sent["content"]).content()
        == Practice(NOW, origin={"kind": "meeting", "item_id": "m-1"}).state.content
    )


async def test_its_state_reads_what_it_answers_and_says_to_whom() -> None:
    one = reader(ITS_STATE)
    page = await one.see("practice_answer", practice_id="i-1")
    assert TEXT in page.text
    await one.send("practice_answer", typed(page, answer="publish", audience="public"), practice_id="i-1")
    await one.send("practice_answer", typed(page, answer="decline"), practice_id="i-1")
    said = [(name, sent["answer"], sent["audience"], sent["reason"]) for name, sent in one.gateway.sent]
    assert said == [
        ("answer_practice", "PUBLISH", "PUBLIC", None), ("answer_practice", "DECLINE", "MECHANISM", None),
    ]  # fmt: skip


WHO = [
    ((), ITS_STATE, {"practice_answer", "practice_retraction"}),
    ((), PROPOSER, {"practice_wording", "practice_retraction"}),
    ((), OFFICER, set()),
    (("published",), ITS_STATE, {"practice_review", "practice_retraction"}),
    (("published",), PROPOSER, set()),
    (("published",), OTHER, set()),
    (("published", "outdated"), ITS_STATE, {"practice_retraction"}),
    (("published", "retracted"), ITS_STATE, set()),
]


@pytest.mark.parametrize(("steps", "actor", "may"), WHO)
async def test_acts_are_offered_to_who_may_and_refused_to_all_others(
    steps: tuple[str, ...], actor: Actor, may: set[str]
) -> None:
    page = await reader(actor, *steps).see("practice", practice_id="i-1")
    acts = {
        one.act.name: one.act for one in register() if isinstance(one.act, OfferedAct) and one.act.kind == "practice"
    }
    assert set(acts) == set(ACTS)
    assert {name for name, act in acts.items() if act.path.replace("{practice_id}", "i-1") in page.text} == may
    for name in set(ACTS) - may:
        with pytest.raises((NotPermitted, Conflict)):
            await reader(actor, *steps).see(name, practice_id="i-1")


async def test_the_page_says_whose_wording_it_is_and_leads_back_for_those_who_stand_in_it() -> None:
    page = await reader(ITS_STATE, "published").see("practice", practice_id="i-1")
    assert ("traduction automatique" in page.text, "/meetings/m-1" in page.text) == (True, True)
    other = await reader(OTHER, "published").see("practice", practice_id="i-1")
    assert ("/meetings/m-1" in other.text, "France" in other.text) == (False, False)


async def test_the_list_is_narrowed_by_words_area_and_country_and_keeps_them_on_the_next_page() -> None:
    asked: list[Mapping[str, Any]] = []
    one = reader(OTHER, "published")
    answers = one.gateway.answers
    one.gateway.answers = lambda name, given: asked.append(given) or answers(name, given)  # type: ignore[func-returns-value]
    page = await one.see("practices", f"q=frontera&area=registration&country={CRI}")
    assert asked[0]["filter"] == {"search": "frontera", "functionalArea": "registration", "party": CRI}
    assert "after=c%2B1&amp;q=frontera&amp;area=registration&amp;country=iso3166%3ACRI" in page.text
    await one.see("practices", "area=none&country=org:ecre")
    assert asked[1]["filter"] is None, "what there is not is not asked"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["practice_new", "practice", "practices", *ACTS])
async def test_every_page_is_shown_in_every_language(name: str, language: str) -> None:
    steps = ("published",) if name in {"practice", "practice_review"} else ()
    actor = PROPOSER if name in {"practice_new", "practice_wording"} else ITS_STATE
    places = {} if name in {"practice_new", "practices"} else {"practice_id": "i-1"}
    page = await reader(actor, *steps, language=language).see(name, **places)
    assert page.status == 200
    shown = re.sub(r"<[^>]*>", " ", page.text)
    assert not re.search(r"\b(?:worded_by|wordings|practice_\w+|stands_since|proposed_by)\b", shown)


async def test_who_speaks_for_nobody_proposes_nothing() -> None:
    with pytest.raises(NotPermitted):
        await reader(Actor("x", Role.INTEGRATOR, "org:x", None, "en")).see("practice_new")
