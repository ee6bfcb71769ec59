"""A party gives to the fund by its own word, or officers record its paper; officers say what came of the money (WM 7)."""

from typing import Any

from pydantic import ConfigDict

from services.roster.actions.fund import CONTRIBUTION, Contribution, at, entered, kept_contribution, view_contribution
from services.roster.actions.offer import Roster
from services.roster.domain import fund_ledger as ledger
from services.roster.domain import fund_rules as rules
from services.roster.storage.funds import ContributionRepository, FundLedger
from shared.application.use_case import Change, Done, Make, NoBody
from shared.contracts.incoming import Strict
from shared.contracts.shapes.fund import ContributionContent, ContributionPaper, FundContribution
from shared.contracts.shapes.values import Day, Offerer, Quantity, Text
from shared.modalities.access import actions as a
from shared.modalities.access.funds import contribution
from shared.modalities.errors import Conflict
from shared.modalities.paragraphs import P7

EXAMPLE: dict[str, Any] = {
    "money": {"amount": "20000", "unit": "USD"},
    "earmark": {"country": "iso3166:TCD"},
    "language": "en",
}


class ContributionBody(ContributionContent):
    """What a party gives; unknown fields are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    def content(self) -> ContributionContent:
        """As it is kept."""
        return ContributionContent.model_validate(self.model_dump(include=set(ContributionContent.model_fields)))


class PaperContributionBody(ContributionBody):
    """The same of a paper that the party signed."""

    model_config = ConfigDict(json_schema_extra={"examples": []})

    party: Offerer
    paper: ContributionPaper


class ContributionReceiptBody(Strict):
    """When the money came."""

    received_on: Day


class MoneyBackBody(Strict):
    """So much goes back to who gave it, and why."""

    money: Quantity
    reason: Text


class FundReasonBody(Strict):
    """Why."""

    reason: Text


async def contribute(doing: Roster, body: ContributionBody) -> Done[FundContribution]:
    """Raises Invalid."""
    return await _promised(doing, body, doing.by.party or "")


async def record_contribution(doing: Roster, body: PaperContributionBody) -> Done[FundContribution]:
    """Raises Invalid."""
    return await _promised(doing, body, body.party, body.paper)


async def withdraw_contribution(doing: Roster, stored: Contribution, _: NoBody) -> Done[FundContribution]:
    """Raises Conflict."""
    return await kept_contribution(doing, stored, rules.withdrawn(stored.state))


async def receive_contribution(
    doing: Roster, stored: Contribution, body: ContributionReceiptBody
) -> Done[FundContribution]:
    """Raises Conflict, Invalid."""
    state = rules.received(stored.state, body.received_on, doing.by.subject, doing.now.date())
    amount = state.content.money.amount
    entry = ledger.moved("receipt", entered(doing, state), amount, ledger.CONTRIBUTED, "available")
    await FundLedger(doing.uow.connection).add(entry)
    return await kept_contribution(doing, stored, state)


async def return_contribution(doing: Roster, stored: Contribution, body: MoneyBackBody) -> Done[FundContribution]:
    """Raises Conflict, NotPermitted."""
    state, entry = stored.state, entered(doing, stored.state, body.reason)
    rules.returning(state, doing.by.subject)
    if body.money.unit != entry.currency:
        raise Conflict("another_currency", f"The contribution is in {entry.currency}; nothing is converted", P7)
    (there,) = await at(doing, entry, "available")
    ledger.enough(there, body.money.amount, "available")
    rows = FundLedger(doing.uow.connection)
    await rows.add(ledger.moved("return", entry, body.money.amount, "available", "returned"))
    return await kept_contribution(doing, stored, state)


async def reverse_receipt(doing: Roster, stored: Contribution, body: FundReasonBody) -> Done[FundContribution]:
    """Raises Conflict where any of it was allotted or returned, NotPermitted."""
    state, rows = rules.not_received(stored.state, doing.by.subject), FundLedger(doing.uow.connection)
    entry, receipt = entered(doing, state, body.reason), await rows.receipt_of(state.contribution_id)
    assert receipt is not None, "what was received has its entry"
    (there,) = await at(doing, entry, "available")
    ledger.enough(there, state.content.money.amount, "available")
    await rows.add(ledger.reversed_entry(receipt, entry))
    return await kept_contribution(doing, stored, state)


async def _promised(
    doing: Roster, body: ContributionBody, party: str, paper: ContributionPaper | None = None
) -> Done[FundContribution]:
    rules.in_money(body.money)
    rows, region, now = ContributionRepository(doing.uow.connection), doing.context.deployment, doing.now
    state = FundContribution(
        contribution_id=doing.new_id(), reference=await rows.next_reference(party, now.year), region=region,
        status="promised", party=party, content=body.content(), paper=paper, promised_at=now,
        persons=() if paper is None else (doing.by.subject,),
    )  # fmt: skip
    await rows.add(state)
    return Done(state, 1, state.contribution_id)


CONTRIBUTE = Make(
    a.CONTRIBUTE, ContributionBody, lambda doing, _: contribution(doing.context.deployment, doing.by.party or ""),
    contribute, view_contribution,
)  # fmt: skip
RECORD_CONTRIBUTION = Make(
    a.KEEP_FUND, PaperContributionBody, lambda doing, body: contribution(doing.context.deployment, body.party),
    record_contribution, view_contribution,
)  # fmt: skip
WITHDRAW_CONTRIBUTION = Change(CONTRIBUTION, a.CONTRIBUTE, NoBody, withdraw_contribution)
RECEIVE_CONTRIBUTION = Change(CONTRIBUTION, a.KEEP_FUND, ContributionReceiptBody, receive_contribution)
RETURN_CONTRIBUTION = Change(CONTRIBUTION, a.KEEP_FUND, MoneyBackBody, return_contribution)
REVERSE_RECEIPT = Change(CONTRIBUTION, a.KEEP_FUND, FundReasonBody, reverse_receipt)
