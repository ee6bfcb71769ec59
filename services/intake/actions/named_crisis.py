"""A request that says which declared crisis it is about names one that stands, of a State that asks (WM 12)."""

from services.intake.storage.crises import CrisisRepository
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P12

PLACE = "/crisis/reference"


async def named_crisis(crises: CrisisRepository, content: RequestContent, before: RequestContent | None = None) -> None:
    """Raises Invalid; a crisis of other States is as absent. What an earlier version named stays named when it has ended."""
    named = _named(content)
    if named is None or (before is not None and named == _named(before)):
        return
    found = await crises.called(named)
    if found is None or not {one.party for one in found.states} & set(content.requesting_states):
        fault = Fault(PLACE, "is no crisis that was declared of a State that asks", "unknown_crisis")
        raise Invalid((fault,), paragraph=P12)
    if found.status != "declared":
        raise Invalid((Fault(PLACE, "has ended", "crisis_ended"),), paragraph=P12)


def _named(content: RequestContent) -> str | None:
    return content.crisis.reference if content.crisis is not None else None
