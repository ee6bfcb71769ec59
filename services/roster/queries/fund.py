"""What is read of the fund: contributions, allotments, the ledger, and what became of each contribution (WM 7)."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from services.roster.actions.fund import ALLOTMENT, CONTRIBUTION
from services.roster.domain import fund_ledger as ledger
from services.roster.storage.funds import AllotmentRepository, ContributionRepository, FundLedger, MoneyAt
from shared.application.reading import Listed, read_one
from shared.contracts.shapes.fund import (
    AllotmentStatus,
    ContributionStatus,
    FundAllotment,
    FundContribution,
    FundEarmark,
    FundEntry,
)
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.authorise import authorise
from shared.modalities.access.resources import of_deployment
from shared.runtime.db.database import Database
from shared.runtime.db.row_security.context import ServiceAtWork

MOST = 500
CONTRIBUTIONS = Listed(
    CONTRIBUTION, lambda one: one.contribution_id, lambda connection: ContributionRepository(connection).latest_first
)
ALLOTMENTS = Listed(
    ALLOTMENT, lambda one: one.allotment_id, lambda connection: AllotmentRepository(connection).latest_first
)


class MoneyPlaced(BaseModel):
    """Where money is, in exact decimals as text. ``available``: not allotted; ``returned``: to who gave it."""

    available: str = "0"
    allotted: str = "0"
    committed: str = "0"
    paid: str = "0"
    returned: str = "0"


class AllotmentTold(BaseModel):
    """What was made of a contribution. ``state`` is said where that State lets who gave the money know, or its ear-mark says it."""

    reference: str
    status: AllotmentStatus
    state: str | None
    functional_area: str | None
    hires_expert: bool
    quality_initiative: bool
    money: MoneyPlaced


class StatementAnswer(BaseModel):
    """What became of a contribution."""

    reference: str
    party: str
    status: ContributionStatus
    currency: str
    contributed: str
    earmark: FundEarmark
    money: MoneyPlaced
    allotments: list[AllotmentTold]


class FundBalance(BaseModel):
    """A contribution with its ear-mark, and where its money is."""

    contribution_id: str
    reference: str
    party: str
    status: ContributionStatus
    currency: str
    contributed: str
    earmark: FundEarmark
    money: MoneyPlaced


async def statement(database: Database, actor: Actor, contribution_id: UUID) -> StatementAnswer:
    """For its party and officers; money of allotments that were never approved is not in it. Raises NotFound."""
    await read_one(database, actor, CONTRIBUTIONS, contribution_id)
    # Allotments are no party's that gives: what it may know of them is said here, without purpose, persons and reasons.
    async with database.reading(ServiceAtWork("a statement of the fund")) as connection:
        found = await ContributionRepository(connection).find(contribution_id, lock=False)
        assert found is not None, "it was read just now, and none is ever deleted"
        state = found[0]
        placed = await FundLedger(connection).whereabouts(state.contribution_id)
        made = await AllotmentRepository(connection).of_contribution(state.contribution_id)
    told = [_told(one, state.content.earmark, placed) for one in made if one.decision and one.decision.approved]
    return StatementAnswer(**_balance(state, placed), allotments=told)


async def spent(database: Database, actor: Actor, allotment_id: UUID) -> MoneyPlaced:
    """Where the money of an allotment is, for officers and the State that it supports. Raises NotFound."""
    await read_one(database, actor, ALLOTMENTS, allotment_id)
    async with database.reading(ServiceAtWork("an allotment of the fund")) as connection:
        accounts = {place: f"{place}:{allotment_id}" for place in sorted(ledger.OF_ALLOTMENT)}
        found = await FundLedger(connection).at(*accounts.values())
    return MoneyPlaced(**{place: written(found[account]) for place, account in accounts.items()})


async def balances(database: Database, actor: Actor) -> list[FundBalance]:
    """Every contribution with where its money is, the last promised first. Raises NotPermitted."""
    authorise(actor, a.READ_LEDGER, of_deployment(database.settings.deployment))
    async with database.reading() as connection:
        placed: dict[str, list[MoneyAt]] = {}
        for one in await FundLedger(connection).whereabouts():
            placed.setdefault(one.contribution_id, []).append(one)
        states = await _all(ContributionRepository(connection))
    return [
        FundBalance(**_balance(one, placed.get(one.contribution_id, ())), contribution_id=one.contribution_id)
        for one in states
    ]


async def entries(database: Database, actor: Actor, after: int, most: int) -> list[FundEntry]:
    """Entries of the ledger in their order. Raises NotPermitted."""
    authorise(actor, a.READ_LEDGER, of_deployment(database.settings.deployment))
    async with database.reading() as connection:
        return await FundLedger(connection).page(after, most)


async def every_entry(database: Database, actor: Actor) -> list[FundEntry]:
    """All of the ledger. Raises NotPermitted."""
    found: list[FundEntry] = []
    while more := await entries(database, actor, found[-1].number if found else 0, MOST):
        found += more
    return found


async def _all(rows: ContributionRepository) -> list[FundContribution]:
    found: list[FundContribution] = []
    while more := await rows.latest_first(UUID(found[-1].contribution_id) if found else None, MOST):
        found += more
    return found


def written(amount: Decimal) -> str:
    """An amount to the last digit, and no power of ten."""
    return f"{amount:.2f}"


def _balance(state: FundContribution, placed: Iterable[MoneyAt]) -> dict[str, object]:
    money = state.content.money
    return {
        "reference": state.reference, "party": state.party, "status": state.status, "currency": money.unit,
        "contributed": written(money.amount), "earmark": state.content.earmark, "money": _placed(placed),
    }  # fmt: skip


def _placed(placed: Iterable[MoneyAt]) -> MoneyPlaced:
    sums = dict.fromkeys(ledger.PLACES, Decimal(0))
    for one in placed:
        if one.place in sums:
            sums[one.place] += one.amount
    return MoneyPlaced(**{place: written(amount) for place, amount in sums.items()})


def _told(one: FundAllotment, mark: FundEarmark, placed: Iterable[MoneyAt]) -> AllotmentTold:
    said, shown = one.content, one.answer is not None and one.answer.shows_contributor
    return AllotmentTold(
        reference=one.reference if shown else "", status=one.status, state=said.state if shown else mark.country,
        functional_area=said.functional_area, hires_expert=said.purpose.expert_id is not None,
        quality_initiative=said.purpose.initiative_id is not None,
        money=_placed(each for each in placed if each.of == one.allotment_id),
    )  # fmt: skip
