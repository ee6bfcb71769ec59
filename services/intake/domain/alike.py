"""Which requests say the same: the same States, title and lines, whatever letters they are in (WM 8)."""

from collections.abc import Sequence

from shared.contracts.shapes.support_request import RequestContent, RequestStatus
from shared.wording.likeness import likeness

OPEN: tuple[RequestStatus, ...] = ("submitted", "feedback_shared", "revised", "in_line")
"""States in which a request is in another one's way."""


def likeness_of(content: RequestContent, distinct_from: Sequence[str] = ()) -> bytes:
    """What a request says, as a digest. Who names others that are not meant says something else than they do."""
    states = content.requesting_states
    lines = [line.model_dump(mode="json", exclude={"line_id", "description"}) for line in content.lines]
    return likeness(states[0], states[1:], content.title, lines, content.kind, sorted(distinct_from))
