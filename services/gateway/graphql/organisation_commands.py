"""Mutations on organisations: each is one command of the roster, sent with the caller's own token (WM 3)."""

from datetime import date
from enum import Enum

import strawberry

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("roster", "organisations", "POST")


@strawberry.input(description="What an organisation is called in one of the six languages")
class OrganisationNameInput:
    language: str
    name: str


@strawberry.input(
    description="What an organisation says of itself; acrossRegions: it works in several regions, so Geneva decides"
)
class OrganisationInput:
    names: list[OrganisationNameInput]
    kind: str
    seat: str
    statement: str
    language: str
    website: str | None = None
    registration: str | None = None
    across_regions: bool = False

    def body(self) -> dict[str, object]:
        """As the owner takes it."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return said | {"names": _names(self.names)}


@strawberry.enum(description="Why an application is refused")
class OrganisationRefusal(Enum):
    NO_SUCH_ORGANISATION = "no_such_organisation"
    ALREADY_REGISTERED = "already_registered"
    OUTSIDE_THE_TERMS = "outside_the_terms"
    NOT_VERIFIED = "not_verified"
    OTHER = "other"


def _names(said: list[OrganisationNameInput]) -> list[dict[str, str]]:
    return [{"language": one.language, "name": one.name} for one in said]


@strawberry.type
class OrganisationMutations:
    """Commands of who applies, and of the officers who decide and keep the register."""

    @strawberry.mutation(description="Ask that an organisation be registered; one application at a time (WM 3)")
    async def apply_as_organisation(self, info: Asked, content: OrganisationInput, key: str) -> CommandResult:
        return await send(info, "roster", "POST", "/organisations", content.body(), key)

    @strawberry.mutation(description="Change an application while it waits (WM 3)")
    async def amend_application(
        self, info: Asked, organisation_id: str, content: OrganisationInput, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, organisation_id, "content", content.body(), expected_version, key, "PUT")

    @strawberry.mutation(description="Take an application back (WM 3)")
    async def withdraw_application(
        self, info: Asked, organisation_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, organisation_id, "withdrawal", None, expected_version, key)

    @strawberry.mutation(
        description="Register an organisation and give it its id, org:<deployment>-<code>; since: from when it goes by its names (WM 3)"
    )
    async def register_organisation(
        self, info: Asked, organisation_id: str, code: str, expected_version: int, key: str, since: date | None = None
    ) -> CommandResult:
        body = {"code": code} | ({"since": since.isoformat()} if since is not None else {})
        return await _say(info, organisation_id, "registration", body, expected_version, key)

    @strawberry.mutation(description="Refuse an application, with a reason and in words (WM 3)")
    async def refuse_organisation(
        self, info: Asked, organisation_id: str, reason: OrganisationRefusal, words: str, language: str,
        expected_version: int, key: str,
    ) -> CommandResult:  # fmt: skip
        body = {"reason": reason.value, "words": words, "language": language}
        return await _say(info, organisation_id, "refusal", body, expected_version, key)

    @strawberry.mutation(description="Say what a registered organisation goes by from a day on (WM 3)")
    async def rename_organisation(
        self, info: Asked, organisation_id: str, since: date, names: list[OrganisationNameInput], expected_version: int,
        key: str,
    ) -> CommandResult:  # fmt: skip
        body = {"since": since.isoformat(), "names": _names(names)}
        return await _say(info, organisation_id, "names", body, expected_version, key)

    @strawberry.mutation(description="Say which organisation a registered one went up in; both ids stay valid (WM 3)")
    async def merge_organisation(
        self, info: Asked, organisation_id: str, into: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, organisation_id, "merger", {"into": into}, expected_version, key)

    @strawberry.mutation(
        description="Say that a registered organisation is no more; its id stays with what it did (WM 3)"
    )
    async def end_organisation(
        self, info: Asked, organisation_id: str, until: date, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, organisation_id, "end", {"until": until.isoformat()}, expected_version, key)
