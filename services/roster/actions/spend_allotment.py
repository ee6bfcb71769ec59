"""Of an allotment that is approved and agreed to, officers record what is committed, what is paid, and its end (WM 7)."""

from decimal import Decimal

from services.roster.actions.contribute import FundReasonBody
from services.roster.actions.fund import ALLOTMENT, Allotment, at, entered_of, kept_allotment
from services.roster.actions.offer import Roster
from services.roster.domain import fund_ledger as ledger
from services.roster.domain import fund_rules as rules
from services.roster.storage.funds import FundLedger
from shared.application.use_case import Change, Done
from shared.contracts.incoming import Strict
from shared.contracts.shapes.fund import EntryKind, FundAllotment
from shared.contracts.shapes.values import Amount, Id, Text
from shared.modalities.access import actions as a
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P7
from shared.runtime.identifiers import parsed


class SpendingBody(Strict):
    """So much, in the currency of the allotment, and what for: a contract, a bill."""

    amount: Amount
    reason: Text


class ReversalBody(Strict):
    """The entry that was made in error, and why."""

    entry_id: Id
    reason: Text


async def commit_allotment(doing: Roster, stored: Allotment, body: SpendingBody) -> Done[FundAllotment]:
    """Raises Conflict."""
    return await _spent(doing, stored, body, "commitment", "allotted", "committed")


async def pay_allotment(doing: Roster, stored: Allotment, body: SpendingBody) -> Done[FundAllotment]:
    """Raises Conflict."""
    return await _spent(doing, stored, body, "payment", "committed", "paid")


async def close_allotment(doing: Roster, stored: Allotment, body: FundReasonBody) -> Done[FundAllotment]:
    """What is not paid goes back to the contribution. Raises Conflict."""
    state, entry = rules.closed(stored.state, doing.now), entered_of(doing, stored.state, body.reason)
    allotted, committed = await at(doing, entry, "allotted", "committed")
    if allotted + committed > 0:
        left = {"allotted": allotted, "committed": committed}
        await FundLedger(doing.uow.connection).add(ledger.gathered("release", entry, left, "available"))
    return await kept_allotment(doing, stored, state)


async def reverse_entry(doing: Roster, stored: Allotment, body: ReversalBody) -> Done[FundAllotment]:
    """A commitment or a payment that was entered in error is taken back by another person. Raises Conflict, NotFound, NotPermitted."""
    rules.spending(stored.state)
    rows, key = FundLedger(doing.uow.connection), parsed(body.entry_id)
    entry = await rows.find(str(key)) if key is not None else None
    if entry is None or entry.allotment_id != stored.state.allotment_id:
        raise NotFound("not_found", "There is no such entry of it")
    if entry.kind not in ledger.CORRECTED or await rows.is_reversed(entry.entry_id):
        raise Conflict("not_to_be_reversed", "Only a commitment or a payment is taken back so, and once", P7)
    rules.another(doing.by.subject, (entry.by,), "made the entry")
    against = ledger.reversed_entry(entry, entered_of(doing, stored.state, body.reason))
    for account, there in (await rows.at(*(one.account for one in against.postings))).items():
        taken = sum((one.credit for one in against.postings if one.account == account), Decimal(0))
        ledger.enough(there, taken, account.partition(":")[0])
    await rows.add(against)
    return await kept_allotment(doing, stored, stored.state)


async def _spent(
    doing: Roster, stored: Allotment, body: SpendingBody, kind: EntryKind, source: ledger.Place, target: ledger.Place
) -> Done[FundAllotment]:
    rules.spending(stored.state)
    entry = entered_of(doing, stored.state, body.reason)
    (there,) = await at(doing, entry, source)
    ledger.enough(there, body.amount, source)
    await FundLedger(doing.uow.connection).add(ledger.moved(kind, entry, body.amount, source, target))
    return await kept_allotment(doing, stored, stored.state)


COMMIT_ALLOTMENT = Change(ALLOTMENT, a.KEEP_FUND, SpendingBody, commit_allotment)
PAY_ALLOTMENT = Change(ALLOTMENT, a.KEEP_FUND, SpendingBody, pay_allotment)
CLOSE_ALLOTMENT = Change(ALLOTMENT, a.KEEP_FUND, FundReasonBody, close_allotment)
REVERSE_ENTRY = Change(ALLOTMENT, a.KEEP_FUND, ReversalBody, reverse_entry)
