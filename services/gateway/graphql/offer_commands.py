"""Mutations on offers: each is one command of the roster, sent with the caller's own token (WM 7, 18)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.named_answer import NamedAnswer
from services.gateway.graphql.types import CommandResult

_say = About("roster", "support-offers", "POST")


@strawberry.type
class OfferMutations:
    """Commands of the parties that offer, each in its own name."""

    @strawberry.mutation(description="Put an offer on the roster (WM 7, 18)")
    async def make_support_offer(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "roster", "POST", "/support-offers", content, key)

    @strawberry.mutation(description="Word an offer anew: for the party that leads it (WM 7, 18)")
    async def revise_support_offer(
        self, info: Asked, offer_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, offer_id, "content", content, expected_version, key, "PUT")

    @strawberry.mutation(description="Say that the offer still stands: for the party that leads it (WM 7)")
    async def confirm_support_offer(self, info: Asked, offer_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, offer_id, "confirmation", None, expected_version, key)

    @strawberry.mutation(description="Take the offer off the roster: for the party that leads it (WM 7)")
    async def withdraw_support_offer(
        self, info: Asked, offer_id: str, expected_version: int, key: str, reason: str | None = None
    ) -> CommandResult:
        return await _say(info, offer_id, "withdrawal", {"reason": reason}, expected_version, key)

    @strawberry.mutation(
        description="What a party that an offer names says of itself: agreed, declined, or left (WM 18)"
    )
    async def answer_in_offer(
        self, info: Asked, offer_id: str, answer: NamedAnswer, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, offer_id, "answer", answer.body(), expected_version, key)
