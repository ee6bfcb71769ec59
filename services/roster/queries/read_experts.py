"""Who an expert is, where its party released it; and the experts that an offer names (WM 7)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.roster.storage.experts import ExpertRepository
from services.roster.storage.repository import OfferRepository
from shared.contracts.shapes.expert import NamedExpert, overlapping, standing_on
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.access.experts import of_expert
from shared.modalities.access.policy import decide
from shared.modalities.access.resources import of_offer
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database


async def read_people(database: Database, actor: Actor, expert_id: UUID) -> Sequence[Mapping[str, object]]:
    """Who the expert is, by deployment: for its party, and for who received it what was released to it. Raises NotFound, NotPermitted."""
    async with database.reading() as connection:
        experts = ExpertRepository(connection)
        found = await experts.find(expert_id, lock=False)
        thing = of_expert(found[0]) if found is not None else None
        authorise_seen(actor, a.READ_EXPERT_PERSON, a.READ_EXPERT, thing, "expert")
        kept = await experts.people(expert_id)
    assert found is not None  # or it was refused
    state = found[0]
    mine = {one.number for one in state.deployments if actor.party in {it.party for it in one.receivers}}
    return [
        {"number": number, "person": person.model_dump(mode="json")}
        for number, person in kept
        if actor.party == state.party or number in mine
    ]


async def experts_of_offer(database: Database, actor: Actor, offer_id: UUID) -> list[dict[str, object]]:
    """The experts that an offer names, of those that the reader reads, with when each is away while the offer is there.
    Raises NotFound.
    """
    async with database.reading() as connection:
        found = await OfferRepository(connection).find(offer_id, lock=False)
        if found is None or not decide(actor, a.READ_OFFER, of_offer(found[0])).allowed:
            raise NotFound("not_found", "There is no such offer")
        content = found[0].content
        named = list(dict.fromkeys(one for line in content.lines for one in line.experts))
        known = await ExpertRepository(connection).all_of(named)
    today = database.clock.now().date()
    readable = [known[one] for one in named if one in known]
    return [
        NamedExpert(
            expert_id=one.expert_id, reference=one.reference, title=one.content.title, standing=standing_on(one, today),
            unavailable=overlapping(one.away(), content.availability),
        ).model_dump(mode="json")
        for one in readable if decide(actor, a.READ_EXPERT, of_expert(one)).allowed
    ]  # fmt: skip
