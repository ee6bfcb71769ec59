"""An officer convenes, changes, cancels and records a meeting on pages, and chooses who moderates (WM 4, 5)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.console.forms import of_meetings as forms
from services.console.forms.kinds import OFFER, REQUEST
from services.console.http.acting import Case
from services.console.http.meetings import own_actions
from services.console.http.offered import OfferedAct
from services.console.http.page import Following
from services.console.http.register import register
from services.dialogue.actions.choose_moderators import ModeratorsBody
from services.dialogue.actions.meeting import MeetingBody
from services.dialogue.actions.record_meeting import RecordBody
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from tests.support.meetings import Meeting
from tests.support.pages import MadeUpGateway, Reader

OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
OTHER = Actor("eur", Role.BUREAU_OFFICER, "unhcr-bureau:europe", "europe", "fr")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
BEFORE, AFTER = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 4, 1, 9, tzinfo=UTC)


def meeting(*steps: str) -> dict[str, Any]:
    made = Meeting(BEFORE)
    for step in steps:
        {
            "moderated": lambda: made.moderated("iso3166:FRA", "org:euaa"),
            "cancelled": made.cancelled,
            "held": lambda: made.held(AFTER),
            "agreed": lambda: made.agreed(AFTER),
            "volunteers": lambda: made.volunteered("iso3166:TCD", BEFORE),
        }[step]()
    state = made.state.model_dump(mode="json")
    return {"itemId": "i-1", "kind": "meeting", "version": made.version, "status": state["status"], "reference": state["reference"],
            "title": state["content"]["title"], "parties": [], "functionalAreas": [], "state": state, "history": [], "steps": []}  # fmt: skip


def reader(actor: Actor, *steps: str, language: str = "fr", now: datetime = BEFORE) -> Reader:
    def answers(_: str, __: Mapping[str, Any]) -> dict[str, Any]:
        return {"item": meeting(*steps)}

    return Reader(actor, MadeUpGateway(answers), language, now=now)


def typed(page: Any, **given: str | list[str]) -> list[tuple[str, str]]:
    form = page.form("send_key")
    assert set(given) <= form.names, set(given) - form.names
    kept = [one for one in form.fields if one[0] not in given]
    return kept + [(name, one) for name, what in given.items() for one in (what if isinstance(what, list) else [what])]


NEW: dict[str, str | list[str]] = {
    "title": "Enregistrement", "topic_kind": "thematic", "functional_areas": ["registration"], "invited": ["iso3166:TCD", "org:ecre"],
    "on-d": "12", "on-m": "3", "on-y": "2027", "starts_at": "9:00", "ends_at": "11:30", "time_zone": "Africa/Ndjamena",
    "registration_closes_at-d": "5", "registration_closes_at-m": "3", "registration_closes_at-y": "2027", "format": "online",
    "agenda-0-kind": "synergy", "agenda-0-title": "Ce qui marche",
}  # fmt: skip


async def convened(**given: str | list[str]) -> dict[str, Any]:
    one = reader(OFFICER)
    fields = typed(await one.see("convene"), **NEW | given)
    where = await one.send("convene", fields)
    assert str(where).startswith("/meetings/"), where
    ((name, said),) = one.gateway.sent
    assert name == "convene_meeting"
    content: dict[str, Any] = said["content"]
    return content


async def test_what_is_typed_is_a_meeting_as_its_owner_takes_it_in_its_own_zone() -> None:
    said = await convened()
    assert (said["starts_at"], said["ends_at"]) == ("2027-03-12T09:00:00+01:00", "2027-03-12T11:30:00+01:00")
    body = MeetingBody.model_validate(said)
    assert body.starts_at.utcoffset() in {timedelta(hours=1), timedelta(0)}
    assert body.registration_closes_at is not None
    assert (body.invited, body.agenda[0].item_id, len(body.agenda)) == (("iso3166:TCD", "org:ecre"), "1", 1)
    longer = await convened(**{"ends_on-d": "13", "ends_on-m": "3", "ends_on-y": "2027"})
    assert longer["ends_at"].startswith("2027-03-13T11:30")
    same_day = await convened(**{"registration_closes_at-d": "12"})
    assert same_day["registration_closes_at"] == same_day["starts_at"], "one may answer until it begins"
    another = await convened(distinct_from="MEETING-2027-WCA-001")
    assert another["distinct_from"] == ["MEETING-2027-WCA-001"]


@pytest.mark.parametrize("wrong", ["25:00", "neuf heures", "9", ""])
async def test_a_time_that_is_none_goes_to_its_owner_as_it_was_typed(wrong: str) -> None:
    content = forms.meeting_body({"on": "2027-03-12", "starts_at": wrong, "ends_at": "11:30", "time_zone": "UTC"})
    assert content["starts_at"] == f"2027-03-12T{wrong}"


def test_a_meeting_stands_in_its_form_as_it_is_and_goes_back_the_same() -> None:
    content = meeting()["state"]["content"] | {"time_zone": "Africa/Ndjamena"}
    again = forms.meeting_body(forms.begun(content))
    for name in ("starts_at", "ends_at"):
        assert datetime.fromisoformat(again[name]) == datetime.fromisoformat(content[name])
    agenda = forms.meeting_body(
        {"agenda": [{"item_id": "2", "title": "a"}, {"item_id": "", "title": "b"}, {"title": "c"}]}
    )["agenda"]
    assert [one["item_id"] for one in agenda] == ["2", "1", "3"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["convene", "meeting_change", "meeting_cancellation", "moderators", "meeting_record", "meeting_next"]
)
async def test_every_form_is_shown_in_every_language(name: str, language: str) -> None:
    places = {} if name == "convene" else {"meeting_id": "i-1"}
    page = await reader(OFFICER, language=language, now=AFTER).see(name, **places)
    assert page.status == 200
    shown = re.sub(r"<[^>]*>", " ", page.text)
    assert (
        not re.search(r"\b(?:topic_kind|join_link|thematic|in_person|facilitator|good_practices)\b", shown)
        or language == "en"
    )


TAILS = "content|moderators|cancellation|record|next|volunteering|volunteering/end|actions"


@pytest.mark.parametrize(
    ("steps", "now", "there", "own"),
    [
        ((), BEFORE, {"content", "moderators", "cancellation", "next"}, {"volunteering"}),
        (("volunteers",), BEFORE, {"content", "moderators", "cancellation", "next"}, {"volunteering/end"}),
        ((), AFTER, {"content", "moderators", "cancellation", "record", "next"}, {"volunteering"}),
        (("cancelled",), AFTER, {"next"}, set()),
        (("held",), AFTER, {"record", "next"}, set()),
        (("agreed",), AFTER, {"record", "next"}, {"actions"}),
    ],
)
async def test_a_meeting_offers_what_its_state_allows(
    steps: tuple[str, ...], now: datetime, there: set[str], own: set[str]
) -> None:
    async def acts(actor: Actor) -> set[str]:
        page = await reader(actor, *steps, now=now).see("meeting", meeting_id="i-1")
        return set(re.findall(rf'href="/meetings/i-1/({TAILS})"', page.text))

    assert await acts(OFFICER) == there
    assert (await acts(CHAD), await acts(OTHER)) == (own, set())
    tails = {
        page.name: page.path.removeprefix("/meetings/{meeting_id}/")
        for page in register()
        if isinstance(page.act, OfferedAct) and page.act.kind == "meeting"
    }
    assert set(tails.values()) == set(TAILS.split("|"))
    for name, tail in tails.items():
        its, others = (CHAD, OFFICER) if tail in {"volunteering", "volunteering/end", "actions"} else (OFFICER, CHAD)
        with pytest.raises(NotPermitted):
            await reader(others, *steps, now=now).see(name, meeting_id="i-1")
        if tail not in there | own:
            with pytest.raises((Conflict, NotPermitted)):
                await reader(its, *steps, now=now).see(name, meeting_id="i-1")


async def test_who_moderates_is_chosen_with_a_reason_and_what_came_is_recorded() -> None:
    one = reader(OFFICER)
    row = {"moderators-0-party": "iso3166:FRA", "moderators-0-role": "facilitator", "moderators-0-came": "volunteered"}
    fields = typed(await one.see("moderators", meeting_id="i-1"), reason="Elle connaît le sujet", **row)
    assert str(await one.send("moderators", fields, meeting_id="i-1")).startswith("/meetings/i-1")
    said = one.gateway.sent[0][1]
    body = ModeratorsBody.model_validate({"moderators": said["moderators"], "reason": said["reason"]})
    assert (body.moderators[0].party, body.moderators[0].role, said["version"]) == ("iso3166:FRA", "facilitator", 1)
    recorder = reader(OFFICER, "moderated", now=AFTER)
    given = {"summary": "Appris", "good_practices": "Un seul formulaire\n\n Deux guichets ", "resources": "https://example.org/r",
             "actions-0-party": "org:euaa", "actions-0-what": "Envoie le modèle"}  # fmt: skip
    page = typed(await recorder.see("meeting_record", meeting_id="i-1"), **given)
    assert str(await recorder.send("meeting_record", page, meeting_id="i-1")).startswith("/meetings/i-1")
    record = RecordBody.model_validate(recorder.gateway.sent[0][1]["record"])
    assert record.good_practices == ("Un seul formulaire", "Deux guichets")
    assert (record.actions[0].party, record.actions[0].due) == ("org:euaa", None)


async def test_what_was_just_made_and_is_not_read_yet_is_no_missing_page() -> None:
    nothing = Reader(CHAD, MadeUpGateway(lambda _, __: {"item": None}))
    with pytest.raises(Following):
        await nothing.see("meeting", "written=1", meeting_id="i-1")
    for query in ("", "written=0", "written=x"):
        with pytest.raises(NotFound):
            await nothing.see("meeting", query, meeting_id="i-1")


def test_a_draft_that_is_begun_from_a_meeting_keeps_its_name_until_it_is_sent() -> None:
    for kind in (REQUEST, OFFER):
        content = kind.begun("fr") | {"title": "Raised", "raised_at_meeting": "i-1"}
        assert kind.body(content, CHAD)["raised_at_meeting"] == "i-1"


def test_actions_that_were_recorded_before_they_had_numbers_are_answered_by_their_place() -> None:
    old = [
        {"party": "iso3166:FRA", "what": "a", "due": None},
        {"party": "iso3166:TCD", "what": "b", "due": "2026-04-01"},
    ]
    case = Case(SimpleNamespace(actor=CHAD), {"state": {"record": {"actions": old}}})  # type: ignore[arg-type]
    assert [(one["action_id"], one["state"], one["what"]) for one in own_actions(case)] == [("2", "open", "b")]
