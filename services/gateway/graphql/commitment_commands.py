"""Mutations on pledges and national plans: each is one command of intake, sent with the caller's own token (WM 13)."""

from typing import Any
from urllib.parse import quote

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.assessment_commands import AssessmentPeriodInput
from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_pledge = About("intake", "own-commitments", "PUT")
_plan = About("intake", "national-plans", "PUT")


@strawberry.input(description="What a plan is called in a language")
class PlanTitleInput:
    language: str
    title: str


@strawberry.input(description="An aim of a plan with its numbers; measuredIn: of what they are; dueOn: a day")
class NationalPlanLineInput:
    line_id: str
    functional_area: str
    aim: str
    measured_in: str | None = None
    baseline: str | None = None
    target: str | None = None
    due_on: str | None = None


@strawberry.input(description="A national plan; otherTitles: in other languages; document: where its text is")
class NationalPlanInput:
    title: str
    language: str
    period: AssessmentPeriodInput
    other_titles: list[PlanTitleInput] = strawberry.field(default_factory=list)
    adopted_on: str | None = None
    document: str | None = None
    summary: str | None = None
    lines: list[NationalPlanLineInput] = strawberry.field(default_factory=list)


@strawberry.type
class CommitmentMutations:
    """Commands of the party whose pledge it is, and of the State whose plan it is; an officer may begin a draft from a pledge."""

    @strawberry.mutation(description="Word one's pledge anew (WM 13)")
    async def revise_own_commitment(
        self, info: Asked, commitment_id: str, content: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _pledge(info, commitment_id, "content", content, expected_version, key)

    @strawberry.mutation(description="Say how far one's pledge is; stage: planning, in_progress or fulfilled (WM 13)")
    async def stage_own_commitment(
        self, info: Asked, commitment_id: str, stage: str, expected_version: int, key: str, note: str | None = None
    ) -> CommandResult:
        return await _pledge(info, commitment_id, "stage", {"stage": stage, "note": note}, expected_version, key)

    @strawberry.mutation(
        description="Say that all pledges of one's party stand as they did; but: those left out (WM 13)"
    )
    async def confirm_own_commitments(
        self, info: Asked, party: str, key: str, but: list[str] | None = None
    ) -> CommandResult:
        body = {"party": party, "but": but or []}
        return await send(info, "intake", "POST", "/own-commitments/confirmation", body, key)

    @strawberry.mutation(
        description="Begin a draft of a request that rests on a pledge, also as an officer for its State, which alone submits it (WM 13)"
    )
    async def draft_from_own_commitment(
        self, info: Asked, commitment_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _pledge(info, commitment_id, "drafts", None, expected_version, key, "POST")

    @strawberry.mutation(
        description="Record a State's national plan of action; replaces: the one in force that it takes the place of (WM 13)"
    )
    async def record_national_plan(
        self, info: Asked, party: str, content: NationalPlanInput, key: str, replaces: str | None = None
    ) -> CommandResult:
        body: dict[str, Any] = {"party": party, "content": strawberry.asdict(content), "replaces": replaces}
        return await send(info, "intake", "POST", "/national-plans", body, key)

    @strawberry.mutation(description="Word a national plan anew (WM 13)")
    async def revise_national_plan(
        self, info: Asked, national_plan_id: str, content: NationalPlanInput, expected_version: int, key: str
    ) -> CommandResult:
        return await _plan(info, national_plan_id, "content", strawberry.asdict(content), expected_version, key)

    @strawberry.mutation(description="Show a national plan to a party (WM 13)")
    async def show_national_plan(
        self, info: Asked, national_plan_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _plan(info, national_plan_id, f"readers/{_party(party)}", None, expected_version, key)

    @strawberry.mutation(description="Show a national plan to a party no more (WM 13)")
    async def hide_national_plan(
        self, info: Asked, national_plan_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _plan(info, national_plan_id, f"readers/{_party(party)}", None, expected_version, key, "DELETE")


def _party(party: str) -> str:
    """A party as one segment of a path; one that is none is refused by its owner."""
    return quote(party, safe="") if party.strip(".") else "unknown"
