"""What the Secretariat writes is shown to those it is for, as it was written, and to nobody else (WM 8, 15, 17)."""

from typing import Any

import pytest

from services.notifications.kinds import request
from services.notifications.kinds.lists import BY_NAME, WORDS, heard, spoken_in
from tests.support import golden_mails as kept
from tests.support.happenings import Request
from tests.support.mail_room import MailRoom, text_of

TCD, FRA, BUREAU, OFFICE = "iso3166:TCD", "iso3166:FRA", "unhcr-bureau:wca", "unhcr-office:TCD"
MESSAGE = "Dear colleagues,\n\n<script>alert(1)</script> please call us \u202egnp.exe.\nشكراً"
COMMENT, REASON, CALL = (
    "CANARY-COMMENT: how do results last?",
    "CANARY-REASON: no aims are named.",
    "CANARY-CALL: by April.",
)


async def moved_in(room: MailRoom) -> None:
    for who, party in (("tcd-authority", TCD), ("fra-authority", FRA), ("wca-officer", BUREAU), ("tcd-office", OFFICE)):
        await room.mailbox(who, party, language="fr" if who == "tcd-authority" else "en")


async def inbox(room: MailRoom, who: str, party: str) -> list[dict[str, Any]]:
    return list((await room.done(who, "GET", f"/inboxes/{party}"))["entries"])


def everything(mail: Any) -> str:
    return "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")


@pytest.mark.paragraph("8")
async def test_feedback_says_its_message_and_each_comment_to_the_state_and_its_office_alone(room: MailRoom) -> None:
    await moved_in(room)
    everything_wanted = {"name": "All", "filter": {"kinds": ["request"]}}
    boxes = await room.done("wca-officer", "GET", f"/directory/{BUREAU}/mailboxes")
    await room.done(
        "wca-officer", "POST", f"/mailboxes/{boxes['mailboxes'][0]['mailbox_id']}/subscriptions", everything_wanted
    )
    one = Request("r1", room.clock.now())
    feedback = one.feedback(room.clock.now())
    items = tuple(item.model_copy(update={"comment": COMMENT}) for item in feedback.items)
    await room.hear(one.submitted)
    await room.tick()
    room.take()
    await room.hear(feedback.model_copy(update={"message": MESSAGE, "items": items}))
    await room.tick()
    (mail,) = room.take("tcd-authority")
    text = text_of(mail)
    assert (
        "Message du Secrétariat\n> Dear colleagues,\n> \n> <script>alert(1)</script> please call us  gnp.exe.\n> شكراً"
        in text
    )
    assert f"Commentaire sur le paragraphe 15.iii\n> {COMMENT}" in text
    page = mail.get_body(("html",)).get_content()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert COMMENT in everything(room.take("tcd-office")[0])
    others = room.take()
    assert others
    assert all("CANARY" not in everything(other) for other in others), (
        "who follows the request hears that there was feedback"
    )
    (entry,) = (one for one in await inbox(room, "tcd-authority", TCD) if one["event_type"] == feedback.wire_type)
    assert [(one["kind"], one["paragraph"], one["text"]) for one in entry["spoken"]] == [
        ("message", None, MESSAGE), ("comment", "15.iii", COMMENT)
    ]  # fmt: skip
    assert all(not one["spoken"] for one in await inbox(room, "wca-officer", BUREAU))


@pytest.mark.paragraph("15")
@pytest.mark.parametrize("in_line", [True, False])
async def test_a_decision_says_its_reason(room: MailRoom, in_line: bool) -> None:
    await moved_in(room)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted)
    await room.tick()
    room.take()
    decided = one.decided(room.clock.now(), in_line=in_line)
    said = decided.request.decision.model_copy(update={"reason": REASON})  # type: ignore[union-attr]
    await room.hear(decided.model_copy(update={"request": decided.request.model_copy(update={"decision": said})}))
    await room.tick()
    assert f"Motif de la décision\n> {REASON}" in text_of(room.take("tcd-authority")[0])
    assert REASON in everything(room.take("tcd-office")[0])
    assert all(REASON not in everything(other) for other in room.take())


@pytest.mark.paragraph("17")
async def test_the_message_of_a_call_is_for_who_is_approached_and_goes_with_what_is_shown(room: MailRoom) -> None:
    await moved_in(room)
    one = Request("r1", room.clock.now())
    consent = one.submitted, one.decided(room.clock.now()), one.consent(room.clock.now(), ("title",))
    await room.hear(*consent)
    sought = one.sought(room.clock.now(), FRA)
    call = sought.solicitation.model_copy(update={"message": CALL})
    await room.hear(sought.model_copy(update={"solicitation": call}))
    await room.tick()
    (mail,) = (m for m in room.take("fra-authority") if "seeks offers" in m["Subject"])
    assert f"Message with the call for offers\n> {CALL}" in text_of(mail)
    assert all(CALL not in everything(other) for other in room.take())
    assert [e["spoken"][0]["text"] for e in await inbox(room, "fra-authority", FRA) if e["spoken"]] == [CALL]
    await room.hear(one.consent_back())
    await room.tick()
    assert CALL not in str(await inbox(room, "fra-authority", FRA))
    rows = await room.rows("select content::text as said from notice union all select content::text from delivery")
    assert all(CALL not in row.said for row in rows), "what was said of it is erased with it"


def test_words_are_for_roles_and_views_alone() -> None:
    feedback = Request("r1", kept.DUE)
    event = feedback.feedback(kept.DUE)
    roles = {row.role for rows in kept.AUDIENCES.values() for row in rows} | {"subscription"}
    assert {role for role in roles if spoken_in(event, role)} == request.FOR
    content = {"spoken": [one.model_dump() for one in kept.SPOKEN]}
    kinds = [one.kind for one in heard(content, kept.seen("request", assessed=True))]
    assert kinds == ["message", "comment", "reason"]
    assert heard(content, kept.seen("request", assessed=False)) == ()
    assert [one.kind for one in heard(content, kept.seen("solicitation", view="shown"))] == ["call"]
    # Each kind's words are heard of an item of that kind alone, however much one sees of another.
    told = sorted((one.kind, kind) for kind in BY_NAME for one in heard(content, kept.seen(kind, assessed=True)))
    assert told == sorted((form, kind.name) for form, kind in WORDS.items())
    assert heard(content, None) == heard(content | {"erased": True}, kept.seen("request", assessed=True)) == ()
    assert heard({}, kept.seen("request", assessed=True)) == ()


@pytest.mark.control
async def test_control_a_role_too_many_would_be_seen(room: MailRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "FOR", request.FOR | {"subscription"})
    await moved_in(room)
    boxes = await room.done("wca-officer", "GET", f"/directory/{BUREAU}/mailboxes")
    wanted = {"name": "All", "filter": {"kinds": ["request"]}}
    await room.done("wca-officer", "POST", f"/mailboxes/{boxes['mailboxes'][0]['mailbox_id']}/subscriptions", wanted)
    one = Request("r1", room.clock.now())
    await room.hear(one.submitted, one.feedback(room.clock.now()))
    await room.tick()
    assert any("How will it last?" in everything(mail) for mail in room.take("wca-officer"))
