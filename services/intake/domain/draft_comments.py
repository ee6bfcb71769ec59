"""Comments on a draft, each on a place of its text (WM 8). They change no text, so no version that somebody decides on."""

from datetime import datetime

from services.intake.domain.draft import must_be
from services.intake.domain.draft_text import PLACES
from shared.contracts.shapes.draft import DraftComment, RequestDraft
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.modalities.paragraphs import P8

MOST_COMMENTS = 500


def commented(
    draft: RequestDraft, comment_id: str, place: str, text: str, by: str, now: datetime
) -> tuple[RequestDraft, DraftComment]:
    """With a comment more. Raises Conflict, and Invalid for a place that a request has not."""
    must_be(draft)
    first = place.removeprefix("/").partition("/")[0]
    if place and (not place.startswith("/") or first not in PLACES):
        words = (
            f"'{place[:60]}' is no place of a request: a pointer such as /lines/0/quantity, or nothing for all of it"
        )
        raise Invalid((Fault("/place", words, "unknown_place"),), paragraph=P8)
    if len(draft.comments) >= MOST_COMMENTS:
        raise Conflict("comments_full", f"at most {MOST_COMMENTS} comments on a draft", P8)
    comment = DraftComment(
        comment_id=comment_id, place=place, text=text, by=by, at=now, text_version=draft.text_version
    )
    return draft.model_copy(update={"comments": (*draft.comments, comment)}), comment


def comment_of(draft: RequestDraft, comment_id: str) -> DraftComment:
    """One comment. Raises NotFound."""
    found = next((one for one in draft.comments if one.comment_id == comment_id), None)
    if found is None:
        raise NotFound("not_found", "There is no such comment")
    return found


def resolved(draft: RequestDraft, comment_id: str, by: str | None, now: datetime) -> RequestDraft:
    """With a comment resolved by a party, or open again. Raises Conflict, NotFound."""
    must_be(draft)
    one = comment_of(draft, comment_id)
    after = one.model_copy(update={"resolved_by": by, "resolved_at": now if by else None})
    return draft.model_copy(update={"comments": tuple(after if c is one else c for c in draft.comments)})
