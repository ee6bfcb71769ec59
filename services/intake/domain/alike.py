"""Which requests say the same: the same leading State, title and lines, whatever letters they are in (WM 8).

Those whom it names beside itself come and go by their own word (WM 15.v): they make no other request of it.
"""

from collections.abc import Sequence

from shared.contracts.shapes.support_request import RequestContent, RequestStatus
from shared.wording.likeness import likeness

OPEN: tuple[RequestStatus, ...] = ("submitted", "feedback_shared", "revised", "in_line")
"""States in which a request is in another one's way."""


def likeness_of(content: RequestContent, distinct_from: Sequence[str] = ()) -> bytes:
    """What a request says, as a digest. Who names others that are not meant says something else than they do."""
    lines = [line.model_dump(mode="json", exclude={"line_id", "description"}) for line in content.lines]
    return likeness(content.requesting_states[0], (), content.title, lines, content.kind, sorted(distinct_from))
