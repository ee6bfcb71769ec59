"""Mutations on capacity assessments: each is one command of intake, sent with the caller's own token (WM 13, 14)."""

from typing import Any
from urllib.parse import quote

import strawberry

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("intake", "capacity-assessments", "POST")


@strawberry.input(description="Days from start to end, both included")
class AssessmentPeriodInput:
    start: str
    end: str | None = None


@strawberry.input(description="A document that shows it; link: an https address")
class EvidenceInput:
    title: str
    link: str
    dated: str | None = None


@strawberry.input(description="A line of an assessment; priority: high, medium or low")
class AssessedAreaInput:
    line_id: str
    functional_area: str
    present_capacity: str | None = None
    gap: str | None = None
    priority: str | None = None
    evidence: list[EvidenceInput] = strawberry.field(default_factory=list)


@strawberry.input(description="What is assessed, by which method (assessmentMethods), by whom and with whom")
class AssessmentInput:
    title: str
    language: str
    method: str
    period: AssessmentPeriodInput
    own_method: str | None = None
    done_by: str | None = None
    done_with: list[str] = strawberry.field(default_factory=list)
    summary: str | None = None
    areas: list[AssessedAreaInput] = strawberry.field(default_factory=list)


@strawberry.type
class AssessmentMutations:
    """Commands of the State whose capacity it is, and of its country office for it; the State alone validates and shows it."""

    @strawberry.mutation(
        description="Plan an assessment of a State's capacity; replaces: the validated one that it takes the place of (WM 13)"
    )
    async def plan_assessment(
        self, info: Asked, party: str, content: AssessmentInput, key: str, replaces: str | None = None
    ) -> CommandResult:
        body: dict[str, Any] = {"party": party, "content": strawberry.asdict(content), "replaces": replaces}
        return await send(info, "intake", "POST", "/capacity-assessments", body, key)

    @strawberry.mutation(description="Write down what an assessment finds, or word it anew (WM 13)")
    async def revise_assessment(
        self, info: Asked, assessment_id: str, content: AssessmentInput, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, assessment_id, "content", strawberry.asdict(content), expected_version, key, "PUT")

    @strawberry.mutation(description="Say that an assessment is under way (WM 13)")
    async def begin_assessment(self, info: Asked, assessment_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, assessment_id, "start", None, expected_version, key)

    @strawberry.mutation(description="Say in the State's own name that the assessment is its own (WM 13)")
    async def validate_assessment(
        self, info: Asked, assessment_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, assessment_id, "validation", None, expected_version, key)

    @strawberry.mutation(description="Let an assessment come to nothing (WM 13)")
    async def drop_assessment(self, info: Asked, assessment_id: str, expected_version: int, key: str) -> CommandResult:
        return await _say(info, assessment_id, "drop", None, expected_version, key)

    @strawberry.mutation(
        description="Show an assessment to a party (role: reader), or ask it to work on it (role: editor) (WM 14)"
    )
    async def show_assessment(
        self, info: Asked, assessment_id: str, party: str, role: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, assessment_id, f"hands/{_party(party)}", {"role": role}, expected_version, key, "PUT")

    @strawberry.mutation(description="Show an assessment to a party no more (WM 14)")
    async def hide_assessment(
        self, info: Asked, assessment_id: str, party: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, assessment_id, f"hands/{_party(party)}", None, expected_version, key, "DELETE")

    @strawberry.mutation(
        description="Begin a draft of a request with lines drawn from an assessment; none named: each that has a gap (WM 13)"
    )
    async def draft_from_assessment(
        self, info: Asked, assessment_id: str, expected_version: int, key: str, line_ids: list[str] | None = None
    ) -> CommandResult:
        return await _say(info, assessment_id, "drafts", {"line_ids": line_ids or []}, expected_version, key)


def _party(party: str) -> str:
    """A party as one segment of a path; one that is none is refused by its owner."""
    return quote(party, safe="") if party.strip(".") else "unknown"
