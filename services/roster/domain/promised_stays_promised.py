"""A quantity that is reserved or committed cannot be taken back by changing the offer (WM 7: live, but reliable)."""

from collections.abc import Sequence

from shared.contracts.shapes.support_offer import LineCapacity, OfferLine
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P7


def promised_stays_promised(before: Sequence[LineCapacity], lines: Sequence[OfferLine]) -> None:
    """Raises Invalid naming each line that would fall below what is promised of it, or would change its unit."""
    wanted = {line.line_id: (n, line.quantity) for n, line in enumerate(lines)}
    faults = []
    for capacity in before:
        promised = capacity.reserved + capacity.committed
        if not promised:
            continue
        if capacity.line_id not in wanted:
            words = f"line '{capacity.line_id}' has {promised} {capacity.unit} promised and cannot be removed"
            faults.append(Fault("/lines", words, "line_promised"))
            continue
        place, quantity = wanted[capacity.line_id]
        if quantity.unit != capacity.unit:
            faults.append(Fault(f"/lines/{place}/quantity/unit", "a promised line keeps its unit", "line_promised"))
        elif quantity.amount < promised:
            words = f"{promised} {capacity.unit} are promised; the quantity cannot be less"
            faults.append(Fault(f"/lines/{place}/quantity/amount", words, "line_promised"))
    if faults:
        raise Invalid(tuple(faults), "line_promised", P7)
