"""Arithmetic of an engagement's lines: what is committed is delivered, given back, or still owed; more may be delivered (WM 11).

Conversion between an offer line's unit and a request line's is what the match said of it, and is not guessed otherwise.
"""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from shared.contracts.shapes.engagement import EngagementLine
from shared.contracts.shapes.engagement_plan import ReportedDelivery
from shared.contracts.shapes.engagement_terms import TermsLine
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Fault

ZERO = Decimal(0)
CENT = Decimal("0.01")


def conversion_fault(line: EngagementLine, quantity: Quantity, covers: Quantity, pointer: str) -> list[Fault]:
    """Faults of units that are not the line's. Nothing is converted here."""
    faults = []
    if quantity.unit != line.unit:
        words = f"line {line.line_id} is given in {line.unit}; how much {quantity.unit} that is nobody said"
        faults.append(Fault(f"{pointer}/quantity/unit", words, "other_unit"))
    if covers.unit != line.covers_unit:
        words = f"line {line.line_id} was asked in {line.covers_unit}; how much {covers.unit} that is nobody said"
        faults.append(Fault(f"{pointer}/covers/unit", words, "other_unit"))
    return faults


def counted(lines: Iterable[EngagementLine], deliveries: Iterable[ReportedDelivery]) -> tuple[EngagementLine, ...]:
    """Lines with what was said and confirmed of them; what is disputed counts as neither."""
    said: dict[str, dict[str, Decimal]] = {}
    for one in deliveries:
        of_line = said.setdefault(one.line_id, {})
        name = {"self_reported": "reported", "confirmed": "delivered", "disputed": "disputed"}[one.standing]
        of_line[name] = of_line.get(name, ZERO) + one.quantity.amount
        of_line[f"{name}_covers"] = of_line.get(f"{name}_covers", ZERO) + one.covers.amount
    fields = ("reported", "reported_covers", "delivered", "delivered_covers")
    return tuple(
        line.model_copy(update={name: said.get(line.line_id, {}).get(name, ZERO) for name in fields}) for line in lines
    )


def agreed(lines: Iterable[EngagementLine], terms: Iterable[TermsLine]) -> tuple[EngagementLine, ...]:
    """Lines with what the signed terms say of them; one they leave out is not to be given."""
    known = {one.line_id: one for one in terms}
    return tuple(
        line.model_copy(
            update={
                "agreed": known[line.line_id].quantity.amount if line.line_id in known else ZERO,
                "agreed_covers": known[line.line_id].covers.amount if line.line_id in known else ZERO,
            }
        )
        for line in lines
    )


def released(lines: Iterable[EngagementLine], keep_agreed: bool) -> tuple[EngagementLine, ...]:
    """Lines that give back what is not needed any more, beside what they gave back before.

    ``keep_agreed``: what the terms leave out of the match goes back, but for what was delivered. Otherwise all that nobody
    said was delivered does. What one side reported stays, until the other says that it was otherwise.
    """
    return tuple(_released(line, keep_agreed) for line in lines)


def _released(line: EngagementLine, keep_agreed: bool) -> EngagementLine:
    kept, kept_covers = line.delivered + line.reported, line.delivered_covers + line.reported_covers
    if keep_agreed:
        kept, kept_covers = max(kept, line.agreed), max(kept_covers, line.agreed_covers)
    back = max(line.released, line.committed - kept, ZERO)
    back_covers = max(line.released_covers, line.committed_covers - kept_covers, ZERO)
    return line.model_copy(update={"released": back, "released_covers": back_covers})


def free(line: EngagementLine) -> tuple[Decimal, Decimal]:
    """What terms can still agree on, in both units: what went back is promised to nobody here any more (WM 7)."""
    return line.committed - line.released, line.committed_covers - line.released_covers


def share(line: EngagementLine, quantity: Decimal) -> Decimal:
    """What part of the request line a part of the offer line meets, as the match put them together; cents, rounded down."""
    if line.unit == line.covers_unit or line.committed == 0:
        return quantity
    return (line.committed_covers * quantity / line.committed).quantize(CENT, ROUND_DOWN)


def over_delivered(line: EngagementLine) -> Decimal:
    """What was confirmed beyond what was agreed: allowed, and shown."""
    return max(line.delivered - line.agreed, ZERO)
