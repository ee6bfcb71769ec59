"""What delivery keeps and readers of other deployments may ask for (WM 6)."""

import sqlalchemy as sa

from services.delivery.storage.tables import engagement, metadata
from shared.contracts.delivery import EngagementOpened
from shared.runtime.federation.kept import KeptAggregate
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(engagement.c.engagement_id, sa.Text).label("id")
_ROWS = sa.select(_ID, engagement.c.version, engagement.c.state)

KEPT = (KeptAggregate("engagement", EngagementOpened.wire_type, "engagement", _ROWS, engagement.c.engagement_id),)
