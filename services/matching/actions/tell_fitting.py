"""A request is shown, and parties of proactive offers that may answer it hear of it (WM 18). Nothing is decided, nobody is asked."""

from services.matching.domain import fitting as domain
from services.matching.domain.fitting import Heard
from services.matching.fit.fitting import areas_of, fitting, shown_lines
from services.matching.settings import MatchingSettings
from services.matching.storage.fitting import FittingRepository
from services.matching.storage.repository import BoardRepository
from shared.contracts.fitting import FittingEvent, FittingRequestFound, FittingRequestRecalled
from shared.contracts.serving import serving
from shared.contracts.shapes.fitting import FittingRequestState, HintedOffer
from shared.contracts.shapes.support_offer import SupportOfferState
from shared.contracts.shapes.support_request import SupportRequestState
from shared.modalities.access.audience import Audience
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.identifiers import new_id


async def tell_fitting(uow: UnitOfWork, request: SupportRequestState, version: int) -> None:
    """``version``: of the event of the request. Tells those that have not heard of this version of a request; recalls it once it is shown no more, or asks nothing more."""
    repository, shown = FittingRepository(uow.connection), request.shown
    before = await repository.of_request(request.request_id)
    is_shown = request.status == "in_line" and request.handed_over_to is None and shown is not None
    fields = shown.fields if is_shown and shown is not None else {}
    lines = shown_lines(fields)
    if not lines or shown is None:
        await _recall(uow, before, version)
        return
    offers = await repository.proactive(areas_of(lines))
    need, _ = await BoardRepository(uow.connection).need(request.request_id)
    still_open = {line.line_id: line.open for line in need}
    today = uow.now().date()
    by_id = {one.offer_id: one for one in offers}
    fit = fitting(request.content, fields, Audience.of(shown), still_open, offers, today)
    found = [_offer(uow, by_id[one]) for one in fit]
    state, new = domain.told(before, request, version, fields, found, new_id(uow.clock))
    if before is None and not new:
        return
    if before is None or not domain.same(before.state, state):
        heard = (before.of_version(request.content_version) if before is not None else frozenset()) | set(new)
        await _keep(uow, before, state, heard, FittingRequestFound, offers=new)


def _offer(uow: UnitOfWork, offer: SupportOfferState) -> HintedOffer:
    """An offer with the deployment that tells its lead."""
    settings, lead = uow.settings, offer.content.offering_parties[0]
    assert isinstance(settings, MatchingSettings)
    region = serving(lead, settings.deployment, settings.peers, uow.now().date(), settings.last_counter)
    return HintedOffer(offer_id=offer.offer_id, reference=offer.reference, party=lead, region=region)


async def _recall(uow: UnitOfWork, before: Heard | None, version: int) -> None:
    if before is not None and before.state.status != "recalled":
        await _keep(uow, before, domain.recalled(before.state, version), before.offers, FittingRequestRecalled)


async def _keep(
    uow: UnitOfWork, before: Heard | None, state: FittingRequestState, heard: frozenset[str], kind: type[FittingEvent],
    **more: object,
) -> None:  # fmt: skip
    version = before.version + 1 if before is not None else 1
    await FittingRepository(uow.connection).keep(state, version, heard)
    event = {"aggregate_id": state.fitting_id, "aggregate_version": version, "fitting": state} | more
    uow.record(kind.model_validate(event))
