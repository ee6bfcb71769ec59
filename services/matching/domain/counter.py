"""A counter to a proposed match through its life (WM 11). Pure: state in, state out; its party and officers alone move it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from shared.contracts.shapes.counter import Counter, CounterLine
from shared.contracts.shapes.match import MatchLine, MatchState, Side
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Fault, Invalid, NotFound
from shared.modalities.paragraphs import P11

ZERO = Decimal(0)
MOST = 50
"""Counters that one match keeps; more talk than that belongs into a thread or a new proposal."""
LineKey = tuple[str, str, str, str]
"""Request and its line, offer and its line."""


@dataclass(frozen=True)
class NamedLine:
    """A line of the match as a party names it: by its own thing, and by the other's where that is needed and known to it."""

    request_id: str | None
    request_line_id: str | None
    offer_id: str | None
    offer_line_id: str | None
    amount: Decimal

    def fits(self, line: MatchLine) -> bool:
        """Whether nothing that it names is other than the line's."""
        pairs = zip(
            (self.request_id, self.request_line_id, self.offer_id, self.offer_line_id), key_of(line), strict=True
        )
        return all(said is None or said == there for said, there in pairs)


@dataclass(frozen=True)
class OwnLines:
    """What of a match is a party's own: its things, and how much of each of their lines there is at most, where that is known."""

    things: frozenset[str]
    most: Mapping[tuple[str, str], Decimal]


def key_of(line: MatchLine | CounterLine) -> LineKey:
    """Which line it is."""
    return line.request_id, line.request_line_id, line.offer_id, line.offer_line_id


def open_of(match: MatchState, party: str) -> Counter | None:
    """The counter of a party that waits for an officer."""
    return next((one for one in match.counters if one.party == party and one.status == "open"), None)


def own_quantity(line: MatchLine, role: str) -> Quantity:
    """What of a line its party gives or takes: an offerer in its offer's unit, a requester in its request's."""
    return line.quantity if role == "offerer" else line.covers


def _own_line(line: MatchLine, role: str) -> tuple[str, str]:
    return (line.offer_id, line.offer_line_id) if role == "offerer" else (line.request_id, line.request_line_id)


def may_counter(match: MatchState, party: str) -> Side:
    """The side that counters. Raises Conflict, Invalid for who is none of it."""
    if match.status != "reserved":
        raise Conflict(f"match_{match.status}", f"A match that is {match.status} cannot be countered", P11)
    mine = next((side for side in match.sides if side.party == party), None)
    if mine is None:
        raise Invalid((Fault("/party", "is no party of this match", "no_party"),), paragraph=P11)
    if mine.answer != "pending":
        raise Conflict("already_answered", f"{party} has {mine.answer} this match already", P11)
    if open_of(match, party) is not None:
        raise Conflict("counter_open", f"A counter of {party} waits for an officer already; withdraw it first", P11)
    if len(match.counters) >= MOST:
        raise Conflict("too_many_counters", f"One match keeps {MOST} counters", P11)
    return mine


def lines_countered(
    match: MatchState, side: Side, own: OwnLines, named: Sequence[NamedLine]
) -> tuple[CounterLine, ...]:
    """The lines as they are kept. Raises Invalid naming every one that is not the party's, not one, or more than there is."""
    lines: dict[LineKey, CounterLine] = {}
    faults = []
    mine = [line for line in match.lines if _own_line(line, side.role)[0] in own.things]
    for n, one in enumerate(named):
        hits = {key_of(line): line for line in mine if one.fits(line)}
        if len(hits) != 1:
            words = (
                "fits several lines of the match: name the other side's too"
                if hits
                else "is no line of yours in this match"
            )
            faults.append(Fault(f"/lines/{n}", words, "ambiguous_line" if hits else "not_your_line"))
            continue
        ((key, line),) = hits.items()
        if key in lines:
            faults.append(Fault(f"/lines/{n}", "is named twice", "named_twice"))
        lines[key] = CounterLine(
            request_id=key[0], request_line_id=key[1], offer_id=key[2], offer_line_id=key[3], amount=one.amount,
            unit=own_quantity(line, side.role).unit,
        )  # fmt: skip
    faults += list(_beyond(match, side.role, own, lines)) if not faults else []
    if not faults and not any(left(match, side.role, lines)):
        faults.append(Fault("/lines", "nothing of the match is left by this: decline it instead", "decline_instead"))
    if not faults and _changes_nothing(match, side.role, lines):
        faults.append(Fault("/lines", "says what is proposed already: accept it instead", "nothing_countered"))
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    return tuple(lines.values())


def _amounts(match: MatchState, role: str) -> dict[LineKey, Decimal]:
    """What is proposed now of each line; one that stands in the match twice counts once, with both amounts."""
    found: dict[LineKey, Decimal] = {}
    for line in match.lines:
        found[key_of(line)] = found.get(key_of(line), ZERO) + own_quantity(line, role).amount
    return found


def left(match: MatchState, role: str, countered: Mapping[LineKey, CounterLine]) -> list[LineKey]:
    """Lines of the match of which something is left."""
    now = _amounts(match, role)
    return [key for key, amount in now.items() if (countered[key].amount if key in countered else amount) > 0]


def _changes_nothing(match: MatchState, role: str, countered: Mapping[LineKey, CounterLine]) -> bool:
    now = _amounts(match, role)
    return all(one.amount == now[key] for key, one in countered.items())


def _beyond(match: MatchState, role: str, own: OwnLines, countered: Mapping[LineKey, CounterLine]) -> Iterable[Fault]:
    """Own lines of which more would be given or taken than there is."""
    now, wanted = _amounts(match, role), dict[tuple[str, str], Decimal]()
    for line in {key_of(line): line for line in match.lines}.values():
        key, mine = key_of(line), _own_line(line, role)
        wanted[mine] = wanted.get(mine, ZERO) + (countered[key].amount if key in countered else now[key])
    touched = [(n, one) for n, one in enumerate(countered.values())]
    for n, one in touched:
        mine = (one.offer_id, one.offer_line_id) if role == "offerer" else (one.request_id, one.request_line_id)
        most = own.most.get(mine)
        if most is not None and wanted[mine] > most:
            yield Fault(f"/lines/{n}/amount", f"of this line there are {most} {one.unit}", "more_than_there_is")


def countered(match: MatchState, counter: Counter) -> MatchState:
    """The counter is kept beside those of before."""
    return match.model_copy(update={"counters": (*match.counters, counter)})


def waiting(match: MatchState, counter_id: str) -> Counter:
    """The counter that is to be settled. Raises NotFound, Conflict once it is, or once the match is over."""
    found = next((one for one in match.counters if one.counter_id == counter_id), None)
    if found is None:
        raise NotFound("not_found", "There is no such counter to this match")
    if found.status != "open":
        raise Conflict(f"counter_{found.status}", f"This counter is {found.status} already", P11)
    return found


def settled(
    match: MatchState,
    counter: Counter,
    status: Literal["taken", "kept", "withdrawn"],
    now: datetime,
    officer: str | None = None,
    reason: str | None = None,
) -> MatchState:
    """What became of it."""
    after = {"status": status, "settled_at": now, "settled_by": officer, "settled_reason": reason}
    done = counter.model_copy(update=after)
    kept = tuple(done if one.counter_id == counter.counter_id else one for one in match.counters)
    return match.model_copy(update={"counters": kept})


def lapsed(counters: Iterable[Counter], party: str | None = None) -> tuple[Counter, ...]:
    """Counters that nobody answers any more: all that are open, or those of a party that left."""
    return tuple(
        one.model_copy(update={"status": "lapsed"}) if one.status == "open" and party in (None, one.party) else one
        for one in counters
    )


def lines_taken(
    match: MatchState, counter: Counter, role: str, others: Mapping[LineKey, Decimal]
) -> tuple[MatchLine, ...]:
    """The lines of the proposal that follows. ``others``: of lines whose two units differ, the amount in the other side's unit,
    which an officer says: no machine works out what so much covers. Raises Invalid naming every line of which it is missing,
    and every one of which it is not asked.
    """
    said = {key_of(one): one for one in counter.lines}
    faults, lines, asked = [], dict[LineKey, MatchLine](), set[LineKey]()
    for line in match.lines:
        key = key_of(line)
        if key in lines and key not in said:
            lines[key] = _together(lines[key], line)
            continue
        new = said[key].amount if key in said else own_quantity(line, role).amount
        if key in lines or new == 0:
            continue
        same, before = line.quantity.unit == line.covers.unit, own_quantity(line, role).amount
        if key in said and not same and new != before:
            asked.add(key)
        other = new if same else others.get(key) if key in asked else own_quantity(line, _OTHER[role]).amount
        if other is None:
            words = f"line {line.request_line_id}: say how much that is in {own_quantity(line, _OTHER[role]).unit}"
            faults.append(Fault("/amounts", words, "other_amount_needed"))
            continue
        mine, theirs = _OF[role], _OF[_OTHER[role]]
        parts = {mine: new, theirs: other}
        lines[key] = line.model_copy(
            update={name: getattr(line, name).model_copy(update={"amount": n}) for name, n in parts.items()}
        )
    faults += [
        Fault("/amounts", "names a line whose amount follows from the counter, or none of it", "not_asked")
        for key in others
        if key not in asked
    ]
    if faults:
        raise Invalid(tuple(faults), paragraph=P11)
    if not lines:
        raise Conflict(
            "decline_instead", "Nothing of the match is left by this counter: its party declines it instead", P11
        )
    return tuple(lines.values())


def said_before(
    former: MatchState, lines: Sequence[MatchLine], now: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What the ranking said of offers for the match before, where it says nothing now: their capacity is held for that one still."""
    there = {(one.get("line_id"), one.get("offer_id")) for one in now}
    wanted = {(line.request_line_id, line.offer_id) for line in lines} - there
    return [one for one in former.explanation if (one.get("line_id"), one.get("offer_id")) in wanted]


def _together(one: MatchLine, other: MatchLine) -> MatchLine:
    def sum_of(name: Literal["quantity", "covers"]) -> Quantity:
        first: Quantity = getattr(one, name)
        return first.model_copy(update={"amount": first.amount + getattr(other, name).amount})

    return one.model_copy(update={"quantity": sum_of("quantity"), "covers": sum_of("covers")})


_OTHER = {"offerer": "requester", "requester": "offerer"}
_OF = {"offerer": "quantity", "requester": "covers"}
