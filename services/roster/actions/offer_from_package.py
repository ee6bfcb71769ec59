"""A party makes an offer from its package in one step: in answer to a request it was shown, or of its own accord (WM 17, 18).

It is the party's own act, on the version of the package that it read: nobody else sees the package, and no officer offers from it.
"""

from datetime import date
from typing import Any, Literal

from services.roster.actions.list_offer import put_on_roster
from services.roster.actions.offer import OfferBody, Roster, view
from services.roster.actions.package import PACKAGE, Package
from services.roster.domain.from_package import offer_of
from services.roster.storage.packages import PackageRepository
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.support_offer import FromPackage, OfferContent, SupportOfferState
from shared.contracts.shapes.support_package import SupportPackageState
from shared.contracts.shapes.values import DistinctFrom, Id, Language
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P17

Shown = Literal["public", "mechanism", "secretariat"]


class FromPackageBody(Strict):
    """What is offered from a package. ``in_response_to``: the request that is answered; none: of one's own accord, all that is left."""

    in_response_to: Id | None = None
    language: Language | None = None
    visibility: Shown = "mechanism"
    distinct_from: DistinctFrom = ()


async def made_of(
    packages: PackageRepository, state: SupportPackageState, today: date, body: FromPackageBody
) -> OfferContent:
    """The offer before it is made. Raises Conflict: also for a request that is not shown, or whose lines are not."""
    asked = None
    if body.in_response_to is not None:
        shown, asked = await packages.asked_of(body.in_response_to, state.party)
        if not shown:
            raise Conflict("request_not_shown", "There is no such request to offer support to", P17)
        if not asked:
            raise Conflict("lines_not_shown", "What is asked for is not shown line by line: list an offer instead", P17)
    offer = offer_of(state, today, body.language, body.in_response_to, asked)
    return offer.model_copy(update={"visibility": body.visibility})


async def offer_from_package(doing: Roster, stored: Package, body: FromPackageBody) -> Done[SupportOfferState]:
    """Raises what ``made_of`` and listing an offer raise."""
    state = stored.state
    content = await made_of(PackageRepository(doing.uow.connection), state, doing.now.date(), body)
    said: dict[str, Any] = content.model_dump() | {"distinct_from": body.distinct_from}
    origin = FromPackage(package_id=state.package_id, reference=state.reference, content_version=state.content_version)
    return await put_on_roster(doing, OfferBody.model_validate(said), origin)


OFFER_FROM_PACKAGE = Change(PACKAGE, a.OFFER_FROM_PACKAGE, FromPackageBody, offer_from_package, shows=view)
