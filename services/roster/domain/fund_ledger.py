"""The fund's ledger: entries of debits and credits that come to the same, of one currency, never changed (WM 7). Pure.

What a party contributed stands as a credit; where it is now, as debits: ``available``, ``allotted``, ``committed``, ``paid``,
``returned``. Together they are always what was contributed, and none is ever below nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from shared.contracts.shapes.fund import EntryKind, FundEntry, FundPosting
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P7

Place = Literal["available", "allotted", "committed", "paid", "returned"]
PLACES: tuple[Place, ...] = ("available", "allotted", "committed", "paid", "returned")
OF_ALLOTMENT = frozenset({"allotted", "committed", "paid"})
CONTRIBUTED = "contributed"
CORRECTED = frozenset({"commitment", "payment"})
"""Entries of an allotment that an entry against them takes back; the others end by a word of their own."""


@dataclass(frozen=True)
class Entered:
    """Of which contribution and allotment, in which currency, by which person, why, and when."""

    entry_id: str
    contribution_id: str
    currency: str
    by: str
    at: datetime
    allotment_id: str | None = None
    reason: str | None = None

    def account(self, place: str) -> str:
        """The account: what is the contribution's stands under it, the rest under the allotment."""
        return f"{place}:{self.allotment_id if place in OF_ALLOTMENT else self.contribution_id}"


def moved(kind: EntryKind, entered: Entered, amount: Decimal, source: str, target: Place) -> FundEntry:
    """Money goes from one place to another: a debit there, a credit here. Raises ValueError for nothing, or less."""
    return gathered(kind, entered, {source: amount}, target)


def gathered(kind: EntryKind, entered: Entered, sources: Mapping[str, Decimal], target: Place) -> FundEntry:
    """Money of several places goes to one."""
    taken = {source: amount for source, amount in sources.items() if amount != 0}
    if not taken or min(taken.values()) < 0:
        raise ValueError("an entry moves more than nothing")
    credits = tuple(FundPosting(account=entered.account(one), credit=amount) for one, amount in taken.items())
    debit = FundPosting(account=entered.account(target), debit=sum(taken.values(), Decimal(0)))
    return _entry(kind, entered, (debit, *credits))


def reversed_entry(entry: FundEntry, entered: Entered) -> FundEntry:
    """The entry against one: its debits are credits, and the other way round."""
    sides = tuple(FundPosting(account=one.account, debit=one.credit, credit=one.debit) for one in entry.postings)
    return _entry("reversal", entered, sides).model_copy(update={"reverses": entry.entry_id})


def comes_to_the_same(entry: FundEntry) -> bool:
    """Whether its debits are its credits."""
    return sum(one.debit for one in entry.postings) == sum(one.credit for one in entry.postings) > 0


def balances(entries: Iterable[FundEntry]) -> dict[str, Decimal]:
    """Account -> debits less credits."""
    found: dict[str, Decimal] = {}
    for one in (one for entry in entries for one in entry.postings):
        found[one.account] = found.get(one.account, Decimal(0)) + one.debit - one.credit
    return found


def enough(there: Decimal, amount: Decimal, place: str) -> None:
    """Raises Conflict where less is there than is taken."""
    if amount > there:
        raise Conflict("not_enough_there", f"{there} is {place}, less than {amount}", P7)


def _entry(kind: EntryKind, entered: Entered, postings: tuple[FundPosting, ...]) -> FundEntry:
    return FundEntry(
        entry_id=entered.entry_id, kind=kind, contribution_id=entered.contribution_id, allotment_id=entered.allotment_id,
        currency=entered.currency, postings=postings, by=entered.by, reason=entered.reason, at=entered.at,
    )  # fmt: skip
