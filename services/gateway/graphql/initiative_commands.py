"""Mutations on pilots and the quality-assurance initiative: each is one command of dialogue, sent with the caller's own token (WM 7, 11)."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

from services.gateway.graphql.commands import About, Asked, send
from services.gateway.graphql.types import CommandResult

_say = About("dialogue", "initiatives", "PUT")


@strawberry.type
class InitiativeMutations:
    """A State opens, shows and closes; its sides diagnose, plan, act and audit, each for itself."""

    @strawberry.mutation(
        description="Open a pilot or the quality-assurance initiative for one's State, which may name a partner; an officer proposes one to "
        "a State (WM 7, 11)"
    )
    async def open_initiative(self, info: Asked, content: JSON, key: str) -> CommandResult:
        return await send(info, "dialogue", "POST", "/initiatives", content, key)

    @strawberry.mutation(
        description="Say whether one's party takes part: the State, which may name a partner, or that partner, which may leave later (WM 11)"
    )
    async def answer_initiative(
        self, info: Asked, initiative_id: str, accepts: bool, expected_version: int, key: str, partner: str | None = None,
        reason: str | None = None, language: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"accepts": accepts, "partner": partner, "reason": reason, "language": language}
        return await _say(info, initiative_id, "answer", body, expected_version, key)

    @strawberry.mutation(
        description="Write the joint diagnosis down; another side is asked whether it stands by it (WM 7)"
    )
    async def diagnose(
        self, info: Asked, initiative_id: str, diagnosis: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, initiative_id, "diagnosis", diagnosis, expected_version, key)

    @strawberry.mutation(description="Say that one's side stands by the diagnosis as it is written (WM 7)")
    async def stand_by_diagnosis(
        self, info: Asked, initiative_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, initiative_id, "diagnosis/word", {"stands_by": True}, expected_version, key)

    @strawberry.mutation(
        description="Plan the steps that are to be done, each with a day and a side; done ones stay (WM 11)"
    )
    async def plan_initiative(
        self, info: Asked, initiative_id: str, steps: list[JSON], expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, initiative_id, "steps", {"steps": steps}, expected_version, key)

    @strawberry.mutation(description="Say that a step of one's side was done (WM 11)")
    async def record_initiative_step(
        self, info: Asked, initiative_id: str, step: int, done_on: str, expected_version: int, key: str
    ) -> CommandResult:
        body: dict[str, Any] = {"step": step, "done_on": done_on}
        return await _say(info, initiative_id, "steps/done", body, expected_version, key, "POST")

    @strawberry.mutation(
        description="Record a round of the audit: sample, findings, recommendations, what became of the round before (WM 7)"
    )
    async def record_audit_cycle(
        self, info: Asked, initiative_id: str, cycle: JSON, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, initiative_id, "cycles", cycle, expected_version, key, "POST")

    @strawberry.mutation(description="Say for the State what it makes of a recommendation of the last round (WM 7)")
    async def answer_recommendation(
        self, info: Asked, initiative_id: str, cycle: int, recommendation: int, answer: str, expected_version: int, key: str,
        text: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"cycle": cycle, "recommendation": recommendation, "answer": answer, "text": text}
        return await _say(info, initiative_id, "recommendations/answer", body, expected_version, key)

    @strawberry.mutation(
        description="Say for the State to which parties it is shown from now on, and whether with the figures of its rounds (WM 11)"
    )
    async def show_initiative(
        self, info: Asked, initiative_id: str, readers: list[str], with_figures: bool, expected_version: int, key: str
    ) -> CommandResult:
        body = {"readers": readers, "with_figures": with_figures}
        return await _say(info, initiative_id, "readers", body, expected_version, key)

    @strawberry.mutation(description="Say for the State which good practice it led to (WM 11)")
    async def name_practice_of_initiative(
        self, info: Asked, initiative_id: str, practice_id: str, expected_version: int, key: str
    ) -> CommandResult:
        return await _say(info, initiative_id, "practice", {"practice_id": practice_id}, expected_version, key)

    @strawberry.mutation(
        description="Say for the State how it went; an officer ends early what the Secretariat does not carry on (WM 11)"
    )
    async def close_initiative(
        self, info: Asked, initiative_id: str, text: str, language: str, early: bool, expected_version: int, key: str,
        judged: str | None = None,
    ) -> CommandResult:  # fmt: skip
        body = {"text": text, "language": language, "early": early, "judged": judged}
        return await _say(info, initiative_id, "closing", body, expected_version, key, "POST")
