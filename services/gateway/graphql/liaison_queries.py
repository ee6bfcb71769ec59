"""With which parties the Secretariat has not spoken for long: for its officers, of what they noted themselves (WM 6)."""

from datetime import date
from enum import Enum

import strawberry

from services.gateway.graphql.published_queries import Asked
from services.gateway.read_model.last_contacts import QuietFor, last_contacts
from shared.modalities.access.actions import READ_LIAISON
from shared.modalities.access.authorise import authorise
from shared.modalities.access.liaisons import liaison

LONGEST = 3660
"""Days that are looked back at most; more are as many."""


@strawberry.enum(description="What a party is, as its identifier says")
class PartyScheme(Enum):
    STATE = "state"
    OFFICE = "office"
    ORGANISATION = "organisation"


@strawberry.type(
    description="A party and the last contact with it; null: none was noted. owed: contacts after which something is owed still"
)
class PartyContact:
    party: str
    held_on: date | None
    item_id: str | None
    contacts: int
    owed: int


@strawberry.type(description="more: there are more than are told at once")
class QuietParties:
    parties: list[PartyContact]
    more: bool


@strawberry.type
class LiaisonQueries:
    """Part of the root."""

    @strawberry.field(
        description="Parties that the officers of this deployment have not spoken with for so many days, those never spoken with first. "
        "region: of the bureau that serves them (WM 6)"
    )
    async def quiet_parties(
        self, info: Asked, days: int = 90, scheme: PartyScheme | None = None, region: str | None = None
    ) -> QuietParties:
        actor, settings = await info.context.actor(), info.context.settings
        authorise(actor, READ_LIAISON, liaison(settings.deployment))
        asked = QuietFor(min(max(days, 0), LONGEST), scheme.value if scheme is not None else None, region)
        async with info.context.reading(actor) as reader:
            found, more = await last_contacts(reader, settings.deployment, reader.now.date(), asked)
        return QuietParties(parties=[PartyContact(**vars(one)) for one in found], more=more)
