"""Whoever has a hand in a draft says something of a place of it, and says that it is resolved (WM 8)."""

from pydantic import Field

from services.intake.actions.the_draft import DRAFT, Drafted, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import draft_comments as domain
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftCommented
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.values import Label, Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_draft


class CommentBody(Strict):
    """What is said, and of which place."""

    place: Label = Field(
        default="", description='A JSON pointer into the content; "" is all of it', examples=["/lines/0/quantity"]
    )
    text: Text


class ResolvedBody(Strict):
    """Whether it is resolved."""

    resolved: bool


async def comment_draft(doing: Intake, draft: Drafted, body: CommentBody) -> Done[RequestDraft]:
    """Raises Conflict, and Invalid for a place that a request has not."""
    after, comment = domain.commented(
        draft.state, doing.new_id(), body.place, body.text, doing.by.party or "", doing.now
    )
    return await changed(doing, after, DraftCommented, comment_id=comment.comment_id)


async def resolve_comment(doing: Intake, draft: Drafted, body: ResolvedBody) -> Done[RequestDraft]:
    """By who wrote it, or who edits the draft. Raises Conflict, NotFound, NotPermitted."""
    comment, by = domain.comment_of(draft.state, draft.part), doing.by.party or ""
    if comment.by != by:
        authorise(doing.by, a.EDIT_DRAFT, of_draft(draft.state))
    after = domain.resolved(draft.state, comment.comment_id, by if body.resolved else None, doing.now)
    return await changed(doing, after, DraftCommented, comment_id=comment.comment_id)


COMMENT_DRAFT = Change(DRAFT, a.COMMENT_DRAFT, CommentBody, comment_draft)
RESOLVE_COMMENT = Change(DRAFT, a.COMMENT_DRAFT, ResolvedBody, resolve_comment)
