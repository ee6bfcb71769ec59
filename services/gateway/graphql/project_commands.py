"""Mutations on thematic projects: each is one command of the roster, sent with the caller's own token (WM 2, 3, 18)."""

from enum import Enum

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.types import CommandResult

_say = About("roster", "thematic-projects", "PUT")


@strawberry.enum(description="What a party says of itself as a champion: yes, no, or that it is one no more")
class ChampionWord(Enum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ENDED = "ended"


@strawberry.type
class ProjectMutations:
    """A party proposes, volunteers and ties its offers for itself; officers open, decline, close, approach and take note."""

    @strawberry.mutation(description="Propose a thematic project; an officer opens one by the same words (WM 18)")
    async def propose_thematic_project(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "roster", "POST", "/thematic-projects", content, key)

    @strawberry.mutation(description="Open a thematic project that is proposed (WM 18)")
    async def open_thematic_project(
        self, info: Asked, project_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, project_id, "opening", None, expected_version, key)

    @strawberry.mutation(description="Open no such project, with the reason that who proposed it reads (WM 18)")
    async def decline_thematic_project(
        self, info: Asked, project_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, project_id, "refusal", {"reason": reason, "language": language}, expected_version, key)

    @strawberry.mutation(
        description="Close a thematic project at its end, with words; its champions end with it (WM 2)"
    )
    async def close_thematic_project(
        self, info: Asked, project_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, project_id, "closing", {"reason": reason, "language": language}, expected_version, key)

    @strawberry.mutation(description="Tie one's own proactive offer to an open thematic project (WM 18)")
    async def attach_offer(self, info: Asked, project_id: str, offer_id: str, key: str) -> CommandResult:
        path = f"/thematic-projects/{segment(project_id)}/offers"
        return await send(info, "roster", "POST", path, {"offer_id": offer_id}, key)

    @strawberry.mutation(description="Take one's own offer back from a thematic project (WM 18)")
    async def detach_offer(self, info: Asked, project_id: str, offer_id: str, key: str) -> CommandResult:
        path = f"/thematic-projects/{segment(project_id)}/offers/{segment(offer_id)}/withdrawal"
        return await send(info, "roster", "POST", path, None, key)

    @strawberry.mutation(description="Volunteer as a champion; the Secretariat takes note (WM 2, 3)")
    async def volunteer_as_champion(self, info: Asked, project_id: str, key: str) -> CommandResult:
        return await send(info, "roster", "POST", f"/thematic-projects/{segment(project_id)}/volunteers", None, key)

    @strawberry.mutation(description="Take note of who volunteers as a champion, or decline with the reason (WM 2, 3)")
    async def answer_volunteer(
        self, info: Asked, project_id: str, party: str, accepts: bool, expected_version: int, key: str,
        reason: str | None = None, language: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"party": party, "accepts": accepts, "reason": reason, "language": language}
        return await _say(info, project_id, "volunteers/answer", body, expected_version, key)

    @strawberry.mutation(description="Approach a party to be a champion; it says itself whether it is (WM 2, 3)")
    async def ask_project_champion(
        self, info: Asked, project_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, project_id, "champions", {"party": party}, expected_version, key)

    @strawberry.mutation(
        description="Say for one's own party whether it is a champion, or that it is one no more (WM 2, 3)"
    )
    async def answer_as_project_champion(
        self, info: Asked, project_id: str, answer: ChampionWord, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, project_id, "champions/answer", {"answer": answer.value}, expected_version, key)
