"""To whom a State opens its request decides who is told, and what is kept of it when it opens it to fewer (WM 17)."""

import pytest

from tests.support.happenings import Request
from tests.support.mail_room import MailRoom, text_of

TCD, CMR, FRA, ECRE, OTHER = "iso3166:TCD", "iso3166:CMR", "iso3166:FRA", "org:ecre", "org:refugee-rights-turkey"
FOLLOWERS = {"fra-authority": FRA, "ecre": ECRE, "refugee-rights-turkey": OTHER, "integrator-ecre": ECRE}


async def follow(room: MailRoom) -> None:
    """Each has a mailbox that follows requests about registration."""
    for actor, party in FOLLOWERS.items():
        box = (await room.mailbox(actor, party))["mailbox_id"]
        wanted = {"name": "Requests", "filter": {"kinds": ["request"]}}
        await room.done(actor, "POST", f"/mailboxes/{box}/subscriptions", wanted)


@pytest.mark.paragraph("17")
async def test_followers_hear_of_what_is_opened_to_them(room: MailRoom) -> None:
    await follow(room)
    now = room.clock.now()
    for number, (to_whom, expected) in enumerate([
        ({"parties": (ECRE,)}, {"ecre"}),
        ({"kinds": ("ngo",), "but": (OTHER,)}, {"ecre"}),
        ({"but": (FRA,)}, {"ecre", "refugee-rights-turkey"}),
        ({"audiences": ("public",)}, set(FOLLOWERS)),
    ]):  # fmt: skip
        one = Request(f"r{number}", now, title="CANARY title")
        await room.hear(one.submitted, one.decided(now), one.consent(now, ("title",), **to_whom))
        await room.tick()
        told = {str(mail["To"]).partition("@")[0] for mail in room.take() if "CANARY" in str(mail["Subject"])}
        assert told == expected, to_whom


@pytest.mark.paragraph("17")
async def test_who_is_out_keeps_nothing_of_it_and_owes_nothing(room: MailRoom) -> None:
    for actor, party in (("fra-authority", FRA), ("ecre", ECRE)):
        await room.mailbox(actor, party)
    now = room.clock.now()
    one = Request("r1", now, title="CANARY title")
    await room.hear(one.submitted, one.decided(now), one.consent(now, ("title",)), one.sought(now, FRA, ECRE))
    room.postbox.refuse = "451 later"
    await room.tick()
    await room.hear(one.consent(now, ("title",), but=(FRA,)))
    room.postbox.refuse = None
    room.clock.advance(days=1)
    await room.tick()
    assert ["CANARY" in text_of(mail) for mail in room.mails("ecre")] == [True]
    assert room.mails("fra-authority") == []
    kept = await room.rows("select content::text as said from delivery where party = :party union all"
                           " select content::text from notice where party = :party", party=FRA)  # fmt: skip
    assert kept
    assert not [row.said for row in kept if "CANARY" in row.said]
    for actor, party, there in (("fra-authority", FRA, False), ("ecre", ECRE, True)):
        inbox = await room.done(actor, "GET", f"/inboxes/{party}")
        assert ("CANARY" in str(inbox)) is there, party
        due = await room.done(actor, "GET", "/deadlines?item_id=call-1")
        assert [step["party"] for step in due["deadlines"]] == ([party] if there else [])
    # A call that names who is out tells nothing, whoever made it.
    await room.hear(one.sought(now, FRA, one="call-2"))
    await room.tick()
    assert room.mails("fra-authority") == []


@pytest.mark.paragraph("15.v")
@pytest.mark.paragraph("17")
async def test_the_form_of_the_other_state_says_who_will_see_it(room: MailRoom) -> None:
    await room.mailbox("cmr-authority", CMR, language="fr")
    await room.mailbox("wca-officer", "unhcr-bureau:wca")
    now = room.clock.now()
    one = Request("r1", now, requesting_states=[TCD, CMR])
    await room.hear(one.submitted, one.said(now, CMR, "agreed"), one.decided(now))
    await room.tick()
    room.take()
    await room.hear(one.consent(now, ("title",), kinds=("ngo",), parties=(FRA,), but=(OTHER,)))
    await room.tick()
    form = text_of(room.take("cmr-authority")[0])
    assert "Peuvent la voir\n  Organisations non gouvernementales\n  France\n  Sauf : Refugee Rights Turkey" in form
    room.take()
    await room.hear(one.consent(now, ("title",), CMR, parties=("iso3166:DEU",)))
    await room.tick()
    asked = text_of(room.take("wca-officer")[0])
    assert "there is nobody in common. Please consult them." in asked
    assert "May be seen by\n  Nobody whom all requesting States agreed to" in asked
