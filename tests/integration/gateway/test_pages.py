"""Pages: counted under the same policy, walked from end to end, and as many statements for many items as for one."""

import asyncio
from typing import Any

import pytest
from strawberry.types import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from services.gateway.graphql.bench_queries import BenchQueries
from services.gateway.graphql.draft_queries import DraftQueries
from services.gateway.graphql.expert_queries import ExpertQueries
from services.gateway.graphql.handovers import HandoverQueries
from services.gateway.graphql.loaders import Loaders
from services.gateway.graphql.needs_plans import NeedsPlanQueries
from services.gateway.graphql.organisation_queries import OrganisationQueries
from services.gateway.graphql.own import OwnQueries
from services.gateway.graphql.ready_queries import ReadyQueries
from services.gateway.graphql.roster_imports import ImportQueries
from services.gateway.graphql.schema import build_schema
from services.gateway.graphql.thread_queries import ThreadQueries
from services.gateway.graphql.told import ToldQueries
from tests.integration.gateway.conftest import ITEMS, ReadModels
from tests.support.gateway import gateway

CONNECTIONS = ("supportRequests", "supportOffers", "matches", "openNeeds", "deliveries", "ownCommitments")
READERS = ("wca-officer", "americas-officer", "tcd-authority", "tcd-office", "fra-authority", "euaa", None)


@pytest.mark.parametrize("field", CONNECTIONS)
async def test_the_total_is_what_a_walk_finds_for_every_reader(filled: str, field: str) -> None:
    query = f"""query($after: String) {{ {field}(first: 50, after: $after) {{ totalCount nodes {{ id }}
      edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""
    counts = {}
    async with gateway(filled) as asked:
        for reader in READERS:
            found: list[str] = []
            after, more = None, True
            while more:
                page = (await asked.ask(reader, query, after=after))[field]
                assert [edge["node"] for edge in page["edges"]] == page["nodes"]
                assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
                found += [node["id"] for node in page["nodes"]]
                after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
                counts[reader] = page["totalCount"]
            assert len(set(found)) == len(found) == counts[reader]
    assert counts["wca-officer"] == ITEMS
    if field == "supportOffers":
        assert counts["fra-authority"] > counts["tcd-authority"] > counts[None] == ITEMS / 3


async def test_a_filter_narrows_the_total_too(filled: str) -> None:
    query = '{ supportRequests(filter: {party: "iso3166:TCD"}, first: 1) { totalCount edges { node { parties } } } }'
    async with gateway(filled) as asked:
        assert (await asked.ask("geneva-officer", query))["supportRequests"]["totalCount"] == ITEMS / 5


@pytest.mark.paragraph("6")
async def test_history_is_for_those_whom_it_concerns(filled: str) -> None:
    query = "{ supportOffers(first: 1) { nodes { itemId history { type } } } }"
    async with gateway(filled) as asked:
        for reader, knows in (("wca-officer", True), ("geneva-officer", True), (None, False), ("tcd-authority", False)):
            node = (await asked.ask(reader, query))["supportOffers"]["nodes"][0]
            assert (node["history"] is not None) is knows
        own = (await asked.ask("tcd-authority", query.replace("supportOffers", "supportRequests")))["supportRequests"]
        assert own["nodes"][0]["history"][0]["type"] == "acsg.intake.support-request-submitted"


def everything(kind: Any, above: tuple[str, ...] = ()) -> str:
    """A selection of every field that needs no argument; of an item in an item nothing more than which one it is."""
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    if not hasattr(kind, "fields"):
        return ""
    if kind.name in above:
        return " { __typename }"
    inside = (*above, kind.name)
    names = [f"{name}{everything(field.type, inside)}" for name, field in kind.fields.items() if not field.args]
    return " { " + " ".join(names) + " }"


# Answered by owners, and not from the read model.
FORWARDED = {
    to_camel_case(field.python_name)
    for kind in (
        HandoverQueries,
        ToldQueries,
        OwnQueries,
        BenchQueries,
        ReadyQueries,
        ThreadQueries,
        DraftQueries,
        ImportQueries,
        NeedsPlanQueries,
        ExpertQueries,
        OrganisationQueries,
    )
    for field in get_object_definition(kind, strict=True).fields
}
OF_ONE = {"reportDifference"}
"""Lists of the parts of one item, which is read with all of them."""
OF_DATED_DATA = {"assessmentMethods", "ruleSets"}
"""A list of a file of ours, for which no statement is sent here."""
# What a list needs beside how many of it are asked for.
NEEDED = {"supportBeside": 'requestId: "request-000000", '}
LISTS = {
    name: f"{name}({NEEDED.get(name, '')}{{}}){everything(field.type)}"
    if "first" in field.args
    else f"{name}{everything(field.type)}"
    for name, field in build_schema()._schema.query_type.fields.items()  # type: ignore[union-attr]
    if ("[" in str(field.type) or "Connection" in str(field.type)) and name not in FORWARDED | OF_ONE | OF_DATED_DATA
}


async def counted(url: str, field: str, first: int) -> int:
    async with gateway(url, query_cost=1e9, pool_size=24) as asked:
        with asked.statements() as found:
            await asked.ask("wca-officer", "{ " + LISTS[field].replace("{})", f"first: {first})", 1) + " }")
        return len(found)


@pytest.mark.parametrize("field", LISTS)
async def test_a_hundred_items_take_hardly_more_statements_than_one(read_models: ReadModels, field: str) -> None:
    assert len(LISTS) >= 10
    # Beside a request that stands alone there is nothing, of which nothing further is asked.
    few = read_models[ITEMS if field in NEEDED else 1]
    one, many = await counted(few, field, 1), await counted(read_models[ITEMS], field, 100)
    assert 0 < many <= one + 2


@pytest.mark.control
async def test_without_loaders_the_count_shows_it(read_models: ReadModels, monkeypatch: pytest.MonkeyPatch) -> None:
    # One at a time: what this counts must not wait for the pool longer than the pool lets it.
    in_turn = asyncio.Lock()

    def each(self: Loaders, read: Any) -> Any:
        class Alone:
            async def load(_, key: Any) -> list[Any]:
                async with in_turn, self._reading() as reader:
                    return [row for _, row in await read(reader, [key])]

        return Alone()

    monkeypatch.setattr(Loaders, "_loader", each)
    one, many = [await counted(read_models[ITEMS], "supportRequests", first) for first in (1, 20)]
    assert many > one + 19
