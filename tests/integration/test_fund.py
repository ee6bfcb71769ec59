"""WM 7: a fund, when it is switched on. Over the roster's own interface on a real database."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from deploy.local.postgres import Postgres
from services.roster.main import build
from services.roster.settings import RosterSettings
from shared.runtime.clock import SystemClock
from shared.workbooks.exact_book import exact_book
from tests.support.databases import Named, as_, environment, serving
from tests.support.funds import FRA, GIVEN, MADE, NER, OFFICER, SECOND, TCD, THIRD, Fund, allotment, usd

pytestmark = pytest.mark.paragraph("7")
YES, NO = {"approved": True, "reason": "Urgent"}, {"approved": False, "reason": "Not now"}


@pytest_asyncio.fixture
async def settings(postgres: Postgres, tmp_path: Path) -> dict[str, Any]:
    given = await environment(postgres, tmp_path, "roster", "fund_roster")
    return given | {"fund": True, "fund_ceilings": {"USD": "800"}, "fund_period_ceilings": {"USD": "1500"}}


@pytest_asyncio.fixture
async def fund(settings: dict[str, Any]) -> AsyncIterator[Fund]:
    service = build(RosterSettings(**settings), SystemClock(), Named())
    async with serving(service.app()) as http:
        yield Fund(http)


@pytest.mark.clause("7.4")
async def test_money_goes_from_a_party_to_an_experts_hire_and_the_party_reads_what_became_of_it(fund: Fund) -> None:
    mark = {"country": "iso3166:TCD", "quality_initiative": True}
    given = await fund.given("1000.10", **mark)
    expert = {"purpose": {"initiative_id": "INITIATIVE-2026-TCD-001"}}
    assert await fund.no(OFFICER, MADE, allotment(given, "1", state="iso3166:NER", **expert)) == (
        409,
        "outside_the_earmark",
    )
    assert await fund.no(OFFICER, MADE, allotment(given, "1")) == (409, "outside_the_earmark"), "no initiative"
    unknown = {"expert_id": "019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6071", "initiative_id": "i"}
    assert await fund.no(OFFICER, MADE, allotment(given, "1", purpose=unknown)) == (422, "unknown_expert")
    one = await fund.proposed(given, "600.05", **expert)
    assert await fund.no(OFFICER, f"{MADE}/{one}/decision", YES) == (403, "same_person")
    assert await fund.no(THIRD, f"{MADE}/{one}/decision", YES) == (403, "same_person"), "who recorded the contribution"
    assert (await fund.no(TCD, f"{MADE}/{one}/decision", YES))[0] == 403, "no State decides for the Secretariat"
    await fund.done(SECOND, f"{MADE}/{one}/decision", YES)
    spent = {"amount": "500", "reason": "Contract 7"}
    assert await fund.no(OFFICER, f"{MADE}/{one}/commitments", spent) == (409, "state_has_not_agreed")
    assert (await fund.no(OFFICER, f"{MADE}/{one}/answer", {"agreed": True}))[0] == 403, "no officer agrees for a State"
    assert (await fund.no(NER, f"{MADE}/{one}/answer", {"agreed": True}))[0] == 404, "nor another State"
    seen = await fund.done(TCD, f"{MADE}/{one}/answer", {"agreed": True})
    for hidden in (given, "Nobody offered", OFFICER):
        assert hidden not in str(seen)
    await fund.done(OFFICER, f"{MADE}/{one}/commitments", spent)
    await fund.done(OFFICER, f"{MADE}/{one}/payments", {"amount": "120.50", "reason": "Bill 1"})
    assert await fund.no(OFFICER, f"{MADE}/{one}/payments", {"amount": "379.51", "reason": "x"}) == (
        409,
        "not_enough_there",
    )
    told = await fund.read(FRA, f"{GIVEN}/{given}/statement")
    assert told["money"] == {
        "available": "400.05",
        "allotted": "100.05",
        "committed": "379.50",
        "paid": "120.50",
        "returned": "0.00",
    }
    (made,) = told["allotments"]
    assert (made["state"], made["reference"], made["quality_initiative"]) == ("iso3166:TCD", "", True)
    await fund.done(OFFICER, f"{MADE}/{one}/closing", {"reason": "Done"})
    assert (await fund.read(TCD, f"{MADE}/{one}/money"))["paid"] == "120.50"
    (balance,) = (await fund.read(OFFICER, "/fund/balances"))["balances"]
    assert (balance["money"]["available"], balance["contributed"]) == ("879.60", "1000.10")
    back = {"money": usd("879.60"), "reason": "The initiative is over"}
    assert await fund.no(THIRD, f"{GIVEN}/{given}/return", back) == (403, "same_person")
    await fund.done(SECOND, f"{GIVEN}/{given}/return", back)
    assert (await fund.read(FRA, f"{GIVEN}/{given}/statement"))["money"]["returned"] == "879.60"


async def test_nobody_else_reads_a_word_of_it(fund: Fund) -> None:
    given = await fund.given(country="iso3166:TCD")
    one = await fund.proposed(given, "10", reason="Canary of the officers")
    for who in (TCD, NER, "esa-officer", "geneva-officer", "tcd-office", "ecre", "integrator-observer"):
        for path in (f"{GIVEN}/{given}", f"{GIVEN}/{given}/statement"):
            assert (await fund.http.get(path, headers=as_(who))).status_code == 404, (who, path)
        assert (await fund.read(who, GIVEN))["contributions"] == []
        for path in ("/fund/ledger", "/fund/balances", "/fund/ledger.csv", "/fund/ledger.xlsx"):
            assert (await fund.http.get(path, headers=as_(who))).status_code == 403, (who, path)
    for who in (FRA, NER, "esa-officer", "ecre"):
        assert (await fund.http.get(f"{MADE}/{one}", headers=as_(who))).status_code == 404, who
        assert (await fund.read(who, MADE))["allotments"] == []
    assert THIRD not in str(await fund.read(FRA, GIVEN)), "no person's name to who gave"
    assert (await fund.read(FRA, f"{GIVEN}/{given}/statement"))["allotments"] == [], "nothing that nobody approved"


async def test_paper_is_recorded_and_a_promise_is_taken_back_by_its_party_alone(fund: Fund) -> None:
    paper = {"reference": "Letter 12/2026", "signed_on": "2026-01-02"}
    body = {"party": "iso3166:FRA", "money": usd("10"), "language": "en", "paper": paper}
    assert (await fund.no(FRA, f"{GIVEN}/on-paper", body))[0] == 403
    one = (await fund.done(OFFICER, f"{GIVEN}/on-paper", body))["contribution_id"]
    assert (await fund.no(OFFICER, f"{GIVEN}/{one}/withdrawal"))[0] == 403
    packages = {"money": {"amount": "1", "unit": "packages"}, "language": "en"}
    assert await fund.no(FRA, GIVEN, packages) == (422, "not_a_currency")
    assert await fund.no(OFFICER, MADE, allotment(one, "1")) == (409, "not_received")
    await fund.done(FRA, f"{GIVEN}/{one}/withdrawal")
    assert await fund.no(OFFICER, f"{GIVEN}/{one}/receipt", {"received_on": "2026-01-05"}) == (409, "not_promised")


async def test_ceilings_bind_each_allotment_and_the_period(fund: Fund) -> None:
    given = await fund.given("5000")
    assert await fund.no(OFFICER, MADE, allotment(given, "800.01")) == (409, "above_the_ceiling")
    await fund.approved(given, "800")
    one = await fund.proposed(given, "700")
    late = await fund.proposed(given, "0.01")
    await fund.done(SECOND, f"{MADE}/{one}/decision", YES)
    assert await fund.no(SECOND, f"{MADE}/{late}/decision", YES) == (409, "above_the_ceiling_of_the_period")
    await fund.done(SECOND, f"{MADE}/{late}/decision", NO)
    euros = {"money": {"amount": "5", "unit": "EUR"}, "language": "en"}
    other = (await fund.done(FRA, GIVEN, euros))["contribution_id"]
    await fund.done(THIRD, f"{GIVEN}/{other}/receipt", {"received_on": "2026-01-05"})
    assert await fund.no(OFFICER, MADE, allotment(other, "1") | {"money": {"amount": "1", "unit": "EUR"}}) == (
        409,
        "no_ceiling",
    )


async def test_a_state_says_no_and_what_was_allotted_goes_back(fund: Fund) -> None:
    given = await fund.given("500")
    one = await fund.proposed(given, "500")
    await fund.done(SECOND, f"{MADE}/{one}/decision", YES)
    assert (await fund.done(TCD, f"{MADE}/{one}/answer", {"agreed": False}))["status"] == "declined"
    told = await fund.read(FRA, f"{GIVEN}/{given}/statement")
    assert (told["money"]["available"], told["allotments"][0]["state"]) == ("500.00", None)
    two = await fund.approved(given, "100")
    await fund.done(OFFICER, f"{MADE}/{two}/commitments", {"amount": "1", "reason": "Contract"})
    assert await fund.no(TCD, f"{MADE}/{two}/answer", {"agreed": False}) == (409, "committed_already")


async def test_an_error_is_put_right_by_an_entry_against_it(fund: Fund) -> None:
    given = await fund.given("500")
    one = await fund.approved(given, "100")
    await fund.done(OFFICER, f"{MADE}/{one}/commitments", {"amount": "60", "reason": "Contract"})
    await fund.done(OFFICER, f"{MADE}/{one}/payments", {"amount": "60", "reason": "Bill"})
    entries = {entry["kind"]: entry["entry_id"] for entry in (await fund.read(OFFICER, "/fund/ledger"))["entries"]}
    wrong = {"entry_id": entries["payment"], "reason": "Paid twice over"}
    assert await fund.no(OFFICER, f"{MADE}/{one}/reversals", wrong) == (403, "same_person")
    early = {"entry_id": entries["commitment"], "reason": "x"}
    assert await fund.no(SECOND, f"{MADE}/{one}/reversals", early) == (409, "not_enough_there"), "it is paid"
    await fund.done(SECOND, f"{MADE}/{one}/reversals", wrong)
    assert await fund.no(SECOND, f"{MADE}/{one}/reversals", wrong) == (409, "not_to_be_reversed"), "once"
    assert (await fund.read(TCD, f"{MADE}/{one}/money"))["committed"] == "60.00"
    assert await fund.no(SECOND, f"{GIVEN}/{given}/receipt/reversal", {"reason": "x"}) == (409, "not_enough_there")
    other = await fund.given("7")
    assert await fund.no(THIRD, f"{GIVEN}/{other}/receipt/reversal", {"reason": "x"}) == (403, "same_person")
    assert (await fund.done(SECOND, f"{GIVEN}/{other}/receipt/reversal", {"reason": "The bank erred"}))[
        "status"
    ] == "promised"
    kinds = [entry["kind"] for entry in (await fund.read(OFFICER, "/fund/ledger?first=500"))["entries"]]
    assert kinds == ["receipt", "allotment", "commitment", "payment", "reversal", "receipt", "reversal"]


async def test_two_approvals_race_for_the_last_money_and_one_is_refused(fund: Fund) -> None:
    for _ in range(5):
        given = await fund.given("100")
        both = [await fund.proposed(given, "60", by=who) for who in (OFFICER, SECOND)]
        deciders = ("wca-officer-4", "wca-officer-5")
        said = await asyncio.gather(
            *(fund.say(who, f"{MADE}/{one}/decision", YES) for who, one in zip(deciders, both, strict=True))
        )
        assert sorted(one.status_code for one in said) == [200, 409], [one.text for one in said]
        money = (await fund.read(FRA, f"{GIVEN}/{given}/statement"))["money"]
        assert (money["available"], money["allotted"]) == ("40.00", "60.00")


async def test_the_ledger_leaves_as_a_table_to_the_last_digit(fund: Fund) -> None:
    given = await fund.given("0.10")
    one = await fund.proposed(given, "0.03")
    await fund.done(SECOND, f"{MADE}/{one}/decision", YES | {"reason": "=1+1"})
    answer = await fund.http.get("/fund/ledger.csv", headers=as_(OFFICER))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    sides = [(row["account"].partition(":")[0], row["debit"], row["credit"]) for row in rows]
    assert sides == [
        ("available", "0.10", "0.00"),
        ("contributed", "0.00", "0.10"),
        ("allotted", "0.03", "0.00"),
        ("available", "0.00", "0.03"),
    ]
    assert sum(Decimal(row["debit"]) - Decimal(row["credit"]) for row in rows) == 0
    assert rows[-1]["reason"] == "'=1+1", "no formula"
    answer = await fund.http.get("/fund/ledger.xlsx", headers=as_(OFFICER))
    cells = list(exact_book(answer.content)["ledger"].iter_rows(values_only=True))
    assert [row[8] for row in cells] == ["debit", "0.10", "0.00", "0.03", "0.00"]


@pytest.mark.parametrize(
    "planted",
    [
        "insert into fund_posting values (1, 9, 'paid:x', 5, 0)",
        "insert into fund_posting select number, 9, 'available:' || contribution_id, 0, 500 from fund_entry",
        "update fund_posting set debit = 1 where debit > 0",
        "delete from fund_posting",
        "truncate fund_posting",
        "update fund_entry set reason = 'another'",
        """with one as (insert into fund_entry (entry_id, kind, contribution_id, currency, by_person, at) select gen_random_uuid(),
            'payment', contribution_id, 'USD', 'x', now() from fund_entry limit 1 returning number, contribution_id)
            insert into fund_posting select number, 0, 'paid:x', 500, 0 from one
            union all select number, 1, 'available:' || contribution_id, 0, 500 from one""",
        """insert into fund_entry (entry_id, kind, contribution_id, currency, by_person, at) select gen_random_uuid(),
            'payment', contribution_id, 'USD', 'x', now() from fund_entry limit 1""",
    ],
)  # fmt: skip
async def test_the_database_itself_refuses_what_does_not_come_to_the_same(
    fund: Fund, settings: dict[str, Any], planted: str
) -> None:
    await fund.given("100")
    connection = await asyncpg.connect(settings["database_url"], server_settings={"acsg.service": "test"})
    try:
        with pytest.raises(
            asyncpg.PostgresError, match=r"come to the same|less than nothing|append-only|permission denied"
        ):
            await connection.execute(planted)
        assert await connection.fetchval("select count(*) from fund_posting") == 2
    finally:
        await connection.close()


@pytest.mark.clause("7.4")
async def test_switched_off_there_is_no_fund(settings: dict[str, Any]) -> None:
    off = build(RosterSettings(**settings | {"fund": False}), SystemClock(), Named())
    app = off.app()
    assert "fund" not in str(app.openapi()).lower()
    async with serving(app) as http:
        for path in (GIVEN, MADE, "/fund/ledger", "/fund/balances"):
            assert (await http.get(path, headers=as_(OFFICER))).status_code == 404, path
            assert (await http.post(path, json={}, headers=as_(OFFICER, "off-00000001"))).status_code in (404, 405)
