"""What is listed and read by the declaration of its kind: thematic projects, experts, organisations, and packages for their party alone (WM 7, 18)."""

from services.roster.actions.expert import EXPERT
from services.roster.actions.organisation import ORGANISATION
from services.roster.actions.package import PACKAGE
from services.roster.actions.project import PROJECT
from services.roster.storage.experts import ExpertRepository
from services.roster.storage.organisations import OrganisationRepository
from services.roster.storage.packages import PackageRepository
from services.roster.storage.projects import ProjectRepository
from shared.application.reading import Listed

PROJECTS = Listed(PROJECT, lambda one: one.project_id, lambda connection: ProjectRepository(connection).latest_first)
PACKAGES = Listed(
    PACKAGE, lambda one: one.package_id, lambda connection: PackageRepository(connection).latest_first,
    content_of=lambda connection, key, number: PackageRepository(connection).content_of(key, number),
)  # fmt: skip
EXPERTS = Listed(EXPERT, lambda one: one.expert_id, lambda connection: ExpertRepository(connection).latest_first)
ORGANISATIONS = Listed(
    ORGANISATION, lambda one: one.organisation_id, lambda connection: OrganisationRepository(connection).latest_first
)
