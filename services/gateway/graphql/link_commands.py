"""Mutations on peer links: each is one command of dialogue, sent with the caller's own token (WM 1, 20)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "peer-links", "PUT")


@strawberry.type
class LinkMutations:
    """A party wishes, enters, records, shows and leaves for itself; officers bring parties together."""

    @strawberry.mutation(
        description="Wish a peer link with the parties that one names, or with nobody named ask the Secretariat for an introduction; an "
        "officer proposes one between two parties or more. Each says itself whether it enters (WM 1, 20)"
    )
    async def wish_peer_link(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/peer-links", content, key)

    @strawberry.mutation(description="As an officer, ask parties into a link that is wished (WM 20)")
    async def introduce_peers(
        self, info: Asked, link_id: str, parties: list[str], expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, link_id, "introduction", {"parties": parties}, expected_version, key)

    @strawberry.mutation(description="Say whether one's party enters the link; it is agreed with the last word (WM 1)")
    async def answer_peer_link(
        self, info: Asked, link_id: str, accepts: bool, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, link_id, "answer", {"accepts": accepts}, expected_version, key)

    @strawberry.mutation(description="Record an exchange that was held, and what was learnt (WM 20)")
    async def record_exchange(
        self, info: Asked, link_id: str, exchange: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, link_id, "exchanges", exchange, expected_version, key, "POST")

    @strawberry.mutation(
        description="Say whether title, parties, areas and countries are public; they are once each party agrees (WM 1)"
    )
    async def answer_link_publication(
        self, info: Asked, link_id: str, publishes: bool, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, link_id, "publication", {"publishes": publishes}, expected_version, key)

    @strawberry.mutation(description="Take one's party out of the link; fewer than two end it (WM 1)")
    async def leave_peer_link(
        self, info: Asked, link_id: str, expected_version: int, key: str, reason: str | None = None, language: str | None = None,
    ) -> CommandResult:  # fmt: skip
        return await _say(
            info, link_id, "leaving", {"reason": reason, "language": language}, expected_version, key, "POST"
        )

    @strawberry.mutation(
        description="As an officer, take back a link that officers proposed, or tell who asked that nobody is known (WM 20)"
    )
    async def withdraw_peer_link(
        self, info: Asked, link_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        body = {"reason": reason, "language": language}
        return await _say(info, link_id, "withdrawal", body, expected_version, key, "POST")
