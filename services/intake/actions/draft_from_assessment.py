"""From an assessment one begins a draft of a request in one step, with the lines drawn from what it found (WM 13)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.open_draft import begun_draft
from services.intake.actions.the_assessment import ASSESSMENT, Assessed
from services.intake.actions.the_draft import draft_view
from services.intake.actions.the_request import Intake
from services.intake.domain.drawn import drawn_from
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.values import LineId
from shared.modalities.access import actions as a

EXAMPLE: dict[str, Any] = {"line_ids": ["1"]}


class DraftFromAssessmentBody(Strict):
    """Which of its lines the request is about; none: each that has a gap."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    line_ids: tuple[LineId, ...] = Field(default=(), max_length=100)


async def draft_from_assessment(doing: Intake, stored: Assessed, body: DraftFromAssessmentBody) -> Done[RequestDraft]:
    """The draft is its State's; the assessment stays as it is. Raises Conflict, Invalid."""
    return await begun_draft(doing, stored.state.party, drawn_from(stored.state, body.line_ids))


DRAFT_FROM_ASSESSMENT = Change(
    ASSESSMENT, a.DRAFT_FROM_ASSESSMENT, DraftFromAssessmentBody, draft_from_assessment, shows=draft_view
)
