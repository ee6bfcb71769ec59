"""A party that a roster of officers names says itself whether it offers that: nobody speaks for it (WM 7, 18)."""

from typing import Literal

import orjson
from pydantic import Field

from services.roster.actions.imported import ROW, body_of, changed, entered, names, of_row
from services.roster.actions.offer import Roster
from services.roster.domain.imported import ImportedRow
from shared.application.use_case import Change, Done, Stored
from shared.contracts.incoming import Strict
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access.authorise import authorise


class AnswerRowBody(Strict):
    """The party's own word."""

    answer: Literal["agreed", "declined"]
    reason: Text | None = Field(default=None, examples=["We do not offer this any more"])


async def answer_row(doing: Roster, row: Stored[ImportedRow], said: AnswerRowBody) -> Done[ImportedRow]:
    """Agreed: the offer is on the roster, listed by the party. Raises Conflict, Invalid as listing an offer does."""
    action = a.AGREE_TO_OFFER if said.answer == "agreed" else a.DECLINE_OFFER
    row.state.awaits("proposed")
    authorise(doing.by, action, of_row(row.state))
    after, by = row.state, doing.by.party
    if said.answer == "agreed":
        body = body_of(doing, orjson.dumps(after.body))
        status, offer_id, _ = await entered(doing, after.owner, body)
        after = after.after("agreed", doing.now, by, said.reason, status=status, offer_id=offer_id, **names(body))
    else:
        after = after.after("declined", doing.now, by, said.reason, status="rejected")
    return await changed(doing, after, row.version, audited=action)


ANSWER_ROW = Change(ROW, a.AGREE_TO_OFFER, AnswerRowBody, answer_row, needs=a.READ_IMPORTED)
