"""Which offers say the same: the same leading party, title, lines and time, whatever letters they are in (WM 7)."""

from collections.abc import Sequence

from shared.contracts.shapes.support_offer import OfferContent
from shared.wording.likeness import likeness


def likeness_of(content: OfferContent, distinct_from: Sequence[str] = ()) -> bytes:
    """What an offer says, as a digest. Who names others that are not meant says something else than they do."""
    parties = content.offering_parties
    lines = [line.model_dump(mode="json", exclude={"line_id", "description"}) for line in content.lines]
    time = content.availability.model_dump(mode="json")
    return likeness(parties[0], (), content.title, lines, time, content.in_response_to, sorted(distinct_from))
