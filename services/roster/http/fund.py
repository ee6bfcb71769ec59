"""The fund over HTTP, only while it is on (WM 7)."""

from collections.abc import Callable, Iterable

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.roster import actions
from services.roster.queries import fund as query
from services.roster.queries.fund_files import as_csv, as_workbook
from services.roster.settings import RosterSettings
from shared.application.over_http import At, ReadAt, commands, reads
from shared.application.runner import Runner
from shared.contracts.shapes.fund import FundAllotment, FundContribution, FundEntry
from shared.modalities.access import actions as a
from shared.runtime.http.asked import Asked
from shared.runtime.http.attached import attached
from shared.runtime.http.authentication import actor_of
from shared.runtime.http.described import whole
from shared.runtime.http.routes import id_in_path, json, route
from shared.workbooks.media_type import MEDIA_TYPE

GIVEN, MADE, LEDGER = "/fund/contributions", "/fund/allotments", "/fund/ledger"
ONE_GIVEN, ONE_MADE = GIVEN + "/{contribution_id}", MADE + "/{allotment_id}"
LAST = 10**12
TABLE = (
    At("POST", GIVEN, actions.CONTRIBUTE, FundContribution, "Give to the fund, with an ear-mark or none", made=GIVEN + "/{id}"),
    At("POST", GIVEN + "/on-paper", actions.RECORD_CONTRIBUTION, FundContribution,
       "Record what a party gives by a paper that it signed", made=GIVEN + "/{id}"),
    At("POST", ONE_GIVEN + "/withdrawal", actions.WITHDRAW_CONTRIBUTION, FundContribution, "Give it no more, before it came"),
    At("POST", ONE_GIVEN + "/receipt", actions.RECEIVE_CONTRIBUTION, FundContribution, "Say that the money came"),
    At("POST", ONE_GIVEN + "/receipt/reversal", actions.REVERSE_RECEIPT, FundContribution,
       "Say, as another person, that it had not come"),
    At("POST", ONE_GIVEN + "/return", actions.RETURN_CONTRIBUTION, FundContribution,
       "Send money of it back to who gave it, as another person than who recorded it"),
    At("POST", MADE, actions.PROPOSE_ALLOTMENT, FundAllotment, "Propose an allotment of a contribution", made=MADE + "/{id}"),
    At("POST", ONE_MADE + "/withdrawal", actions.WITHDRAW_ALLOTMENT, FundAllotment, "Propose it no more"),
    At("POST", ONE_MADE + "/decision", actions.DECIDE_ALLOTMENT, FundAllotment,
       "Approve or refuse, as another person than who proposed it"),
    At("POST", ONE_MADE + "/answer", actions.ANSWER_ALLOTMENT, FundAllotment,
       "Say, as the State that it supports, whether it is spent in its support"),
    At("POST", ONE_MADE + "/commitments", actions.COMMIT_ALLOTMENT, FundAllotment, "Commit money of it"),
    At("POST", ONE_MADE + "/payments", actions.PAY_ALLOTMENT, FundAllotment, "Pay what is committed"),
    At("POST", ONE_MADE + "/reversals", actions.REVERSE_ENTRY, FundAllotment,
       "Take back a commitment or a payment that was entered in error, as another person"),
    At("POST", ONE_MADE + "/closing", actions.CLOSE_ALLOTMENT, FundAllotment, "Spend no more of it; the rest goes back"),
)  # fmt: skip


class ContributionsAnswer(BaseModel):
    """The last promised first. ``after``: give it to read on; null at the end."""

    contributions: list[FundContribution]
    after: str | None


class AllotmentsAnswer(BaseModel):
    """The last proposed first. ``after``: give it to read on; null at the end."""

    allotments: list[FundAllotment]
    after: str | None


class LedgerAnswer(BaseModel):
    """Entries in their order. ``after``: the number of the last one, where more may follow."""

    entries: list[FundEntry]
    after: int | None


class BalancesAnswer(BaseModel):
    """Contributions with their ear-marks, and where their money is."""

    balances: list[query.FundBalance]


def routes(runner: Runner[RosterSettings]) -> APIRouter:
    """All routes of the fund."""
    router, database = APIRouter(tags=["fund"]), runner.database
    commands(router, runner, *TABLE)
    reads(router, database, ReadAt(query.CONTRIBUTIONS, GIVEN, ONE_GIVEN, FundContribution, ContributionsAnswer,
                                   "Contributions: one's own, all for officers", "A contribution"))  # fmt: skip
    reads(router, database, ReadAt(query.ALLOTMENTS, MADE, ONE_MADE, FundAllotment, AllotmentsAnswer,
                                   "Allotments: in support of one's own State, all for officers", "An allotment"))  # fmt: skip

    @route(router, "GET", ONE_GIVEN + "/statement", a.READ_CONTRIBUTION, answer=query.StatementAnswer,
           summary="What became of a contribution, for who gave it")  # fmt: skip
    async def read_statement(request: Request) -> Response:
        actor, key = await actor_of(request), id_in_path(request, "contribution_id", "contribution")
        return json(await query.statement(database, actor, key))

    @route(router, "GET", ONE_MADE + "/money", a.READ_ALLOTMENT, answer=query.MoneyPlaced,
           summary="Where the money of an allotment is")  # fmt: skip
    async def read_allotment_money(request: Request) -> Response:
        actor, key = await actor_of(request), id_in_path(request, "allotment_id", "allotment")
        return json(await query.spent(database, actor, key))

    _ledger(router, runner)
    return router


def _ledger(router: APIRouter, runner: Runner[RosterSettings]) -> None:
    database = runner.database

    @route(router, "GET", "/fund/balances", a.READ_LEDGER, answer=BalancesAnswer,
           summary="Where the money of each contribution is, with its ear-mark")  # fmt: skip
    async def read_balances(request: Request) -> Response:
        return json(BalancesAnswer(balances=await query.balances(database, await actor_of(request))))

    @route(router, "GET", LEDGER, a.READ_LEDGER, answer=LedgerAnswer, summary="Entries of the ledger in their order",
           parameters=(whole("after", 0, LAST, "Number of the last one that was read", default=0),
                       whole("first", 1, query.MOST, "How many at most", default=100)))  # fmt: skip
    async def read_ledger(request: Request) -> Response:
        actor, asked = await actor_of(request), Asked(request)
        after, first = asked.number("after", 0, LAST, 0), asked.number("first", 1, query.MOST, 100)
        asked.check()
        found = await query.entries(database, actor, after, first)
        return json(LedgerAnswer(entries=found, after=found[-1].number if len(found) == first else None))

    async def file(request: Request, made: Callable[[Iterable[FundEntry]], bytes], name: str, kind: str) -> Response:
        found = await query.every_entry(database, await actor_of(request))
        return attached(made(found), name, "en", kind)

    @route(router, "GET", LEDGER + ".csv", a.READ_LEDGER, answer="text/csv", summary="The ledger in CSV")
    async def export_ledger_table(request: Request) -> Response:
        return await file(request, as_csv, "acsg-fund-ledger.csv", "text/csv; charset=utf-8")

    @route(router, "GET", LEDGER + ".xlsx", a.READ_LEDGER, answer=MEDIA_TYPE, summary="The ledger as a workbook")
    async def export_ledger_workbook(request: Request) -> Response:
        return await file(request, as_workbook, "acsg-fund-ledger.xlsx", MEDIA_TYPE)
