"""An engagement as its reader sees it (WM 11, 17)."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.shapes.engagement import EngagementState
from shared.modalities.access import engagement_view
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_engagement


def as_seen_by(reader: Actor, state: EngagementState) -> Mapping[str, Any]:
    """What the reader may read of it; nothing where it may not know of it."""
    return engagement_view.engagement(reader, of_engagement(state), state.model_dump(mode="json")) or {}
