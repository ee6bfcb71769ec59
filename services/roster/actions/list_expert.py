"""A party lists an expert whom it can send, changes the profile, says that it holds, when the expert is away, and withdraws (WM 7)."""

from pydantic import Field

from services.roster.actions.expert import EXPERT, Expert, ExpertBody, after, changed, view
from services.roster.actions.offer import Roster
from services.roster.domain import expert as domain
from services.roster.storage.experts import ExpertRepository
from shared.application.use_case import Change, Done, Make, NoBody
from shared.contracts.experts import ExpertAvailabilityChanged, ExpertListed, ExpertRevised, ExpertWithdrawn
from shared.contracts.incoming import Strict
from shared.contracts.shapes.expert import MOST_PERIODS, ExpertState
from shared.contracts.shapes.values import Period
from shared.modalities.access import actions as a
from shared.modalities.access.experts import of_new_expert


class UnavailableBody(Strict):
    """When the expert cannot be sent, whole: what was said before is replaced. An open period has no end."""

    unavailable: tuple[Period, ...] = Field(max_length=MOST_PERIODS)


async def list_expert(doing: Roster, body: ExpertBody) -> Done[ExpertState]:
    """Raises Invalid naming every fault."""
    experts, party, now = ExpertRepository(doing.uow.connection), doing.by.party or "", doing.now
    reference = await experts.next_reference(party, now.year)
    state = domain.listed(body.content(), doing.new_id(), reference, doing.context.deployment, party, now)
    await experts.add(state)
    doing.uow.record(ExpertListed(aggregate_id=state.expert_id, aggregate_version=1, expert=state))
    return Done(state, 1, state.expert_id)


async def revise_expert(doing: Roster, stored: Expert, body: ExpertBody) -> Done[ExpertState]:
    """Raises Conflict, Invalid."""
    return await changed(
        doing, ExpertRevised(**after(stored, domain.reworded(stored.state, body.content(), doing.now)))
    )


async def confirm_expert(doing: Roster, stored: Expert, _: NoBody) -> Done[ExpertState]:
    """Raises Conflict once it is withdrawn."""
    return await changed(doing, ExpertRevised(**after(stored, domain.confirmed(stored.state, doing.now))))


async def note_away(doing: Roster, stored: Expert, body: UnavailableBody) -> Done[ExpertState]:
    """Raises Conflict, and Invalid where two periods overlap."""
    return await changed(doing, ExpertAvailabilityChanged(**after(stored, domain.away(stored.state, body.unavailable))))


async def withdraw_expert(doing: Roster, stored: Expert, _: NoBody) -> Done[ExpertState]:
    """Raises Conflict once it is withdrawn."""
    return await changed(doing, ExpertWithdrawn(**after(stored, domain.withdrawn(stored.state))))


LIST_EXPERT = Make(
    a.LIST_EXPERT, ExpertBody, lambda doing, _: of_new_expert(doing.by.party or "", doing.context.deployment), list_expert, view
)  # fmt: skip
REVISE_EXPERT = Change(EXPERT, a.REVISE_EXPERT, ExpertBody, revise_expert)
CONFIRM_EXPERT = Change(EXPERT, a.REVISE_EXPERT, NoBody, confirm_expert)
NOTE_AWAY = Change(EXPERT, a.REVISE_EXPERT, UnavailableBody, note_away)
WITHDRAW_EXPERT = Change(EXPERT, a.WITHDRAW_EXPERT, NoBody, withdraw_expert)
