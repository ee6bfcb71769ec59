"""How intake says its aggregates again (WM 6)."""

from uuid import UUID

import sqlalchemy as sa

from services.intake.storage.crises import CrisisRepository
from services.intake.storage.repository import RequestRepository
from services.intake.storage.tables import crisis, own_commitment, support_request, warning
from services.intake.storage.warnings import WarningRepository
from shared.contracts.commitments import OwnCommitmentRestated
from shared.contracts.crises import CrisisRestated
from shared.contracts.intake import RequestRestated
from shared.contracts.shapes.own_commitment import OwnCommitmentState
from shared.contracts.warnings import WarningRestated
from shared.runtime.db.unit_of_work import UnitOfWork
from shared.runtime.federation.restating import Again, saying


async def _request(uow: UnitOfWork, request_id: str) -> bool:
    requests = RequestRepository(uow.connection)
    state, version = await requests.locked(UUID(request_id))
    if state.handed_over_to is not None:
        return False
    await requests.save(state, version + 1)
    uow.record(RequestRestated(aggregate_id=request_id, aggregate_version=version + 1, request=state))
    return True


async def _commitment(uow: UnitOfWork, commitment_id: str) -> bool:
    table = own_commitment
    raised = sa.update(table).where(table.c.commitment_id == commitment_id).values(version=table.c.version + 1)
    row = (await uow.connection.execute(raised.returning(table.c.state, table.c.version))).one()
    state = OwnCommitmentState.model_validate(row.state)
    uow.record(OwnCommitmentRestated(aggregate_id=commitment_id, aggregate_version=row.version, commitment=state))
    return True


RESTATED = {
    "request": Again(support_request.c.request_id, _request),
    "commitment": Again(own_commitment.c.commitment_id, _commitment),
    "crisis": Again(crisis.c.crisis_id, saying(CrisisRepository, CrisisRestated, "crisis")),
    "warning": Again(warning.c.warning_id, saying(WarningRepository, WarningRestated, "warning")),
}
