"""Others are invited to a draft: to edit and comment, or to comment alone; or they are so no more (WM 3, 8)."""

from services.intake.actions.party_in_path import party_in_path
from services.intake.actions.the_draft import DRAFT, Drafted, changed
from services.intake.actions.the_request import Intake
from services.intake.domain import draft as domain
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.intake import DraftShared
from shared.contracts.shapes.draft import HandRole, RequestDraft
from shared.modalities.access import actions as a
from shared.modalities.paragraphs import P3


class HandBody(Strict):
    """What the party may do."""

    role: HandRole


async def share_draft(doing: Intake, draft: Drafted, body: HandBody) -> Done[RequestDraft]:
    """The path names the party: a State or a stakeholder. Raises Conflict, Invalid."""
    party = party_in_path(doing, draft.part, P3)
    after, hand = domain.shared_with(draft.state, party, body.role, doing.by.party or "", doing.now)
    return await changed(doing, after, DraftShared, hand=hand)


async def end_hand(doing: Intake, draft: Drafted, _: NoBody) -> Done[RequestDraft]:
    """It reads and writes it no more. Raises Conflict, NotFound."""
    after, hand = domain.shared_no_more(draft.state, draft.part, doing.now)
    return await changed(doing, after, DraftShared, hand=hand, ended=True)


SHARE_DRAFT = Change(DRAFT, a.SHARE_DRAFT, HandBody, share_draft)
END_HAND = Change(DRAFT, a.SHARE_DRAFT, NoBody, end_hand)
