"""Which meetings say the same: the same title at the same moment, whatever letters it is in (WM 4)."""

from collections.abc import Sequence

from shared.contracts.shapes.meeting import MeetingContent
from shared.wording.likeness import likeness


def likeness_of(content: MeetingContent, region: str, distinct_from: Sequence[str] = ()) -> bytes:
    """What a meeting says, as a digest. Who names others that are not meant says something else than they do."""
    when = content.starts_at.isoformat()
    return likeness(region, content.invited, content.title, (), when, content.topic_kind, sorted(distinct_from))
