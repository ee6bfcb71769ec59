"""Mutations in drafts: each is one command of intake, sent with the caller's own token (WM 3, 8, 15.v)."""

from typing import Any
from urllib.parse import quote

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.types import CommandResult

_SAY = About("intake", "drafts", "POST")


@strawberry.type
class DraftMutations:
    """Commands of whoever has a hand in a draft. Each but a comment names the version that it was decided on."""

    @strawberry.mutation(
        description="Begin to prepare a request of a State; any part of the content may be missing (WM 8)"
    )
    async def open_draft(self, info: Asked, lead: str, key: str, content: JSON | None = None) -> CommandResult:
        body = {"lead": lead} | ({"content": content} if content is not None else {})
        return await send(info, "intake", "POST", "/drafts", body, key)

    @strawberry.mutation(description="Write the text of a draft anew; what is left out is not in it (WM 8)")
    async def edit_draft(
        self, info: Asked, draft_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _SAY(info, draft_id, "content", content, expected_version, key, "PUT")

    @strawberry.mutation(description="Invite a party to edit and comment a draft, or to comment it alone (WM 3)")
    async def share_draft(
        self, info: Asked, draft_id: str, party: str, role: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _SAY(info, draft_id, f"hands/{_party(party)}", {"role": role}, expected_version, key, "PUT")

    @strawberry.mutation(description="A party has no hand in a draft any more (WM 3)")
    async def end_draft_hand(
        self, info: Asked, draft_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _SAY(info, draft_id, f"hands/{_party(party)}", None, expected_version, key, "DELETE")

    @strawberry.mutation(description="Say something of a place of the text, or of all of it (WM 8)")
    async def comment_draft(self, info: Asked, draft_id: str, text: str, key: str, place: str = "") -> CommandResult:
        path = f"/drafts/{segment(draft_id)}/comments"
        return await send(info, "intake", "POST", path, {"place": place, "text": text}, key)

    @strawberry.mutation(description="Say whether a comment is resolved (WM 8)")
    async def resolve_draft_comment(
        self, info: Asked, draft_id: str, comment_id: str, resolved: bool, key: str
    ) -> CommandResult:
        path = f"/drafts/{segment(draft_id)}/comments/{segment(comment_id)}/resolution"
        return await send(info, "intake", "PUT", path, {"resolved": resolved}, key)

    @strawberry.mutation(description="The text stands: ask every requesting State to sign it (WM 15.v)")
    async def ask_signatures(self, info: Asked, draft_id: str, expected_version: int, key: str) -> CommandResult:
        return await _SAY(info, draft_id, "signing", None, expected_version, key)

    @strawberry.mutation(
        description="Sign the text of a digest for one's State, or record the paper that a State of one's office signed (WM 8, 15.v)"
    )
    async def sign_draft(
        self,
        info: Asked,
        draft_id: str,
        party: str,
        post: str,
        digest: str,
        expected_version: int,
        key: str,
        on_paper: JSON | None = None,
    ) -> CommandResult:
        body: dict[str, Any] = {"party": party, "post": post, "digest": digest}
        body |= {"on_paper": on_paper} if on_paper is not None else {}
        return await _SAY(info, draft_id, "signatures", body, expected_version, key)

    @strawberry.mutation(description="Take one's State out of a draft in place of signing it (WM 15.v)")
    async def refuse_to_sign_draft(
        self, info: Asked, draft_id: str, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        return await _SAY(info, draft_id, "refusal", {"reason": reason}, expected_version, key)

    @strawberry.mutation(description="Stand behind the text of a digest, as the country office of its State (WM 8)")
    async def endorse_draft(
        self, info: Asked, draft_id: str, digest: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _SAY(info, draft_id, "endorsement", {"digest": digest}, expected_version, key, "PUT")

    @strawberry.mutation(description="Submit what every requesting State signed (WM 8, 15.v)")
    async def submit_draft(
        self, info: Asked, draft_id: str, expected_version: int, key: str, distinct_from: list[str] | None = None
    ) -> CommandResult:
        return await _SAY(info, draft_id, "submission", {"distinct_from": distinct_from or []}, expected_version, key)

    @strawberry.mutation(description="Let a draft come to nothing (WM 8)")
    async def drop_draft(
        self, info: Asked, draft_id: str, reason: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _SAY(info, draft_id, "drop", {"reason": reason}, expected_version, key)


def _party(party: str) -> str:
    """A party as one segment of a path; one that is none is refused by its owner."""
    return quote(party, safe="") if party.strip(".") else "unknown"
