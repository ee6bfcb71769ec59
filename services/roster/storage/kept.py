"""What the roster keeps and readers of other deployments may ask for (WM 6, 7)."""

import sqlalchemy as sa

from services.roster.storage.tables import metadata, support_offer
from shared.contracts.roster import OfferListed
from shared.runtime.federation.kept import Kept
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(support_offer.c.offer_id, sa.Text).label("id")
_ROWS = sa.select(_ID, support_offer.c.version, support_offer.c.state)

KEPT = (Kept("offer", OfferListed.wire_type, "offer", _ROWS, support_offer.c.offer_id),)
