"""What intake keeps and readers of other deployments may ask for (WM 6)."""

import sqlalchemy as sa

from services.intake.storage.tables import crisis, metadata, own_commitment, support_request, warning
from shared.contracts.commitments import OwnCommitmentRecorded
from shared.contracts.crises import CrisisDeclared
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.warnings import WarningRaised
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(support_request.c.request_id, sa.Text).label("id")
_COMMITMENT = sa.cast(own_commitment.c.commitment_id, sa.Text).label("id")
_CRISIS = sa.select(sa.cast(crisis.c.crisis_id, sa.Text).label("id"), crisis.c.version, crisis.c.state)
_WARNING = sa.select(sa.cast(warning.c.warning_id, sa.Text).label("id"), warning.c.version, warning.c.state)

KEPT = (
    KeptAggregate(
        "request",
        SupportRequestSubmitted.wire_type,
        "request",
        sa.select(_ID, support_request.c.version, support_request.c.state),
        support_request.c.request_id,
    ),
    KeptAggregate(
        "commitment",
        OwnCommitmentRecorded.wire_type,
        "commitment",
        sa.select(_COMMITMENT, own_commitment.c.version, own_commitment.c.state),
        own_commitment.c.commitment_id,
    ),
    KeptAggregate("crisis", CrisisDeclared.wire_type, "crisis", _CRISIS, crisis.c.crisis_id),
    KeptAggregate("warning", WarningRaised.wire_type, "warning", _WARNING, warning.c.warning_id),
)
