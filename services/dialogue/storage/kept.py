"""What dialogue keeps and readers of other deployments may ask for (WM 4, 6)."""

import sqlalchemy as sa

from services.dialogue.storage.tables import meeting, metadata
from shared.contracts.dialogue import MeetingConvened
from shared.runtime.federation.kept import Kept
from shared.runtime.federation.tables import federation_table

digest_table = federation_table(metadata)
_ID = sa.cast(meeting.c.meeting_id, sa.Text).label("id")
_ROWS = sa.select(_ID, meeting.c.version, meeting.c.state)

KEPT = (Kept("meeting", MeetingConvened.wire_type, "meeting", _ROWS, meeting.c.meeting_id),)
