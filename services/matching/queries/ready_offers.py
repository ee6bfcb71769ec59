"""What support stands ready for a gap of a State that looks before it asks; nobody learns that it looked (WM 18)."""

from collections.abc import Sequence

from services.matching.actions.ranking_cache import ReadyBench
from services.matching.fit.ready import begins_at_once, standing_ready
from services.matching.storage.repository import BoardRepository
from shared.contracts.reference.states import states
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS, Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resource import ANYTHING
from shared.modalities.errors import Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P12
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

STATE, OFFICE = "iso3166:", "unhcr-office:"


def state_of(actor: Actor, asked: str | None = None) -> str:
    """The State that looks: the caller's own, or that of its country office; for officers the one that they ask about.

    Raises NotPermitted, also for a party that asks for another State; Invalid for officers who name none.
    """
    authorise(actor, a.READ_READY_OFFERS, ANYTHING)
    if actor.role in OFFICERS:
        if asked is None or asked.removeprefix(STATE) not in states() or not asked.startswith(STATE):
            raise Invalid(
                (Fault("/parameters/for_state", "which State it is looked for", "unknown_party"),), paragraph=P12
            )
        return asked
    party = actor.party or ""
    if party.startswith(OFFICE):
        return STATE + party.removeprefix(OFFICE)
    if not party.startswith(STATE):
        raise NotPermitted(
            "not_permitted", "States and their country offices look at what stands ready", a.READ_READY_OFFERS.paragraph
        )
    return party


async def ready_offers(
    database: Database,
    bench: ReadyBench,
    actor: Actor,
    areas: Sequence[str],
    most: int,
    asked: str | None = None,
    at_once: bool = False,
) -> tuple[str, list[dict[str, object]]]:
    """The State, and for each area the offers that fit; ``at_once``: those alone that can begin today. Raises NotPermitted, Invalid."""
    state, today = state_of(actor, asked), database.clock.now().date()
    # All offers are kept as one; what the caller may read of them is asked of the policy, offer by offer.
    async with database.reading(ServiceAtWork("ready offers")) as connection:
        offers = await bench.offers.fresh(BoardRepository(connection, locking=False), today)
    if at_once:
        offers = tuple(one for one in offers if begins_at_once(one, today))
    return state, standing_ready(actor, state, tuple(dict.fromkeys(areas)), offers, today, most)
