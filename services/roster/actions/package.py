"""A package of support as commands meet it (WM 7, 18)."""

from typing import Any

from pydantic import ConfigDict

from services.roster.actions.offer import Roster
from services.roster.storage.packages import PackageRepository
from shared.application.use_case import Done, Kind, Stored, whole
from shared.contracts.packages import PackageEvent
from shared.contracts.shapes.support_package import PackageContent, SupportPackageState
from shared.modalities.access import actions as a
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_party

Package = Stored[SupportPackageState]
EXAMPLE: dict[str, Any] = {
    "wordings": [
        {
            "language": "en",
            "title": "Training on registration",
            "summary": "Two trainers for a fortnight, with their material",
            "conditions": "The receiving authority provides the rooms",
        }
    ],
    "lines": [
        {
            "line_id": "1", "functional_areas": ["registration"], "support_type": "technical", "unit": "courses",
            "years": [{"year": 2030, "amount": "4"}, {"year": 2031, "amount": "2"}],
        }
    ],
    "cost_borne": "offering_party",
    "languages": ["en", "fr"],
    "legal_traditions": ["civil_law"],
    "delivery_modes": ["peer_to_peer"],
}  # fmt: skip


class PackageBody(PackageContent):
    """A package as it is prepared or changed; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    def content(self) -> PackageContent:
        """The package itself, as it is kept."""
        return PackageContent.model_validate(self.model_dump())


def of_package(state: SupportPackageState) -> Resource:
    """A package is its party's alone."""
    return of_party(state.party, state.region)


PACKAGE = Kind(
    "package",
    a.READ_PACKAGE,
    of_package,
    lambda connection, package_id, lock: PackageRepository(connection).find(package_id, lock=lock),
    whole,
)


async def changed(doing: Roster, stored: Package, event: PackageEvent) -> Done[SupportPackageState]:
    """Ends a change: what the event carries is stored and told."""
    state, version = event.package, event.aggregate_version
    await PackageRepository(doing.uow.connection).change(state, version, stored.state)
    doing.uow.record(event)
    return Done(state, version, state.package_id)
