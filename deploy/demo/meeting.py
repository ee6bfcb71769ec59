"""A meeting on what the region still needs: convened, moderated, answered; its dates are in the State's calendar (WM 4, 5)."""

from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.demo.cast import THIS_RUN, Cast, cast_of
from deploy.demo.client import Client
from deploy.demo.story import Story
from deploy.demo.tail import Tail

DAYS = 21
"""How far ahead it is."""


def meeting(cast: Cast) -> dict[str, Any]:
    """A made-up meeting of both parties."""
    begins = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=DAYS)
    return {
        "title": "Fair and fast decisions: what worked", "language": cast.language, "topic_kind": "thematic",
        "functional_areas": [cast.area], "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=2)).isoformat(), "time_zone": cast.zone, "format": "online",
        "join_link": "https://meet.example/decisions", "interpretation": ["en"], "invited": [cast.state, cast.offerer],
        "agenda": [{"item_id": "1", "kind": "share_experience", "title": "Deciding within six months"}],
        "distinct_from": list(THIS_RUN),
    }  # fmt: skip


async def meet(client: Client, tail: Tail, story: Story, deployment: str) -> None:
    """Walks through it; every step checks what it claims."""
    officer, cast = f"{deployment}-officer", cast_of(deployment)
    async with story.step("A meeting is convened and answered"):
        one = await client.call(officer, "POST", "dialogue", "/meetings", meeting(cast))
        story.tell(officer, f"convened {one['reference']} for {one['content']['starts_at'][:10]}", "4")
        story.event(await tail.wait("acsg.dialogue.meeting-convened", one["meeting_id"]))
        path = f"/meetings/{one['meeting_id']}"
        offered = {"role": "moderator", "functional_areas": [cast.area]}
        await client.call(cast.gives, "PUT", "dialogue", f"{path}/volunteering", offered)
        story.tell(cast.gives, "volunteers to moderate", "5")
        chosen = {"moderators": [{"party": cast.offerer, "came": "volunteered", "functional_areas": [cast.area]}],
                  "reason": "Runs such a commission itself"}  # fmt: skip
        state = await client.call(officer, "PUT", "dialogue", f"{path}/moderators", chosen)
        for found in state["findings"]:
            story.tell(officer, f"is told of moderators: {found['subject']} {found['outcome']}", "5")
        answer = {"party": cast.state, "answer": "registered", "delegates": 2}
        before = await client.call(cast.authority, "GET", "dialogue", path)
        after = await client.call(cast.authority, "PUT", "dialogue", f"{path}/answer", answer)
        story.tell(cast.authority, "takes part, with two delegates", "4")
        links = (before["content"]["join_link"], after["content"]["join_link"])
        story.check(links[0] is None and links[1] is not None, "the way in came with the registration")
        story.event(await tail.wait("acsg.dialogue.invitation-answered", one["meeting_id"]))
