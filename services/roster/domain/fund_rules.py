"""Contributions and allotments of the fund through their life (WM 7). Pure: state in, state out.

Nothing is decided by a machine: one person proposes, another one approves, and the State in whose support it is spent agrees first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from shared.contracts.reference.currencies import currencies
from shared.contracts.shapes.fund import (
    AllotmentContent,
    AllotmentDecision,
    FundAllotment,
    FundContribution,
    FundEarmark,
    StateAnswer,
)
from shared.contracts.shapes.values import Quantity
from shared.modalities.errors import Conflict, Fault, Invalid, NotPermitted
from shared.modalities.paragraphs import P7

SETTLED = frozenset({"refused", "withdrawn", "declined", "closed"})


@dataclass(frozen=True)
class Ceiling:
    """What one allotment and all of a period may come to in a currency, and what was allotted in the period before."""

    each: Decimal
    period: Decimal
    before: Decimal


def in_money(money: Quantity) -> None:
    """Raises Invalid for what is no currency: the fund keeps money alone."""
    if money.unit not in currencies():
        raise Invalid((Fault("/money/unit", f"'{money.unit}' is no currency", "not_a_currency"),), paragraph=P7)


def withdrawn(state: FundContribution) -> FundContribution:
    """Its party gives it no more. Raises Conflict once it was received."""
    _promised(state)
    return state.model_copy(update={"status": "withdrawn"})


def received(state: FundContribution, on: date, by: str, today: date) -> FundContribution:
    """An officer says that the money came. Raises Conflict, and Invalid for a day to come."""
    _promised(state)
    if on > today:
        raise Invalid((Fault("/received_on", "that day has not come", "not_yet"),), paragraph=P7)
    return state.model_copy(update={"status": "received", "received_on": on, "persons": _with(state.persons, by)})


def not_received(state: FundContribution, by: str) -> FundContribution:
    """That the money came was said in error; another person says so. Raises Conflict, NotPermitted."""
    returning(state, by)
    return state.model_copy(update={"status": "promised", "received_on": None})


def returning(state: FundContribution, by: str) -> None:
    """Whether money of it may go back: not by who recorded it. Raises Conflict, NotPermitted."""
    _received(state)
    another(by, state.persons, "recorded the contribution")


def fits(mark: FundEarmark, content: AllotmentContent) -> None:
    """Raises Conflict where the ear-mark does not allow it."""
    outside = {
        "country": mark.country not in (None, content.state),
        "functional_area": mark.functional_area not in (None, content.functional_area),
        "quality_initiative": mark.quality_initiative and content.purpose.initiative_id is None,
    }
    if broken := [name for name, out in outside.items() if out]:
        raise Conflict("outside_the_earmark", f"The contribution is ear-marked otherwise: {', '.join(broken)}", P7)


def proposed(content: AllotmentContent, given: FundContribution, ceiling: Ceiling, there: Decimal) -> None:
    """Whether an allotment of a contribution may be made, when it is proposed and again when it is approved. Raises Conflict,
    Invalid.
    """
    _received(given)
    if content.money.unit != given.content.money.unit:
        words = f"the contribution is in {given.content.money.unit}; nothing is converted"
        raise Invalid((Fault("/money/unit", words, "another_currency"),), paragraph=P7)
    fits(given.content.earmark, content)
    amount = content.money.amount
    if amount > ceiling.each:
        raise Conflict("above_the_ceiling", f"One allotment is {ceiling.each} {content.money.unit} at most", P7)
    if amount + ceiling.before > ceiling.period:
        words = f"{ceiling.before} of {ceiling.period} {content.money.unit} of this period are allotted"
        raise Conflict("above_the_ceiling_of_the_period", words, P7)
    if amount > there:
        raise Conflict("not_enough_there", f"{there} {content.money.unit} of it are there", P7)


def decided(state: FundAllotment, given: FundContribution, decision: AllotmentDecision) -> FundAllotment:
    """A second person approves or refuses: neither who proposed it nor, of an approval, who recorded the contribution that it draws
    on. Raises Conflict, NotPermitted.
    """
    if state.status != "proposed":
        raise Conflict("not_proposed", f"{state.reference} is '{state.status}'", P7)
    another(decision.by, (state.proposed_by or "",), "proposed it")
    if decision.approved:
        another(decision.by, given.persons, "recorded the contribution that it draws on")
    return state.model_copy(update={"status": "approved" if decision.approved else "refused", "decision": decision})


def taken_back(state: FundAllotment) -> FundAllotment:
    """It is proposed no more. Raises Conflict."""
    if state.status != "proposed":
        raise Conflict("not_proposed", f"{state.reference} is '{state.status}'", P7)
    return state.model_copy(update={"status": "withdrawn"})


def answered(state: FundAllotment, answer: StateAnswer, bound: Decimal) -> FundAllotment:
    """The State's own word; ``bound``: what is committed or paid already: then it is too late to say no. Raises Conflict."""
    if state.status in SETTLED:
        raise Conflict("allotment_over", f"{state.reference} is '{state.status}'", P7)
    if not answer.agreed and bound > 0:
        raise Conflict("committed_already", f"{bound} of it are committed or paid", P7)
    return state.model_copy(update={"answer": answer} | ({} if answer.agreed else {"status": "declined"}))


def spending(state: FundAllotment) -> None:
    """Whether anything may be spent of it: approved by a second person, agreed to by the State. Raises Conflict."""
    if state.status != "approved":
        raise Conflict("not_approved", f"{state.reference} is '{state.status}'", P7)
    if state.answer is None or not state.answer.agreed:
        raise Conflict("state_has_not_agreed", f"{state.content.state} has not agreed to it", P7)


def closed(state: FundAllotment, now: datetime) -> FundAllotment:
    """Nothing more is spent of it; what is left goes back to the contribution. Raises Conflict."""
    if state.status != "approved":
        raise Conflict("not_approved", f"{state.reference} is '{state.status}'", P7)
    return state.model_copy(update={"status": "closed", "closed_at": now})


def another(by: str, those: tuple[str, ...], did: str) -> None:
    """Two persons: raises NotPermitted for one who did the other part."""
    if by in those:
        raise NotPermitted("same_person", f"Another person than who {did} does this", P7)


def _promised(state: FundContribution) -> None:
    if state.status != "promised":
        raise Conflict("not_promised", f"{state.reference} is '{state.status}'", P7)


def _received(state: FundContribution) -> None:
    if state.status != "received":
        raise Conflict("not_received", f"{state.reference} is '{state.status}': its money is not there", P7)


def _with(persons: tuple[str, ...], by: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*persons, by)))
