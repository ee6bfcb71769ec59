"""Mutations on experts: each is one command of the roster, sent with the caller's own token (WM 7)."""

from datetime import date
from enum import Enum

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("roster", "experts", "POST")


@strawberry.input(description="Days from start to end, both included; without end: open")
class DaysInput:
    start: date
    end: date | None = None

    def body(self) -> dict[str, str | None]:
        """As the owner takes it."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat() if self.end else None}


@strawberry.input(description="Who an expert is: kept at its deployment, for both sides of one engagement alone")
class PersonInput:
    name: str
    post: str | None = None
    email: str | None = None


@strawberry.enum(description="Whether an expert did what was agreed")
class ExpertJudgement(Enum):
    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"


@strawberry.type
class ExpertMutations:
    """Commands of the party that sends an expert; of who received it the appraisal."""

    @strawberry.mutation(description="List an expert whom one's party can send, without a name (WM 7)")
    async def list_expert(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "roster", "POST", "/experts", content, key)

    @strawberry.mutation(description="Change the profile of an expert (WM 7)")
    async def revise_expert(
        self, info: Asked, expert_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, expert_id, "content", content, expected_version, key, "PUT")

    @strawberry.mutation(description="Say that the profile of an expert still holds (WM 7)")
    async def confirm_expert(self, info: Asked, expert_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, expert_id, "confirmation", None, expected_version, key)

    @strawberry.mutation(
        description="Say when an expert cannot be sent, whole: what was said before is replaced (WM 7)"
    )
    async def note_expert_unavailable(
        self, info: Asked, expert_id: str, unavailable: list[DaysInput], expected_version: int, key: str
    ) -> CommandResult:
        body = {"unavailable": [one.body() for one in unavailable]}
        return await _say(info, expert_id, "unavailability", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Note that an expert works in an engagement in which one's party gives (WM 7)")
    async def deploy_expert(
        self, info: Asked, expert_id: str, engagement_id: str, period: DaysInput, expected_version: int, key: str
    ) -> CommandResult:
        body = {"engagement_id": engagement_id, "period": period.body()}
        return await _say(info, expert_id, "deployments", body, expected_version, key)

    @strawberry.mutation(description="Let both sides of a deployment's engagement read who the expert is (WM 7)")
    async def release_expert_person(
        self, info: Asked, expert_id: str, number: int, person: PersonInput, expected_version: int, key: str
    ) -> CommandResult:
        body = {"number": number, "person": dict(vars(person))}
        return await _say(info, expert_id, "person", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Let nobody else read any more who the expert is (WM 7)")
    async def take_expert_person_back(
        self, info: Asked, expert_id: str, number: int, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, expert_id, "person/withdrawal", {"number": number}, expected_version, key)

    @strawberry.mutation(
        description="Say how it went with an expert that one's party received, once the deployment is over: its party and the "
        "officers read it (WM 7)"
    )
    async def appraise_expert(
        self, info: Asked, expert_id: str, number: int, judgement: ExpertJudgement, text: str, language: str,
        expected_version: int, key: str,
    ) -> CommandResult:  # fmt: skip
        body = {"number": number, "judgement": judgement.value, "text": text, "language": language}
        return await _say(info, expert_id, "appraisal", body, expected_version, key, "PUT")

    @strawberry.mutation(description="Send an expert no more; deployments stand on (WM 7)")
    async def withdraw_expert(self, info: Asked, expert_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, expert_id, "withdrawal", None, expected_version, key)
