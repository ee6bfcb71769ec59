"""What intake keeps and readers of other deployments may ask for (WM 6)."""

import sqlalchemy as sa

from services.intake.storage.tables import metadata, own_commitment, support_request
from shared.contracts.intake import OwnCommitmentRecorded, SupportRequestSubmitted
from shared.runtime.federation.kept import Kept
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(support_request.c.request_id, sa.Text).label("id")
_COMMITMENT = sa.cast(own_commitment.c.commitment_id, sa.Text).label("id")

KEPT = (
    Kept(
        "request",
        SupportRequestSubmitted.wire_type,
        "request",
        sa.select(_ID, support_request.c.version, support_request.c.state),
        support_request.c.request_id,
    ),
    Kept(
        "commitment",
        OwnCommitmentRecorded.wire_type,
        "commitment",
        sa.select(_COMMITMENT, own_commitment.c.version, own_commitment.c.state),
        own_commitment.c.commitment_id,
    ),
)
