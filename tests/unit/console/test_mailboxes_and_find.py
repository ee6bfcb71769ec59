"""A party keeps its own addresses and what they hear; what one may read is found by its words (WM 6)."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from services.console.asking.documents import document
from services.console.asking.gateway import CommandDone, CommandProblem, SaidFault
from services.console.forms import of_mailboxes as forms
from services.console.http.lists import CALLED
from services.notifications.actions.mailbox import MailboxBody
from services.notifications.domain.preferences import Preferences
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import NotFound, NotPermitted
from tests.support.pages import MadeUpGateway, Reader, filled

pytestmark = pytest.mark.paragraph("6")
CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
ONLY = {"functional_areas": ["registration"]}
NOW = Preferences.model_validate(
    {"quiet_hours": {"start": "20:00", "end": "07:00", "days": [5]}, "without": ["acsg.x"], "only": ONLY}
)
BOX = {"mailbox_id": "m-1", "party": "iso3166:TCD", "email": "greffe@example.org", "label": "Greffe <b>", "kind": "functional",
       "language": "fr", "time_zone": "Africa/Ndjamena", "main": True, "version": 4, "preferences": NOW.model_dump(mode="json"),
       "preferences_of": "mailbox", "preferences_version": 7, "subscriptions": [],
       "mutes": [{"mute_id": "s-1", "scope": "everything", "what": None, "must_act": False, "until": "2026-12-03T00:00:00+01:00"}]}  # fmt: skip
ITEM = {"itemId": "i-1", "kind": "solicitation", "status": "open", "reference": None, "title": "Qualité <i>", "parties": ["iso3166:TCD"],
        "functionalAreas": []}  # fmt: skip
NONE: dict[str, Any] = {"totalCount": 0, "nodes": []}


def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    if name == "mailboxes":
        return {"mailboxes": [BOX]}
    if name == "calendars":
        return {
            "calendars": [
                {
                    "feedId": "f-1",
                    "name": "Agenda <b>",
                    "covers": "own",
                    "createdAt": "2026-11-28T08:00:00+00:00",
                    "lastUsedAt": None,
                }
            ]
        }
    assert name == "find"
    assert given["filter"] == {"search": "qualité"}
    return dict.fromkeys(CALLED, NONE) | {"solicitation": {"totalCount": 12, "nodes": [ITEM]}}


def reader(actor: Actor = CHAD, language: str = "fr") -> Reader:
    return Reader(actor, MadeUpGateway(answers), language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_shown_in_every_language(language: str) -> None:
    one = reader(language=language)
    for name, places in (
        ("mailboxes", {}),
        ("mailbox_new", {}),
        *(
            (n, {"mailbox_id": "m-1"})
            for n in (
                "mailbox",
                "mailbox_removal",
                "preferences",
                "mailbox_mute",
                "mailbox_mute_end",
                "mailbox_calendars",
            )
        ),
    ):
        page = await one.see(name, **places)
        assert page.status == 200
        assert "<b>" not in page.text
        shown = re.sub(r"<[^>]*>", " ", page.text)
        assert not re.search(r"\b(?:must_act|immediately|functional|digest|quiet_\w+)\b", shown) or language == "en"


async def test_an_address_is_added_and_changed_as_its_owner_takes_it() -> None:
    one = reader()
    page = await one.see("mailbox_new")
    sent = await one.send("mailbox_new", filled(page, {"email": "n@example.org", "time_zone": "Africa/Ndjamena"}))
    assert str(sent).startswith("/account/mailboxes")
    changed = await one.send(
        "mailbox", filled(await one.see("mailbox", mailbox_id="m-1"), {"language": "ar"}), mailbox_id="m-1"
    )
    assert str(changed).startswith("/account/mailboxes")
    (_, new), (name, said) = one.gateway.sent
    names = MailboxBody.model_fields
    assert MailboxBody.model_validate({n: new[n] for n in names if new.get(n) is not None}).kind == "functional"
    body = MailboxBody.model_validate({n: said[n] for n in names if said.get(n) is not None})
    assert (name, body.email, body.label, body.language, said["version"]) == (
        "change_mailbox",
        BOX["email"],
        BOX["label"],
        "ar",
        4,
    )


async def test_what_an_address_hears_is_said_at_the_version_of_its_preferences_and_keeps_what_is_not_asked() -> None:
    one = reader()
    page = await one.see("preferences", mailbox_id="m-1")
    assert re.search(r'name="quiet_days" value="5" checked', page.text)
    where = await one.send("preferences", filled(page, {"must_act": "daily", "digest_at": "7:30"}), mailbox_id="m-1")
    assert str(where).startswith("/account/mailboxes")
    ((name, said),) = one.gateway.sent
    after = Preferences.model_validate(said["preferences"])
    assert (name, said["version"], after.must_act, after.digest_at.isoformat()) == (
        "put_preferences",
        7,
        "daily",
        "07:30:00",
    )
    assert after == NOW.model_copy(update={"must_act": "daily", "digest_at": after.digest_at})


def test_preferences_come_back_from_their_form_as_they_were() -> None:
    for now in (NOW, Preferences(), Preferences.model_validate({"quiet_hours": {"days": [6, 7]}, "digest_on": 3})):
        document = now.model_dump(mode="json")
        assert Preferences.model_validate(forms.preferences_body(forms.preferences_begun(document), document)) == now


async def test_a_refusal_is_said_at_its_question() -> None:
    one = reader()
    one.gateway.result = CommandProblem(
        422, "invalid", "", "6", (SaidFault("/must_act", "no other", "nobody_acts"),), None
    )
    page = await one.see("preferences", mailbox_id="m-1")
    again = await one.send("preferences", filled(page, {"must_act": "never"}), mailbox_id="m-1")
    assert not isinstance(again, str)
    assert (again.status, 'href="#must_act"' in again.text) == (422, True)


async def test_nobody_elses_addresses_are_kept_here() -> None:
    for name in ("mailboxes", "mailbox_new"):
        with pytest.raises(NotPermitted):
            await reader(OFFICER).see(name)
    with pytest.raises(NotFound):
        await reader().see("mailbox", mailbox_id="another")
    assert "/account/mailboxes" not in (await reader(OFFICER).see("find")).text


async def test_what_is_found_stands_by_kind_with_how_many_there_are() -> None:
    page = await reader().see("find", "q=qualit%C3%A9")
    assert 'href="/calls/i-1"' in page.text
    assert "Qualité &lt;i&gt;" in page.text
    assert "(12)" in page.text
    assert "Il y en a d’autres" in page.text
    empty = await reader().see("find")
    assert "<h2>" not in empty.text, "nothing is asked without words"


async def test_an_address_is_silent_until_the_beginning_of_a_day_there() -> None:
    one = reader()
    page = await one.see("mailbox_mute", mailbox_id="m-1")
    day = {"until-d": "3", "until-m": "12", "until-y": "2026"}
    assert str(await one.send("mailbox_mute", filled(page, day), mailbox_id="m-1")).startswith("/account/mailboxes")
    ended = await one.send(
        "mailbox_mute_end",
        filled(await one.see("mailbox_mute_end", mailbox_id="m-1"), {"mute": "s-1"}),
        mailbox_id="m-1",
    )
    assert str(ended).startswith("/account/mailboxes")
    (name, said), (other, which) = one.gateway.sent
    assert (name, said["scope"], said["until"], said["must_act"]) == (
        "mute_mailbox",
        "everything",
        "2026-12-03T00:00:00+01:00",
        False,
    )
    assert (other, which["mute"]) == ("end_mute", "s-1")
    assert forms.muted_until("2026-13-45", "UTC").startswith("1970"), "no silence lasts to a day that there is not"
    one.gateway.result = CommandProblem(
        422, "invalid_body", "", None, (SaidFault("/until", "no", "out_of_reach"),), "notifications"
    )
    refused = await one.send("mailbox_mute", filled(page, day), mailbox_id="m-1")
    assert not isinstance(refused, str)
    assert (refused.status, 'href="#until"' in refused.text) == (422, True)


async def test_a_calendars_address_is_shown_once_and_it_ends() -> None:
    one = reader()
    one.gateway.result = CommandDone({"address": "https://n.example/calendars/secret.ics"}, 1)
    page = await one.see("mailbox_calendars", mailbox_id="m-1")
    fields = [field for field in page.form("covers").fields if field[0] not in {"name", "do"}]
    made = await one.send("mailbox_calendars", [*fields, ("name", "Agenda"), ("do", "make")], mailbox_id="m-1")
    assert not isinstance(made, str)
    assert ("secret.ics" in made.text, "secret.ics" in (await one.see("mailbox_calendars", mailbox_id="m-1")).text) == (
        True,
        False,
    )
    where = await one.send(
        "mailbox_calendars", [("calendar", "f-1"), ("do", "end"), ("send_key", "k" * 12)], mailbox_id="m-1"
    )
    assert where == "/account/mailboxes/m-1/calendars"
    assert [(name, said["id"]) for name, said in one.gateway.sent] == [("add_calendar", "m-1"), ("end_calendar", "m-1")]
    one.gateway.result = CommandProblem(409, "too_many_calendars", "", None, (), "notifications")
    full = await one.send("mailbox_calendars", [*fields, ("do", "make")], mailbox_id="m-1")
    assert not isinstance(full, str)
    assert (full.status, "autant de calendriers" in full.text) == (422, True)
    with pytest.raises(NotFound):
        await one.see("mailbox_calendars", mailbox_id="m-2")


def test_each_kind_that_pages_list_is_asked_for_when_one_looks_for_words() -> None:
    asked = set(re.findall(r"^  ([a-z_]+): ", document("find"), re.MULTILINE))
    assert asked == set(CALLED)
