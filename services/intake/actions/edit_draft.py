"""The text of a draft is written anew, by hand or from a workbook (WM 8)."""

from typing import Any

from pydantic import ConfigDict, Field

from services.intake.actions.the_draft import DRAFT, Drafted, changed, unchanged
from services.intake.actions.the_request import Intake
from services.intake.domain import draft as domain
from services.intake.domain.draft_text import DraftContent, text_of
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftChanged
from shared.contracts.shapes.draft import RequestDraft, UnreadText
from shared.modalities.access import actions as a

EXAMPLE: dict[str, Any] = {"title": "Digital registration of asylum applications", "language": "fr"}


class DraftText(DraftContent):  # type: ignore[misc]
    """The text of a draft as it stands from now on; what is left out is not in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})


class DraftFromWorkbook(Strict):
    """What a workbook says: the text as far as it could be read, and the rest as it stands there."""

    content: DraftContent
    unread: tuple[UnreadText, ...] = Field(default=(), max_length=500)


async def edit_draft(doing: Intake, draft: Drafted, body: DraftText) -> Done[RequestDraft]:
    """Signatures of the text before are stale. What could not be read stays. Raises Conflict, Invalid."""
    return await _written(doing, draft, body)


async def fill_draft(doing: Intake, draft: Drafted, body: DraftFromWorkbook) -> Done[RequestDraft]:
    """The same from a workbook; the same one twice changes nothing. Raises Conflict, Invalid."""
    return await _written(doing, draft, body.content, body.unread)


async def _written(
    doing: Intake, draft: Drafted, text: DraftContent, unread: tuple[UnreadText, ...] | None = None
) -> Done[RequestDraft]:
    after = domain.edited(draft.state, text_of(text, draft.state.lead), doing.now, unread)
    return unchanged(after) if after is draft.state else await changed(doing, after, DraftChanged)


EDIT_DRAFT = Change(DRAFT, a.EDIT_DRAFT, DraftText, edit_draft)
FILL_DRAFT = Change(DRAFT, a.EDIT_DRAFT, DraftFromWorkbook, fill_draft)
