"""Reports are made by officers on pages, and read by everybody once they are published (WM 17, 21)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone
from services.console.http.editions import KIND_OF, group_words
from services.console.wording.words import words
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import PUBLIC, Actor, Role
from shared.modalities.access.editions import of_edition, seen
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from shared.modalities.steps.pages import THINGS
from tests.support.pages import MadeUpGateway, Reader, filled
from tests.support.reports import IDS, Edition

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
ELSEWHERE = Actor("eu", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
ACTS = ("figures", "words", "publication", "next")


def at(status: str) -> Edition:
    one = Edition(NOW, year=2025 if status == "due" else None)
    if status in {"frozen", "published"}:
        one.frozen()
        one.worded("fr", "Le <b>semestre</b>", "Cinq <i>demandes</i>")
    if status == "published":
        one.published()
    return one


def reader(actor: Actor, one: Edition, language: str = "fr") -> Reader:
    """What the gateway answers to the actor."""
    state = one.state.model_dump(mode="json")
    item = {"itemId": "e1", "kind": "edition", "version": one.version, "status": one.state.status, "region": "wca", "title": None,
            "reference": one.state.reference, "parties": [], "begunAt": NOW.isoformat(), "changedAt": NOW.isoformat()}  # fmt: skip

    def answers(name: str, _: Mapping[str, Any]) -> dict[str, Any]:
        told = seen(actor, of_edition(one.state), state)
        mine = item | {"state": told}
        if name == "reports":
            return {"reports": {"nodes": [mine] if told else [], "pageInfo": {"hasNextPage": True, "endCursor": "x y"}}}
        if name == "report_difference":
            change = {
                "functionalArea": "coi",
                "unit": "expert_days",
                "before": None,
                "after": "2",
                "itemsBefore": 0,
                "itemsAfter": 1,
            }
            rows = [{"code": "asked", "label": None, "came": ["<new>"], "went": []},
                    {"code": "findings", "label": "15.ii:met", "came": [], "went": [IDS[0]]}]  # fmt: skip
            return {"reportDifference": [change | row for row in rows]}
        assert name == ("edition_published" if actor is PUBLIC else "edition")
        more = {} if actor is PUBLIC else {"history": [], "steps": []}
        return {"item": mine | more if told else None}

    return Reader(actor, MadeUpGateway(answers), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", ["due", "opened", "frozen", "published"])
async def test_an_edition_is_read_in_every_language_at_every_point(status: str, language: str) -> None:
    for actor in (OFFICER, *((CHAD, PUBLIC) if status == "published" else ())):
        one = reader(actor, at(status), language)
        page = await one.see("edition", edition_id="e1")
        assert (page.status, "<b>" in page.text, "<i>" in page.text, "Undefined" in page.text) == (
            200,
            False,
            False,
            False,
        )
        assert (await one.see("editions")).status == 200


@pytest.mark.parametrize(
    ("actor", "offered"),
    [
        (OFFICER, {"due": {"figures"}, "opened": {"figures"}, "frozen": {"words", "publication", "next"},
                   "published": {"words", "next"}}),
        (ELSEWHERE, {"published": set()}),
        (CHAD, {"published": set()}),
        (PUBLIC, {"published": set()}),
    ],
    ids=["officer", "officer elsewhere", "state", "nobody"],
)  # fmt: skip
async def test_a_page_offers_what_its_reader_may_do_now(actor: Actor, offered: dict[str, set[str]]) -> None:
    for status in ("due", "opened", "frozen", "published"):
        one = reader(actor, at(status))
        if status not in offered:
            with pytest.raises(NotFound):
                await one.see("edition", edition_id="e1")
            continue
        text = (await one.see("edition", edition_id="e1")).text
        assert {act for act in ACTS if f'href="/reports/e1/{act}"' in text} == offered[status], status
        assert ('href="/reports/new"' in (await one.see("editions")).text) == (actor in (OFFICER, ELSEWHERE))


async def test_everybody_reads_no_group_that_is_small_and_nothing_behind_a_figure() -> None:
    whole, shown = [
        (await reader(actor, at("published")).see("edition", edition_id="e1")).text for actor in (OFFICER, PUBLIC)
    ]
    frozen = at("published").state.frozen
    assert frozen is not None
    assert (f"/requests/{IDS[0]}" in whole, IDS[0] in shown) == (True, False)
    assert ("15.ii" in whole, "15.ii" in shown) == (True, False)
    assert (frozen.digest in whole, frozen.shown_digest in whole) == (True, False)
    assert (frozen.digest in shown, frozen.shown_digest in shown) == (False, True)
    # What is not known is said, and is no zero.
    assert "inconnu" in whole or "non connu" in whole
    # In which language it is not worded yet.
    assert "anglais" in shown


async def test_figures_that_were_changed_are_said_not_to_be_those_that_were_frozen() -> None:
    one = at("published")
    assert "empreinte. Ne les citez pas" not in (await reader(OFFICER, one).see("edition", edition_id="e1")).text
    frozen = one.state.frozen
    assert frozen is not None
    planted = frozen.figures[0].model_copy(update={"amount": "99"})
    one.state = one.state.model_copy(
        update={"frozen": frozen.model_copy(update={"figures": (planted, *frozen.figures[1:])})}
    )
    assert "Ne les citez pas" in (await reader(OFFICER, one).see("edition", edition_id="e1")).text


@pytest.mark.parametrize(
    ("name", "status", "typed", "sent"),
    [
        ("edition_figures", "opened", {}, ("freeze_edition", {"id": "e1", "version": 1})),
        ("edition_words", "frozen", {"text": "Autrement"},
         ("word_edition", {"id": "e1", "language": "fr", "title": "Le <b>semestre</b>", "text": "Autrement", "version": 3})),
        ("edition_publication", "frozen", {}, ("publish_edition", {"id": "e1", "version": 3})),
        ("edition_next", "published", {}, ("open_next_edition", {"id": "e1"})),
    ],
)  # fmt: skip
async def test_what_an_officer_does_is_sent(
    name: str, status: str, typed: dict[str, str], sent: tuple[str, dict[str, Any]]
) -> None:
    one = reader(OFFICER, at(status))
    one.gateway.result = CommandDone({"edition_id": "e2"}, 4)
    page = await one.see(name, edition_id="e1")
    to = await one.send(name, filled(page, typed), edition_id="e1")
    assert str(to).startswith("/reports/e2" if name == "edition_next" else "/reports/e1")
    ((document, said),) = one.gateway.sent
    assert (document, {key: value for key, value in said.items() if key != "key"}) == sent
    for actor, refusal in ((CHAD, NotPermitted if status == "published" else NotFound), (ELSEWHERE, NotPermitted if status == "published" else NotFound)):  # fmt: skip
        with pytest.raises(refusal):
            await reader(actor, at(status)).see(name, edition_id="e1")
    other = "published" if status != "published" else "opened"
    if name != "edition_words":
        with pytest.raises(Conflict):
            await reader(OFFICER, at(other)).see(name, edition_id="e1")


async def test_a_report_is_opened_over_days() -> None:
    one = reader(OFFICER, at("opened"))
    one.gateway.result = CommandDone({"edition_id": "e9"}, 1)
    page = await one.see("edition_new")
    days = {f"period-{end}_on-{part}": value for end, year in (("from", "2026"), ("until", "2026"))
            for part, value in (("d", "1"), ("m", "1" if end == "from" else "6"), ("y", year))}  # fmt: skip
    to = await one.send("edition_new", filled(page, days | {"kind": "forum"}))
    assert str(to).startswith("/reports/e9")
    ((document, said),) = one.gateway.sent
    assert (document, said["kind"], said["period"]) == (
        "open_report",
        "forum",
        {"fromOn": "2026-01-01", "untilOn": "2026-06-01"},
    )
    with pytest.raises(NotPermitted):
        await reader(CHAD, at("published")).see("edition_new")


async def test_what_differs_stands_on_a_page_and_a_first_edition_has_none() -> None:
    one = at("published")
    with pytest.raises(NotFound):
        await reader(OFFICER, one).see("edition_difference", edition_id="e1")
    one.state = one.state.model_copy(update={"previous": "e0", "number": 2})
    text = (await reader(OFFICER, one).see("edition_difference", edition_id="e1")).text
    assert ("&lt;new&gt;" in text, IDS[0] in text, "15.ii" in text) == (True, True, True)


def test_every_kind_behind_a_figure_has_a_page_and_groups_have_words() -> None:
    assert set(KIND_OF.values()) <= set(THINGS)
    for language in LANGUAGES:
        said = words(language)
        for code, label in (("matches", "confirmed"), ("engagements", "in_progress"), ("requests_by_status", "in_line"),
                            ("engagements_by_horizon", "long_term"), ("findings", "15.ii:met")):  # fmt: skip
            assert language == "en" or group_words(said, code, label) not in {label, ""}
