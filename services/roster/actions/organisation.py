"""An organisation as commands meet it (WM 3)."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from services.roster.actions.offer import Roster
from services.roster.storage.organisations import OrganisationRepository
from shared.application.keeping import kept
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.organisations import OrganisationEvent
from shared.contracts.shapes.organisation import OrganisationContent, OrganisationState
from shared.contracts.shapes.values import Text
from shared.modalities.access import actions as a
from shared.modalities.access import organisations as access
from shared.modalities.access.actor import Actor

Organisation = Stored[OrganisationState]
EXAMPLE: dict[str, Any] = {
    "names": [{"language": "en", "name": "Refugee Law Clinic Network"}, {"language": "fr", "name": "Réseau de cliniques juridiques"}],
    "kind": "ngo",
    "seat": "iso3166:SEN",
    "website": "https://clinics.example",
    "registration": "Register of associations of Senegal, 4711",
    "statement": "Trains decision makers and interpreters; could lend trainers",
    "language": "en",
    "across_regions": False,
}  # fmt: skip


class OrganisationBody(OrganisationContent):
    """What an organisation says of itself; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    statement: Text

    def content(self) -> OrganisationContent:
        """What is kept."""
        return OrganisationContent.model_validate(self.model_dump())


async def view(_: object, reader: Actor, state: OrganisationState) -> Mapping[str, object]:
    """The state as its reader sees it."""
    return access.seen(reader, access.of_organisation(state), state.model_dump(mode="json")) or {}


ORGANISATION = Kind(
    "organisation",
    a.READ_ORGANISATION,
    access.of_organisation,
    lambda connection, organisation_id, lock: OrganisationRepository(connection).find(organisation_id, lock=lock),
    view,
)
after = ORGANISATION.after


async def changed(doing: Roster, event: OrganisationEvent) -> Done[OrganisationState]:
    """Ends a change: what the event carries is stored and told."""
    return await kept(doing.uow, OrganisationRepository(doing.uow.connection), event.organisation, event)
