"""Contributions to the fund and allotments of it as commands meet them (WM 7)."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from services.roster.actions.offer import Roster
from services.roster.domain import fund_ledger as ledger
from services.roster.domain import fund_rules as rules
from services.roster.storage.funds import AllotmentRepository, ContributionRepository, FundLedger
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.shapes.fund import AllotmentContent, FundAllotment, FundContribution
from shared.modalities.access import actions as a
from shared.modalities.access import funds as access
from shared.modalities.access.actor import Actor
from shared.modalities.errors import Conflict, NotFound
from shared.modalities.paragraphs import P7
from shared.runtime.identifiers import parsed

Contribution = Stored[FundContribution]
Allotment = Stored[FundAllotment]


async def view_contribution(_: object, reader: Actor, state: FundContribution) -> Mapping[str, object]:
    """A contribution as its reader sees it."""
    return access.seen(reader, access.of_contribution(state), state.model_dump(mode="json"))


async def view_allotment(_: object, reader: Actor, state: FundAllotment) -> Mapping[str, object]:
    """An allotment as its reader sees it."""
    return access.seen(reader, access.of_allotment(state), state.model_dump(mode="json"))


CONTRIBUTION = Kind(
    "contribution",
    a.READ_CONTRIBUTION,
    access.of_contribution,
    lambda connection, contribution_id, lock: ContributionRepository(connection).find(contribution_id, lock=lock),
    view_contribution,
)
ALLOTMENT = Kind(
    "allotment",
    a.READ_ALLOTMENT,
    access.of_allotment,
    lambda connection, allotment_id, lock: AllotmentRepository(connection).find(allotment_id, lock=lock),
    view_allotment,
)


async def kept_contribution(doing: Roster, before: Contribution, state: FundContribution) -> Done[FundContribution]:
    """Ends a change of one."""
    await ContributionRepository(doing.uow.connection).save(state, before.version + 1)
    return Done(state, before.version + 1, state.contribution_id, detail={"status": state.status})


async def kept_allotment(doing: Roster, before: Allotment, state: FundAllotment) -> Done[FundAllotment]:
    """Ends a change of one."""
    await AllotmentRepository(doing.uow.connection).save(state, before.version + 1)
    return Done(state, before.version + 1, state.allotment_id, detail={"status": state.status})


def entered(doing: Roster, state: FundContribution, reason: str | None = None) -> ledger.Entered:
    """An entry about a contribution, by who does it."""
    unit, key = state.content.money.unit, state.contribution_id
    return ledger.Entered(doing.new_id(), key, unit, doing.by.subject, doing.now, reason=reason)


def entered_of(doing: Roster, state: FundAllotment, reason: str | None = None) -> ledger.Entered:
    """An entry about an allotment, by who does it."""
    said = state.content
    return ledger.Entered(
        doing.new_id(), said.contribution_id, said.money.unit, doing.by.subject, doing.now, state.allotment_id, reason
    )  # fmt: skip


async def at(doing: Roster, entry: ledger.Entered, *places: str) -> tuple[Decimal, ...]:
    """What stands at these places of what an entry is about."""
    accounts = [entry.account(place) for place in places]
    found = await FundLedger(doing.uow.connection).at(*accounts)
    return tuple(found[one] for one in accounts)


async def drawn_on(doing: Roster, contribution_id: str) -> FundContribution:
    """The contribution that an allotment draws on, held until the end of the transaction. Raises NotFound."""
    found = await ContributionRepository(doing.uow.connection).find(parsed(contribution_id) or UUID(int=0), lock=True)
    if found is None:
        raise NotFound("not_found", "There is no such contribution")
    return found[0]


async def may_be_allotted(doing: Roster, content: AllotmentContent) -> FundContribution:
    """The contribution, after looking at ear-mark, ceilings and what is there; nobody else allots meanwhile. Raises Conflict,
    Invalid, NotFound.
    """
    rules.in_money(content.money)
    rows, settings, unit = FundLedger(doing.uow.connection), doing.context, content.money.unit
    await rows.one_at_a_time(unit)
    given = await drawn_on(doing, content.contribution_id)
    if unit not in settings.fund_ceilings or unit not in settings.fund_period_ceilings:
        raise Conflict("no_ceiling", f"Nothing is allotted in {unit}: no ceiling is set for it", P7)
    before = await rows.allotted_since(unit, doing.now - timedelta(days=settings.fund_period_days))
    ceiling = rules.Ceiling(settings.fund_ceilings[unit], settings.fund_period_ceilings[unit], before)
    account = entered(doing, given).account("available")
    rules.proposed(content, given, ceiling, (await rows.at(account))[account])
    return given
