"""Mutations on meetings: each is one command of dialogue, sent with the caller's own token (WM 4, 5)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "meetings", "PUT")


@strawberry.type
class MeetingMutations:
    """Commands of officers, and the answer of an invited party."""

    @strawberry.mutation(description="Convene a meeting on a topic, and invite parties (WM 4)")
    async def convene_meeting(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/meetings", content, key)

    @strawberry.mutation(
        description="Convene the next meeting of a series from the last, with its agenda, its invitations and what is open of it (WM 4)"
    )
    async def convene_next_meeting(
        self, info: Asked, meeting_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, meeting_id, "next", content, expected_version, key, "POST")

    @strawberry.mutation(description="Move a meeting, or change something of it (WM 4)")
    async def change_meeting(
        self, info: Asked, meeting_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, meeting_id, "content", content, expected_version, key)

    @strawberry.mutation(description="Cancel a meeting, with the reason (WM 4)")
    async def cancel_meeting(
        self, info: Asked, meeting_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"reason": reason}
        return await _say(info, meeting_id, "cancellation", body, expected_version, key, "POST")

    @strawberry.mutation(description="Choose who moderates, with the reason; what is found of it advises (WM 5)")
    async def choose_moderators(
        self, info: Asked, meeting_id: str, moderators: list[JSON], reason: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"moderators": moderators, "reason": reason}
        return await _say(info, meeting_id, "moderators", body, expected_version, key)

    @strawberry.mutation(description="Say whether one's party takes part (WM 4)")
    async def answer_invitation(
        self,
        info: Asked,
        meeting_id: str,
        party: str,
        answer: str,
        expected_version: int,
        key: str,
        delegates: int | None = None,
        language: str | None = None,
    ) -> CommandResult:
        body = {"party": party, "answer": answer, "delegates": delegates, "language": language}
        return await _say(info, meeting_id, "answer", body, expected_version, key)

    @strawberry.mutation(
        description="Volunteer to moderate or facilitate, as an invited party; an officer chooses (WM 5)"
    )
    async def volunteer_to_moderate(
        self,
        info: Asked,
        meeting_id: str,
        expected_version: int,
        key: str,
        role: str = "moderator",
        functional_areas: list[str] | None = None,
        words: str | None = None,
        language: str | None = None,
    ) -> CommandResult:
        body = {"role": role, "functional_areas": functional_areas or [], "words": words, "language": language}
        return await _say(info, meeting_id, "volunteering", body, expected_version, key)

    @strawberry.mutation(
        description="Take back that one's party volunteers; it moderates no more where it was chosen for that (WM 5)"
    )
    async def withdraw_volunteering(
        self, info: Asked, meeting_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, meeting_id, "volunteering", None, expected_version, key, "DELETE")

    @strawberry.mutation(
        description="Say of what one's party agreed to do that it is done, dropped with the reason, or open again (WM 4)"
    )
    async def report_meeting_action(
        self, info: Asked, meeting_id: str, action_id: str, state: str, expected_version: int, key: str,
        words: str | None = None, language: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"action_id": action_id, "state": state, "words": words, "language": language}
        return await _say(info, meeting_id, "actions", body, expected_version, key)

    @strawberry.mutation(description="Record what came of a meeting (WM 4)")
    async def record_meeting(
        self, info: Asked, meeting_id: str, record: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, meeting_id, "record", record, expected_version, key)
