"""A party prepares a package of support once (WM 18), changes it, says that it stands, and withdraws it (WM 7)."""

from services.roster.actions.expert import own_experts
from services.roster.actions.offer import Roster
from services.roster.actions.package import PACKAGE, Package, PackageBody, changed
from services.roster.domain import support_package as domain
from services.roster.storage.packages import PackageRepository
from shared.application.use_case import Change, Done, Make, NoBody, whole
from shared.contracts.packages import PackageEvent, PackagePrepared, PackageRevised, PackageWithdrawn
from shared.contracts.shapes.support_package import SupportPackageState
from shared.modalities.access import actions as a
from shared.modalities.access.resources import of_party


async def prepare_package(doing: Roster, body: PackageBody) -> Done[SupportPackageState]:
    """Raises Invalid naming every fault."""
    packages, party, now = PackageRepository(doing.uow.connection), doing.by.party or "", doing.now
    await own_experts(doing, body.lines, party)
    reference = await packages.next_reference(party, now.year)
    state = domain.prepared(body.content(), doing.new_id(), reference, doing.context.deployment, party, now)
    await packages.add(state)
    doing.uow.record(PackagePrepared(aggregate_id=state.package_id, aggregate_version=1, package=state))
    return Done(state, 1, state.package_id)


async def revise_package(doing: Roster, stored: Package, body: PackageBody) -> Done[SupportPackageState]:
    """Raises Conflict, Invalid."""
    if [one.experts for one in body.lines] != [one.experts for one in stored.state.content.lines]:
        await own_experts(doing, body.lines, stored.state.party)
    return await changed(
        doing, stored, _said(PackageRevised, stored, domain.reworded(stored.state, body.content(), doing.now))
    )


async def confirm_package(doing: Roster, stored: Package, _: NoBody) -> Done[SupportPackageState]:
    """Raises Conflict once it is withdrawn."""
    return await changed(doing, stored, _said(PackageRevised, stored, domain.confirmed(stored.state, doing.now)))


async def withdraw_package(doing: Roster, stored: Package, _: NoBody) -> Done[SupportPackageState]:
    """Raises Conflict once it is withdrawn."""
    return await changed(doing, stored, _said(PackageWithdrawn, stored, domain.withdrawn(stored.state)))


def _said(kind: type[PackageEvent], stored: Package, state: SupportPackageState) -> PackageEvent:
    return kind(aggregate_id=state.package_id, aggregate_version=stored.version + 1, package=state)


PREPARE_PACKAGE = Make(
    a.PREPARE_PACKAGE, PackageBody, lambda doing, _: of_party(doing.by.party or "", doing.context.deployment), prepare_package, whole
)  # fmt: skip
REVISE_PACKAGE = Change(PACKAGE, a.REVISE_PACKAGE, PackageBody, revise_package)
CONFIRM_PACKAGE = Change(PACKAGE, a.REVISE_PACKAGE, NoBody, confirm_package)
WITHDRAW_PACKAGE = Change(PACKAGE, a.WITHDRAW_PACKAGE, NoBody, withdraw_package)
