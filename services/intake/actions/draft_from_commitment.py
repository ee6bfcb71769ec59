"""From a pledge a draft of a request is begun; an officer may begin it for the State, which alone signs and submits (WM 8, 13)."""

from collections.abc import Mapping

from pydantic import BaseModel

from services.intake.actions.open_draft import begun_draft
from services.intake.actions.the_commitment import COMMITMENT, Pledged
from services.intake.actions.the_request import Intake
from services.intake.domain.commitment import drawn_from
from services.intake.domain.national_plan import title_in
from services.intake.storage.national_plans import NationalPlanRepository
from shared.application.use_case import Change, Done, NoBody
from shared.contracts.shapes.draft import RequestDraft
from shared.contracts.shapes.own_commitment import OwnCommitmentContent
from shared.contracts.shapes.values import Country
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor


class DraftBegun(BaseModel):
    """Which draft was begun, and whose it is; its text is read by those who prepare it."""

    draft_id: str
    lead: Country


async def draft_from_commitment(doing: Intake, stored: Pledged, _: NoBody) -> Done[RequestDraft]:
    """The draft is its State's and names the pledge, which stays as it is. Raises Conflict, Invalid."""
    content = stored.state.content
    return await begun_draft(doing, content.party, drawn_from(stored.state, await _plan(doing, content)))


async def _plan(doing: Intake, content: OwnCommitmentContent) -> str | None:
    if content.plan is None:
        return None
    found = await NationalPlanRepository(doing.uow.connection).called(content.plan.recorded_as, content.party)
    return title_in(found[0].content, content.language) if found is not None else None


async def _begun(_: object, __: Actor, state: RequestDraft) -> Mapping[str, object]:
    return DraftBegun(draft_id=state.draft_id, lead=state.lead).model_dump(mode="json")


DRAFT_FROM_COMMITMENT = Change(COMMITMENT, a.DRAFT_FROM_COMMITMENT, NoBody, draft_from_commitment, shows=_begun)
