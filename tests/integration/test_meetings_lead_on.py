"""A meeting that leads on, on real processes: who volunteers to moderate is chosen among, and what parties agree to do there is owed,
reminded of, and done by their own word alone (WM 4, 5).
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.demo.client import Client, Refused
from tests.integration.test_meetings import ahead
from tests.support.bodies import offer_body, request_body
from tests.support.poll import until
from tests.support.steps_taken import StepsTaken

OFFICER, CHAD, FRANCE, OUTSIDE = "wca-officer", "tcd-authority", "fra-authority", "sen-authority"
TCD, FRA, BUREAU = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca"
DONE = "{ state version problem { status code faults } }"
ON = "$i: String!, $v: Int!, $k: String!"
AT = "meetingId: $i, expectedVersion: $v, key: $k"
VOLUNTEER = f'mutation({ON}, $w: String) {{ done: volunteerToModerate({AT}, functionalAreas: ["registration"], words: $w, language: "fr") {DONE} }}'
WITHDRAW = f"mutation({ON}) {{ done: withdrawVolunteering({AT}) {DONE} }}"
CHOOSE = (
    f'mutation({ON}, $m: [JSON!]!) {{ done: chooseModerators({AT}, moderators: $m, reason: "They know it") {DONE} }}'
)
RECORD = f"mutation({ON}, $r: JSON!) {{ done: recordMeeting({AT}, record: $r) {DONE} }}"
REPORT = f'mutation({ON}, $a: String!, $s: String!, $w: String) {{ done: reportMeetingAction({AT}, actionId: $a, state: $s, words: $w, language: "fr") {DONE} }}'
NEXT = f"mutation({ON}, $c: JSON!) {{ done: conveneNextMeeting({AT}, content: $c) {DONE} }}"
FOUND = "query($s: String!) { meetings(first: 50, filter: {search: $s}) { nodes { itemId } } }"
RAISED = "query($i: String!) { item(key: $i) { raisedThere { itemId kind } } }"
AT_WHICH = "query($i: String!) { item(key: $i) { state raisedAt { itemId } } }"
SERIES = """query($i: String!) { item(key: $i) { state previousMeeting { itemId }
  carriedActions { actionId party what state words meeting { itemId } } } }"""
ITEM = "query($i: String!) { item(key: $i) { status version state steps { code who dueAt } history { type } } }"
WORK = "query { worklist(mine: true, first: 100) { itemId code who late } }"
CANARY = "canary-why-we-would"


def day(ahead_: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=ahead_):%Y-%m-%d}"


class Walk(StepsTaken):
    """A meeting of one's own, walked by mutations."""

    def __init__(self, client: Client, about: str = "meeting") -> None:
        super().__init__(client, about, "acsg.dialogue.", ITEM)

    async def no(self, actor: str, document: str, **given: Any) -> tuple[int, str, list[tuple[str, str]]]:
        """Why one is refused."""
        problem = (await self(actor, document, **given))["problem"]
        assert problem is not None
        return problem["status"], problem["code"], [(one["pointer"], one["code"]) for one in problem["faults"]]


async def begun(client: Client, **more: Any) -> str:
    """A meeting that has begun when this returns."""
    starts = datetime.now(UTC) + timedelta(seconds=2)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    made = await client.call(OFFICER, "POST", "dialogue", "/meetings", ahead(**times, **more))

    async def has_begun() -> bool:
        return datetime.now(UTC) > starts

    assert await until(has_begun, "the beginning of the meeting")
    return str(made["meeting_id"])


@pytest.mark.clause("5.2")
@pytest.mark.paragraph("5")
async def test_officers_choose_among_those_who_volunteer_by_their_own_word(client: Client) -> None:
    walk = Walk(client)
    one = (await client.call(OFFICER, "POST", "dialogue", "/meetings", ahead()))["meeting_id"]
    await walk.seen(FRANCE, one, lambda item: item["version"] == 1)
    volunteered = [{"party": FRA, "came": "volunteered"}]
    assert await walk.no(OFFICER, CHOOSE, i=one, v=1, m=volunteered) == (
        422, "invalid_body", [("/moderators/0/came", "not_volunteered")],
    )  # fmt: skip
    assert (await walk.no(OFFICER, VOLUNTEER, i=one, v=1, w=CANARY))[:2] == (403, "not_permitted")
    assert (await walk.no(OUTSIDE, VOLUNTEER, i=one, v=1, w=CANARY))[:2] == (404, "not_found")
    assert (await walk.no(FRANCE, WITHDRAW, i=one, v=1))[:2] == (409, "not_volunteered")
    mine = await walk.said(FRANCE, VOLUNTEER, i=one, v=1, w=CANARY)
    assert [(it["party"], it["words"]) for it in mine["volunteers"]] == [(FRA, CANARY)]
    await walk.told(OFFICER, BUREAU, "moderator-volunteered", of=one)
    # One that is not chosen is named to nobody but those who choose.
    seen = await walk.seen(CHAD, one, lambda item: item["version"] == 2)
    assert seen["state"]["volunteers"] == []
    assert CANARY not in str(seen)
    assert CANARY not in str(await client.call(CHAD, "GET", "dialogue", f"/meetings/{one}"))
    assert CANARY in str(await client.call(OFFICER, "GET", "dialogue", f"/meetings/{one}"))
    await walk.seen(OFFICER, one, lambda item: CANARY in str(item["state"]["volunteers"]))
    chosen = await walk.said(OFFICER, CHOOSE, i=one, v=2, m=volunteered)
    assert [it["party"] for it in chosen["moderators"]] == [FRA]
    left = await walk.said(FRANCE, WITHDRAW, i=one, v=3)
    assert (left["volunteers"], left["moderators"], left["findings"]) == ([], [], [])
    again = await walk.seen(OFFICER, one, lambda item: item["version"] == 4)
    assert "moderators" in {step["code"] for step in again["steps"]}, "it is the officers' to choose anew"
    for actor in (CHAD, OUTSIDE):
        with pytest.raises(Refused) as refused:
            await client.call(actor, "DELETE", "dialogue", f"/meetings/{one}/volunteering")
        assert refused.value.status == (409 if actor == CHAD else 404)


@pytest.mark.paragraph("4")
async def test_what_is_agreed_is_owed_and_done_by_its_partys_word_alone(client: Client) -> None:
    walk, one = Walk(client, "held-meeting"), await begun(client)
    actions = [
        {"party": TCD, "what": "Sends its form", "due": day(3)}, {"party": TCD, "what": "Trains nine", "due": day(40)},
        {"party": BUREAU, "what": "Finds a room", "due": day(9)}, {"party": FRA, "what": "Thinks"},
    ]  # fmt: skip
    forged = {"summary": "Much", "actions": [actions[0] | {"state": "done"}]}
    assert (await walk.no(OFFICER, RECORD, i=one, v=1, r=forged))[1:] == (
        "invalid_body", [("/actions/0/state", "extra_forbidden")],
    )  # fmt: skip
    held = await walk.said(OFFICER, RECORD, i=one, v=1, r={"summary": "Much", "actions": actions})
    assert [it["action_id"] for it in held["record"]["actions"]] == ["1", "2", "3", "4"]
    assert (await walk.told(CHAD, TCD, "meeting-held", of=one))["need"] == "must_act"
    assert (await walk.told(FRANCE, FRA, "meeting-held", of=one))["need"] == "should_know"
    seen = await walk.seen(CHAD, one, lambda item: len(item["steps"] or ()) == 2)
    assert {(step["code"], *step["who"]) for step in seen["steps"]} == {
        ("meeting_action", TCD),
        ("meeting_action", BUREAU),
    }
    mine = (await client.graphql(CHAD, WORK))["worklist"]
    assert [(it["code"], it["who"]) for it in mine if it["itemId"] == one] == [("meeting_action", [TCD])]
    for actor in (OFFICER, FRANCE):
        assert (await walk.no(actor, REPORT, i=one, v=2, a="1", s="done"))[:2] == (403, "not_permitted")
    assert (await walk.no(OUTSIDE, REPORT, i=one, v=2, a="1", s="done"))[:2] == (404, "not_found")
    assert (await walk.no(CHAD, REPORT, i=one, v=2, a="2", s="dropped"))[2] == [("/words", "words_needed")]
    await walk.said(CHAD, REPORT, i=one, v=2, a="1", s="done", w="Sent to nine")
    await walk.told(OFFICER, BUREAU, "action-reported", of=one)

    async def next_day() -> bool:
        found = (await client.call(CHAD, "GET", "notifications", "/deadlines"))["deadlines"]
        return [it["due_at"][:10] for it in found if it["item_id"] == one] >= [day(35)]

    assert await until(next_day, "the next of its actions in its deadlines")
    await walk.said(CHAD, REPORT, i=one, v=3, a="2", s="dropped", w="No money")
    await walk.said(OFFICER, REPORT, i=one, v=4, a="3", s="done")
    done = await walk.seen(FRANCE, one, lambda item: item["version"] == 5)
    assert [(it["state"], it["words"]) for it in done["state"]["record"]["actions"]] == [
        ("done", "Sent to nine"), ("dropped", "No money"), ("done", None), ("open", None),
    ]  # fmt: skip
    assert done["steps"] == []


@pytest.mark.clause("4.4")
@pytest.mark.paragraph("4")
async def test_what_is_asked_and_offered_at_a_meeting_stands_on_it_for_who_may_read_it(client: Client) -> None:
    walk = Walk(client, "raising-meeting")
    one = (await client.call(OFFICER, "POST", "dialogue", "/meetings", ahead()))["meeting_id"]
    await walk.seen(CHAD, one, lambda item: item["version"] == 1)
    asked = request_body(raised_at_meeting=one)
    request = (await client.call(CHAD, "POST", "intake", "/support-requests", asked))["request_id"]
    offered = offer_body(raised_at_meeting=one)
    offer = (await client.call(FRANCE, "POST", "roster", "/support-offers", offered))["offer_id"]
    # Senegal has no part in the meeting: what it says of it is its own word, and stands on no page of the meeting.
    foreign = request_body(
        raised_at_meeting=one, requesting_states=["iso3166:SEN"],
        submission_route={"route": "country_office", "country_office": "unhcr-office:SEN"},
    )  # fmt: skip
    other = (await client.call(OUTSIDE, "POST", "intake", "/support-requests", foreign))["request_id"]

    async def reads(actor: str) -> set[str] | None:
        item = (await client.graphql(actor, RAISED, {"i": one}))["item"]
        return {it["itemId"] for it in item["raisedThere"]} if item is not None else None

    async def shown() -> bool:
        return await reads(OFFICER) == {request, offer} and await reads(CHAD) == {request, offer}

    assert await until(shown, "what was raised, on the meeting")
    assert await walk.seen(OUTSIDE, other, lambda item: item["state"]["content"]["raised_at_meeting"] == one)
    assert await reads(OFFICER) == {request, offer}
    assert await reads(FRANCE) == {offer}, "what Chad asks for is shown to nobody yet"
    assert await reads(OUTSIDE) is None
    for actor, what, where in ((CHAD, request, one), (OFFICER, request, one), (FRANCE, offer, one), (OUTSIDE, other, None),
                               (OFFICER, other, None)):  # fmt: skip
        found = (await client.graphql(actor, AT_WHICH, {"i": what}))["item"]
        assert (found["raisedAt"] or {}).get("itemId") == where, (actor, what)
    # Who reads the offer on the roster, and was not at the meeting, is not told of it.
    read = (await client.graphql("cmr-authority", AT_WHICH, {"i": offer}))["item"]
    assert read is not None
    assert (read["raisedAt"], one in str(read["state"])) == (None, False)


@pytest.mark.clause("4.3")
@pytest.mark.paragraph("4")
async def test_resources_and_synergies_of_a_record_are_found_by_who_may_read_it(client: Client) -> None:
    walk, one = Walk(client, "found-meeting"), await begun(client)
    word = f"zzsynergy{one[:8]}"
    record = {
        "summary": "Much", "resources": [f"https://library.example/{word}r"], "synergies": [f"Two {word}s train together"],
        "good_practices": [f"One {word}p for all"],
    }  # fmt: skip
    await walk.said(OFFICER, RECORD, i=one, v=1, r=record)
    await walk.seen(FRANCE, one, lambda item: item["status"] == "held")
    for sought in (f"{word}s", f"{word}r", f"{word}p"):
        for actor in (CHAD, FRANCE, OFFICER):
            nodes = (await client.graphql(actor, FOUND, {"s": sought}))["meetings"]["nodes"]
            assert [it["itemId"] for it in nodes] == [one], (actor, sought)
        for actor in (OUTSIDE, "europe-officer"):
            assert (await client.graphql(actor, FOUND, {"s": sought}))["meetings"]["nodes"] == []


@pytest.mark.clause("4.1")
@pytest.mark.paragraph("4")
async def test_the_next_of_a_series_is_convened_in_one_step_and_carries_what_is_open(client: Client) -> None:
    walk, agenda = Walk(client, "first-of-series"), [{"item_id": "1", "kind": "synergy", "title": "Training together"}]
    first = await begun(client, agenda=agenda)
    actions = [
        {"party": TCD, "what": "Sends its form", "due": day(3)}, {"party": FRA, "what": "Reads it", "due": day(9)},
    ]  # fmt: skip
    await walk.said(OFFICER, RECORD, i=first, v=1, r={"summary": "Much", "actions": actions})
    await walk.seen(CHAD, first, lambda item: item["version"] == 2)
    again = {name: ahead(90)[name] for name in ("starts_at", "ends_at")}
    assert (await walk.no(CHAD, NEXT, i=first, v=2, c=again))[:2] == (403, "not_permitted")
    past = {name: ahead(-2)[name] for name in ("starts_at", "ends_at")}
    assert (await walk.no(OFFICER, NEXT, i=first, v=2, c=past))[2] == [("/starts_at", "in_the_past")]
    second = await walk.said(OFFICER, NEXT, i=first, v=2, c=again)
    one = second["meeting_id"]
    assert (second["series"]["series_id"], second["series"]["number"]) == (first, 2)
    assert [it["title"] for it in second["content"]["agenda"]] == ["Training together"]
    assert [(it["party"], it["answer"]) for it in second["invitations"]] == [(TCD, "pending"), (FRA, "pending")]
    assert (second["content"]["join_link"], second["record"]) == (None, None)
    await walk.told(CHAD, TCD, "meeting-convened", of=one)
    await walk.said(CHAD, REPORT, i=first, v=2, a="1", s="done", w="Sent")

    async def carried() -> bool:
        item = (await client.graphql(FRANCE, SERIES, {"i": one}))["item"]
        said = [(it["party"], it["state"], it["words"], it["meeting"]["itemId"]) for it in item["carriedActions"]]
        return said == [(TCD, "done", "Sent", first), (FRA, "open", None, first)]

    assert await until(carried, "what the second carries of the first, as it stands there now")
    third = await walk.said(
        OFFICER, NEXT, i=one, v=1, c={name: ahead(180)[name] for name in again} | {"title": "Third of them"}
    )
    assert (third["series"]["number"], third["series"]["previous_id"]) == (3, one)
    assert [(it["meeting_id"], it["action_id"]) for it in third["carried"]] == [(first, "2")], (
        "what is done is not carried"
    )
    assert third["content"]["title"] == "Third of them"
