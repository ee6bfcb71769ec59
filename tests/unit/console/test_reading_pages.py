"""Pages that are read: inbox, meetings, figures, regions, who was told, versions side by side, the document itself."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from services.console.asking.gateway import CommandDone, CommandProblem, SaidFault
from services.console.drawing.bars import WIDE, bars
from services.console.http.page import NotFresh
from services.console.wording.modalities import anchor_of, parts, read
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities import paragraphs
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Conflict, NotFound, NotPermitted
from shared.modalities.paragraphs import Paragraph
from tests.support.pages import MadeUpGateway, Reader

CHAD = Actor("tcd", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca", "fr")
AT = "2026-03-01T09:00:00+00:00"
ENTRY = {"eventId": "e-1", "at": AT, "need": "must_act", "headline": "Une <b>offre</b>", "text": "", "ground": "side",
         "paragraph": "11", "step": "s", "dueAt": AT, "late": True, "readAt": None, "doneAt": None,
         "item": {"itemId": "m-1", "kind": "match", "reference": "MATCH-1", "title": None}}  # fmt: skip
INBOX = {"nodes": [ENTRY], "counts": {"mustActOpen": 1, "shouldKnowUnread": 0},
         "pageInfo": {"hasNextPage": False, "endCursor": None}}  # fmt: skip
CONTENT = {"title": "Qualité", "language": "fr", "starts_at": "2027-01-12T14:00:00+00:00", "ends_at": AT, "format": "online",
           "time_zone": "Africa/Ndjamena", "summary": None, "place": None, "join_link": "https://meet.example/1",
           "agenda": [{"item_id": "1", "kind": "synergy", "title": "Ensemble", "presented_by": None}]}  # fmt: skip
NEED = [
    {"functionalArea": "registration", "unit": "packages", "asked": "4", "reserved": "1", "committed": "1", "open": "2", "requests": 2},
    {"functionalArea": "reception", "unit": "packages", "asked": "2", "reserved": "0", "committed": "0", "open": "2", "requests": 1},
    {"functionalArea": "reception", "unit": "USD", "asked": "900000", "reserved": "0", "committed": "0", "open": "900000", "requests": 1},
]  # fmt: skip
REGIONS = [
    {"region": "wca", "state": "FRESH", "asOf": AT, "staleSince": None, "openGaps": 0, "missing": 0, "clockAlarm": False},
    {"region": "europe", "state": "STALE", "asOf": AT, "staleSince": AT, "openGaps": 1, "missing": 3, "clockAlarm": True},
]  # fmt: skip
STREAMS = [
    {
        "region": "wca",
        "source": "intake",
        "stream": "acsg.pulse",
        "missing": "0",
        "lastEventAt": at,
        "appliedAt": AT,
    }
    for at in ("2026-03-01T08:59:00+00:00", "2026-02-01T08:00:00+00:00")
]
TOLD = {"deliveryId": "d", "eventId": "e-1", "eventType": "acsg.intake.support-request-submitted", "recipient": "iso3166:TCD",
        "party": "iso3166:TCD", "channel": "email", "mustAct": True, "paragraph": "8", "state": "retrying", "attempts": 2,
        "nextAttemptAt": AT, "createdAt": AT}  # fmt: skip
WHY = {"told": False, "status": "not", "text": "Kein <i>", "language": "en", "direction": "ltr", "mailboxId": "m", "mustAct": False,
       "paragraph": "17", "readyAt": None}  # fmt: skip
TOKEN = {"tokenId": "t-1", "name": "Suivi", "scopes": ["read", "inbox"], "subject": "x", "createdAt": AT, "expiresAt": AT,
         "lastUsedAt": None, "revokedAt": None}  # fmt: skip
ENDPOINT = {"webhookId": "w-1", "name": "Prod", "url": "https://hook.example/1", "state": "active", "failures": 0,
            "lastSuccessAt": AT, "lastFailureAt": None, "lastCode": None, "disabledReason": None}  # fmt: skip
WELL = {"channel": "email", "lastTestAt": AT, "lastPassedAt": AT, "lastCode": "250", "failures": 0, "nextTestAt": AT, "overdue": False,
        "quietSince": None, "mutedUntil": None, "mutedBy": None, "muteReason": None}  # fmt: skip
CHANNELS = [
    WELL,
    WELL | {"channel": "webhook", "failures": 3, "quietSince": AT, "lastPassedAt": None, "lastCode": "timeout"},
]
VERSIONS = [
    {"number": 1, "submittedAt": AT, "content": {"title": "A", "gap": "Ancien"}, "findings": [{"paragraph": "13", "outcome": "partly"}]},
    {"number": 2, "submittedAt": AT, "content": {"title": "A", "gap": "Nouveau"}, "findings": [{"paragraph": "13", "outcome": "met"}]},
]  # fmt: skip


def item(kind: str, state: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"itemId": "i-1", "kind": kind, "version": 1, "status": state.get("status", ""), "reference": "R-1", "title": "Qualité",
            "parties": [], "functionalAreas": [], "state": dict(state), "history": [], "steps": [], **more}  # fmt: skip


def meeting(status: str = "convened", answer: str = "pending") -> dict[str, Any]:
    asked = [{"party": "iso3166:TCD", "answer": answer}, {"party": "iso3166:FRA", "answer": "registered"}]
    return item("meeting", {"status": status, "content": CONTENT, "invitations": asked, "moderators": []})


def answers(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the gateway knows."""
    known: dict[str, dict[str, Any]] = {
        "inbox": {"inbox": INBOX},
        "item": {"item": meeting()},
        "compared": {"item": item("request", {}, versions=VERSIONS)},
        "world": {"world": {"regions": REGIONS[:1], "leftOut": REGIONS[1:], "need": NEED, "firstFeedback": [{"requests": 3, "medianHours": 60.0}],
                            "statuses": [{"kind": "request", "status": "in_line", "items": 4}, {"kind": "x", "status": "y", "items": 1}]}},
        "regions": {"regions": REGIONS, "gaps": [], "comparisons": [], "freshness": STREAMS},
        "integration": {"tokens": [TOKEN], "webhooks": [ENDPOINT]},
        "channels": {"channels": CHANNELS},
        "told": {"deliveryLedger": {"nodes": [TOLD], "pageInfo": {"hasNextPage": False}}},
        "why_told": {"whyTold": [WHY] if given.get("event") == "e-1" else []},
    }  # fmt: skip
    return known[name]


def reader(actor: Actor, language: str = "fr", known: Any = answers) -> Reader:
    return Reader(actor, MadeUpGateway(known), language)


ADDRESSES: dict[str, dict[str, str]] = {
    "inbox": {}, "meeting": {"meeting_id": "i-1"}, "world": {}, "regions": {}, "integration": {}, "channels": {}, "told": {"item_id": "i-1"}, "modalities": {},
    "comparison": {"request_id": "i-1", "earlier": "1", "later": "2"},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ADDRESSES)
async def test_it_is_shown_in_every_language_with_nothing_raw(name: str, language: str) -> None:
    page = await reader(OFFICER, language).see(name, "event=e-1", **ADDRESSES[name])
    assert page.status == 200
    assert "<b>" not in page.text
    assert "<i>" not in page.text
    shown = re.sub(r"<[^>]*>", " ", page.text)
    assert (
        not re.search(r"\b(?:must_act|retrying|support-request|FRESH|STALE|in_line|convened|NEVER_HEARD)\b", shown)
        or language == "en"
    )


async def test_an_entry_leads_to_its_thing_and_is_marked() -> None:
    chad = reader(CHAD)
    page = await chad.see("inbox")
    assert 'href="/matches/m-1"' in page.text
    assert await chad.send("inbox", [("event", "e-1"), ("do", "done"), ("send_key", "page-12345678")]) == "/inbox"
    ((name, said),) = chad.gateway.sent
    assert (name, said["mark"], said["events"], said["key"]) == ("mark_inbox", "done", ["e-1"], "page-12345678")
    chad.gateway.result = CommandProblem(403, "not_permitted", "", None, (), None)
    with pytest.raises(NotPermitted):
        await chad.send("inbox", [("event", "e-1"), ("do", "read")])


async def test_an_invited_party_answers_for_itself_while_the_meeting_stands() -> None:
    chad = reader(CHAD)
    page = await chad.see("invitation", meeting_id="i-1")
    assert "/meetings/i-1/answer" in (await chad.see("meeting", meeting_id="i-1")).text
    fields = [one for one in page.form("send_key").fields if one[0] not in {"answer", "delegates"}]
    assert str(
        await chad.send("invitation", [*fields, ("answer", "registered"), ("delegates", "2")], meeting_id="i-1")
    ).startswith("/meetings/i-1")
    said = chad.gateway.sent[0][1]
    assert (said["party"], said["answer"], said["delegates"], said["version"]) == ("iso3166:TCD", "registered", 2, 1)
    with pytest.raises(NotPermitted):
        await reader(OFFICER).see("invitation", meeting_id="i-1")
    with pytest.raises(Conflict):
        await reader(CHAD, known=lambda _, __: {"item": meeting("cancelled")}).see("invitation", meeting_id="i-1")


async def test_a_token_is_shown_once_by_who_signed_in_lately() -> None:
    chad = reader(CHAD)
    typed = [("name", "Suivi"), ("scopes", "read"), ("scopes", "inbox"), ("days", "30"), ("do", "create")]
    chad.gateway.result = CommandDone({"token": "acsg_SECRET"}, None)
    page = await chad.send("integration", typed)
    assert not isinstance(page, str)
    assert "acsg_SECRET" in page.text
    assert "acsg_SECRET" not in (await chad.see("integration")).text
    ((name, said),) = chad.gateway.sent
    assert (name, said["scopes"], said["days"]) == ("create_token", ["read", "inbox"], 30)
    with pytest.raises(NotFresh):
        await Reader(CHAD, chad.gateway, fresh=False).send("integration", typed)
    faulty = SaidFault("/name", "too short", "string_too_short")
    chad.gateway.result = CommandProblem(422, "invalid", "", None, (faulty,), None)
    again = await chad.send("integration", typed)
    assert not isinstance(again, str)
    assert (again.status, 'value="Suivi"' in again.text, 'href="#name"' in again.text) == (422, True, True)
    assert 'name="scopes"' not in (await reader(OFFICER).see("integration")).text, "officers make none"


async def test_an_officer_tests_a_channel_and_holds_it_with_a_reason() -> None:
    officer = reader(OFFICER)
    page = await officer.see("channels")
    assert page.text.index("appels aux programmes") < page.text.index("courriel"), "what is silent stands first"
    typed = [("channel", "email"), ("send_key", "page-12345678")]
    done = await officer.send("channels", [*typed, ("do", "test")])
    assert not isinstance(done, str)
    assert "dans quelques secondes" in done.text
    await officer.send("channels", [*typed, ("do", "hold"), ("hours", "4"), ("reason", "Relais en panne")])
    await officer.send("channels", [*typed, ("do", "release")])
    assert [name for name, _ in officer.gateway.sent] == ["test_channel", "hold_channel", "release_channel"]
    held = officer.gateway.sent[1][1]
    assert (held["channel"], held["reason"]) == ("email", "Relais en panne")
    officer.gateway.result = CommandProblem(
        422, "invalid", "", None, (SaidFault("/reason", "too short", "string_too_short"),), None
    )
    again = await officer.send("channels", [*typed, ("do", "hold"), ("reason", "")])
    assert not isinstance(again, str)
    assert (again.status, 'href="#reason"' in again.text, 'id="reason"' in again.text) == (422, True, True)
    with pytest.raises(NotPermitted):
        await reader(CHAD).see("channels")


async def test_a_meeting_is_told_in_its_own_zone_beside_utc() -> None:
    page = await reader(CHAD).see("meeting", meeting_id="i-1")
    assert "15:00" in page.text
    assert "14:00 UTC" in page.text
    assert "Africa/Ndjamena" in page.text


async def test_two_versions_stand_side_by_side() -> None:
    page = await reader(CHAD).see("comparison", request_id="i-1", earlier="1", later="2")
    assert "Ancien" in page.text
    assert "Nouveau" in page.text
    assert page.text.count('class="card"') == 1, "what is the same is not shown"
    assert 'class="tag partly"' in page.text
    with pytest.raises(NotFound):
        await reader(CHAD).see("comparison", request_id="i-1", earlier="1", later="3")


async def test_the_stream_of_which_nothing_came_for_longest_stands_first() -> None:
    page = await reader(OFFICER, "en").see("regions")
    assert page.text.index("1 Feb 2026") < page.text.index("1 Mar 2026, 08:59")


@pytest.mark.parametrize("name", ["world", "regions", "told"])
async def test_what_officers_alone_read_is_nobody_elses(name: str) -> None:
    with pytest.raises(NotPermitted):
        await reader(CHAD).see(name, **ADDRESSES[name])


def test_bars_of_different_units_are_not_drawn_against_each_other() -> None:
    drawn = bars(NEED)
    lengths = [sum(long for _, _, long in one.parts) for one in drawn]
    assert lengths == [WIDE, WIDE // 2, WIDE]
    assert drawn[0].parts == (("committed", 0, 75), ("reserved", 75, 75), ("open", 150, 150))
    assert bars([NEED[0] | {"committed": "0", "reserved": "0", "open": "0"}])[0].parts[0] == ("committed", 0, 0)


async def test_every_paragraph_that_the_code_cites_has_an_anchor() -> None:
    page = await reader(CHAD).see("modalities")
    cited = {one.number for one in vars(paragraphs).values() if isinstance(one, Paragraph)}
    there = {one.number for one in parts() if one.number}
    assert there == cited
    assert len({number for number in there if "." not in number}) == 21
    assert all(f'id="{anchor_of(number)}"' in page.text for number in cited)
    text = " ".join(one.text for one in parts())
    assert "pre-existing" not in text
    assert text.endswith("as necessary.")


def test_a_criterion_without_its_words_is_seen() -> None:
    lines = ["Title", "1. All of it:", "i.", "ii.", "The first.", "The second,", "longer."]
    assert [one.number for one in read(lines)] == ["", "1", "1.i", "1.ii"]
    assert [one.number for one in read(lines[:-2])] == ["", "1", "1.i"]


STEPS = [{"kind": "match", "itemId": f"m-{n}", "reference": f"MATCH-{n}", "title": None, "code": "answer_proposal", "who": ["iso3166:TCD"],
          "message": f"Répondre {n}", "messages": None, "paragraph": "11", "dueAt": AT, "late": False, "cursor": f"c{n}="}
         for n in range(130)]  # fmt: skip


async def test_each_list_of_the_worklist_goes_on_over_the_page_until_its_last_step() -> None:
    def steps(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        if name == "request_drafts":
            return {"requestDrafts": {"nodes": [], "after": None}}
        first = {"mine": given["after"], "others": given["othersAfter"]}
        places = {one["cursor"]: n + 1 for n, one in enumerate(STEPS)} | {None: 0}
        return {side: STEPS[places[at] : places[at] + given["first"]] for side, at in first.items()}

    one, seen, pages, query = Reader(CHAD, MadeUpGateway(steps)), list[str](), 0, ""
    while pages < 9:
        page = (await one.see("worklist", query)).text
        pages, seen = pages + 1, seen + re.findall(r"Répondre (\d+)", page)
        if (further := re.search(r'href="/\?(after=[^"]+)"', page)) is None:
            break
        query = further.group(1)
    assert (pages, seen) == (3, [str(n) for n in range(130)])
    assert 'href="/?others_after=' in (await one.see("worklist")).text
