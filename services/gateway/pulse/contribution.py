"""What an event says about the figures: which request, which figure, which parts (WM 6, 16). Pure."""

from dataclasses import dataclass
from typing import Any

from services.gateway.read_model.figures import FIRST_FEEDBACK, UNMET_NEED
from shared.contracts.event import Event
from shared.contracts.intake import SupportRequestEvent
from shared.contracts.matching import OpenNeedChanged


@dataclass(frozen=True)
class Contribution:
    """Replaces what this request added to the figure, unless something newer is known."""

    region: str
    request_id: str
    figure: str
    version: int
    parts: list[dict[str, Any]]


def contribution(event: Event) -> Contribution | None:
    """The contribution of an event; None when it says nothing about a figure."""
    if isinstance(event, OpenNeedChanged):
        parts = [
            # Reserved is not met: what is consulted about moves no figure that others than officers see (WM 11).
            {
                "functional_area": line.functional_area,
                "unit": line.unit,
                "open": format(line.asked - line.committed, "f"),
            }
            for line in event.lines
        ]
        return Contribution(event.region, event.request_id, UNMET_NEED, event.aggregate_version, parts)
    if isinstance(event, SupportRequestEvent) and event.request.feedback_at is not None:
        one = event.request
        seconds = (event.request.feedback_at - one.submitted_at).total_seconds()
        said: list[dict[str, Any]] = [{"seconds": seconds}]
        return Contribution(one.region, one.request_id, FIRST_FEEDBACK, event.aggregate_version, said)
    return None
