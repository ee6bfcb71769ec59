"""Mutations on reviews of the terms: each is one command of dialogue, sent with the caller's own token (WM 4, 21)."""

from typing import Any

import strawberry

from services.gateway.graphql.commands import About, Asked, segment, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "terms-reviews", "PUT")


@strawberry.input(description="The days that a review looks at, both within it")
class PeriodInput:
    from_on: str
    until_on: str


@strawberry.input(description="A change of the terms. meeting_id: the meeting it comes from")
class ProposalInput:
    paragraph: str
    text: str
    language: str
    meeting_id: str | None = None


@strawberry.input(description="What becomes of a proposal (taken_up, not_taken_up, later), and why")
class DecisionInput:
    proposal_id: str
    decision: str
    words: str


@strawberry.type
class ReviewMutations:
    """A party asks and proposes for itself; officers open, decline, consult and conclude."""

    @strawberry.mutation(description="Ask for a review of the terms, with the reason (WM 21)")
    async def ask_for_review(self, info: Asked, reason: str, language: str, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/terms-reviews", {"reason": reason, "language": language}, key)

    @strawberry.mutation(
        description="Open a review that is due or asked for; parties: who is told beside those that met or wrote (WM 21)"
    )
    async def open_review(
        self, info: Asked, review_id: str, period: PeriodInput, words: str, language: str, expected_version: int,
        key: str, parties: list[str] | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"period": vars(period), "words": words, "language": language, "parties": parties or []}
        return await _say(info, review_id, "opening", body, expected_version, key)

    @strawberry.mutation(description="Open no review for now, with the reason that who asked reads (WM 21)")
    async def decline_review(
        self, info: Asked, review_id: str, reason: str, language: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, review_id, "refusal", {"reason": reason, "language": language}, expected_version, key)

    @strawberry.mutation(description="Take proposals of every party until a day, or until a later one (WM 21)")
    async def consult_on_review(
        self, info: Asked, review_id: str, until_on: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, review_id, "consultation", {"until_on": until_on}, expected_version, key)

    @strawberry.mutation(description="Propose a change of the terms (WM 4, 21)")
    async def propose_in_review(self, info: Asked, review_id: str, proposal: ProposalInput, key: str) -> CommandResult:
        path = f"/terms-reviews/{segment(review_id)}/proposals"
        return await send(info, "dialogue", "POST", path, vars(proposal), key)

    @strawberry.mutation(description="Take one's own proposal back (WM 21)")
    async def withdraw_proposal(self, info: Asked, review_id: str, proposal_id: str, key: str) -> CommandResult:
        path = f"/terms-reviews/{segment(review_id)}/proposals/{segment(proposal_id)}/withdrawal"
        return await send(info, "dialogue", "POST", path, None, key)

    @strawberry.mutation(
        description="Conclude a review: a decision on each proposal; terms_from: when changed terms hold (WM 21)"
    )
    async def conclude_review(
        self, info: Asked, review_id: str, decisions: list[DecisionInput], words: str, language: str,
        expected_version: int, key: str, terms_from: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body: dict[str, Any] = {"decisions": [vars(one) for one in decisions], "words": words, "language": language}
        return await _say(info, review_id, "conclusion", body | {"terms_from": terms_from}, expected_version, key)
