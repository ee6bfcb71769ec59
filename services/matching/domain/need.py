"""What is open of a request line: open = asked - reserved - committed, in the line's unit (WM 16)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from shared.contracts.shapes.match import MatchLine, NeedLine
from shared.contracts.shapes.support_request import RequestLine
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P16

ZERO = Decimal(0)


def need_line(line: RequestLine, reserved: Decimal = ZERO, committed: Decimal = ZERO) -> NeedLine:
    """A request line with what is promised of it."""
    asked = line.quantity.amount
    return NeedLine(
        line_id=line.line_id, functional_area=line.functional_area, support_type=line.support_type,
        unit=line.quantity.unit, asked=asked, reserved=reserved, committed=committed,
        open=max(ZERO, asked - reserved - committed),
    )  # fmt: skip


def of_request(lines: Sequence[RequestLine], before: Sequence[NeedLine] = ()) -> tuple[NeedLine, ...]:
    """The need of a request, keeping what is promised of its lines."""
    known = {need.line_id: need for need in before}
    return tuple(
        need_line(x, known[x.line_id].reserved if x.line_id in known else ZERO,
                  known[x.line_id].committed if x.line_id in known else ZERO)
        for x in lines
    )  # fmt: skip


def covered(lines: Sequence[MatchLine], request_id: str) -> dict[str, Decimal]:
    """How much of each line of a request a match covers."""
    found: dict[str, Decimal] = {}
    for line in lines:
        if line.request_id == request_id:
            found[line.request_line_id] = found.get(line.request_line_id, ZERO) + line.covers.amount
    return found


def reserve(need: Sequence[NeedLine], lines: Sequence[MatchLine], request_id: str) -> tuple[NeedLine, ...]:
    """Takes part of what is open. Raises Invalid for a wrong line or unit, Conflict when less is open."""
    known = {line.line_id: line for line in need}
    faults = []
    for n, line in enumerate(lines):
        if line.request_id != request_id:
            continue
        if line.request_line_id not in known:
            faults.append(Fault(f"/lines/{n}/request_line_id", "the request has no such line", "unknown_line"))
        elif line.covers.unit != known[line.request_line_id].unit:
            words = f"this line counts in {known[line.request_line_id].unit}"
            faults.append(Fault(f"/lines/{n}/covers/unit", words, "other_unit"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P16)
    amounts = covered(lines, request_id)
    for line_id, amount in amounts.items():
        if amount > known[line_id].open:
            words = f"Of line {line_id} only {known[line_id].open} {known[line_id].unit} are open"
            raise Conflict("need_not_open", words, P16)
    return _changed(need, amounts, reserved=1)


def free(need: Sequence[NeedLine], lines: Sequence[MatchLine], request_id: str) -> tuple[NeedLine, ...]:
    """Opens again what a match that is over had taken."""
    return _changed(need, covered(lines, request_id), reserved=-1)


def commit(need: Sequence[NeedLine], lines: Sequence[MatchLine], request_id: str) -> tuple[NeedLine, ...]:
    """What was reserved is committed by a confirmed match."""
    return _changed(need, covered(lines, request_id), reserved=-1, committed=1)


def _changed(
    need: Sequence[NeedLine], amounts: Mapping[str, Decimal], reserved: int, committed: int = 0
) -> tuple[NeedLine, ...]:
    changed = []
    for line in need:
        amount = amounts.get(line.line_id, ZERO)
        held, done = line.reserved + reserved * amount, line.committed + committed * amount
        if held < 0:
            raise ArithmeticError(f"line {line.line_id} would have less than nothing reserved")
        left = max(ZERO, line.asked - held - done)
        changed.append(line.model_copy(update={"reserved": held, "committed": done, "open": left}))
    return tuple(changed)


def give_back(need: Sequence[NeedLine], amounts: Mapping[str, Decimal]) -> tuple[NeedLine, ...]:
    """Opens again what was committed and is not given: amounts by line, in the line's unit, never more than is committed."""
    known = {line.line_id: line.committed for line in need}
    freed = {line_id: min(amount, known[line_id]) for line_id, amount in amounts.items() if line_id in known}
    return _changed(need, {line_id: -amount for line_id, amount in freed.items()}, reserved=0, committed=1)
