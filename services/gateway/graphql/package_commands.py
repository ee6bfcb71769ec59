"""Mutations on packages of support: each is one command of the roster, sent with the caller's own token (WM 7, 18)."""

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("roster", "support-packages", "POST")


@strawberry.type
class PackageMutations:
    """Commands of the party whose package it is, and of nobody else."""

    @strawberry.mutation(description="Prepare a package of support once (WM 18)")
    async def prepare_support_package(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "roster", "POST", "/support-packages", content, key)

    @strawberry.mutation(description="Change a package; offers that were made from it stay as they are (WM 7)")
    async def revise_support_package(
        self, info: Asked, package_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, package_id, "content", content, expected_version, key, "PUT")

    @strawberry.mutation(description="Say that the package still stands (WM 7)")
    async def confirm_support_package(
        self, info: Asked, package_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, package_id, "confirmation", None, expected_version, key)

    @strawberry.mutation(description="Make no more offers from the package; those that were made stand on (WM 7)")
    async def withdraw_support_package(
        self, info: Asked, package_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, package_id, "withdrawal", None, expected_version, key)

    @strawberry.mutation(
        description="Make an offer from the version of a package that one read: in answer to a request, the lines that fit it and no "
        "more than is asked; of one's own accord, all that is left of it (WM 17, 18)"
    )
    async def offer_from_package(
        self, info: Asked, package_id: str, expected_version: int, key: str, in_response_to: str | None = None,
        language: str | None = None, visibility: str = "mechanism", distinct_from: list[str] | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"in_response_to": in_response_to, "language": language, "visibility": visibility,
                "distinct_from": distinct_from or []}  # fmt: skip
        return await _say(info, package_id, "offers", body, expected_version, key)
