"""Packages of support, for their party alone (WM 7, 18)."""

from uuid import UUID

from services.roster.actions.offer_from_package import FromPackageBody, made_of
from services.roster.actions.package import of_package
from services.roster.storage.packages import PackageRepository
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise_seen
from shared.modalities.errors import NotFound
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork


async def offer_in_mind(
    database: Database, actor: Actor, package_id: UUID, body: FromPackageBody
) -> tuple[dict[str, object], int]:
    """The whole offer as it would be made now, and the version of the package to say it on; nothing is stored or told.
    Raises NotFound, Conflict.
    """
    async with database.reading() as connection:
        found = await PackageRepository(connection).find(package_id, lock=False)
    if found is None:
        raise NotFound("not_found", "There is no such package")
    state, version = found
    authorise_seen(actor, a.OFFER_FROM_PACKAGE, a.READ_PACKAGE, of_package(state), "package")
    # What is asked of whom no party reads here: the audience of the request says what of it this one sees.
    async with database.reading(ServiceAtWork("an offer in mind")) as connection:
        content = await made_of(PackageRepository(connection), state, database.clock.now().date(), body)
    return content.model_dump(mode="json"), version
