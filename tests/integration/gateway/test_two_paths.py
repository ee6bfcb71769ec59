"""The short cut and the ordinary path give the same bytes, for every reader, right or wrong; planted faults show."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings

from deploy.local.provision import working
from services.gateway.graphql.compiled import plan
from services.gateway.graphql.compiled.executor import CompiledExecutor
from services.gateway.graphql.schema import build_schema
from shared.runtime.clock import SystemClock
from tests.integration.gateway.conftest import ReadModels
from tests.support.documents import Document, documents
from tests.support.gateway import Gateway, gateway
from tools.bench.graphql import PAGE

READERS = ("wca-officer", "geneva-officer", "tcd-authority", "fra-authority", None)
NODE = "supportRequests(first: 7) { edges { node {"
TABLE = {
    "the page": Document(PAGE, {"first": 50}),
    "every kind": Document("""{ supportOffers { nodes { title parties state lines { lineId } findings { outcome } } }
      matches { nodes { reference functionalAreas state begunAt } } deliveries { nodes { status version } }
      openNeeds { edges { cursor node { id kind } } } ownCommitments { totalCount nodes { title reference } } }"""),
    "aliases": Document(f"{{ {NODE} lineId: title a: lines {{ x: unit y: amount x2: unit }} b: lines {{ end }} }} }} }} }}"),
    "fragments": Document(f"""query Q {{ {NODE} ...A ... on Item {{ id ...B }} ... {{ title }} }} }} }} }}
      fragment A on Item {{ id lines {{ lineId ...L }} }} fragment B on Item {{ lines {{ unit }} status }}
      fragment L on RequestLine {{ lineId functionalArea }}"""),
    "a field asked for in parts": Document(f"{{ {NODE} lines {{ unit }} status lines {{ amount unit }} }} }} }} }}"),
    "named operations": Document(f"query A {{ {NODE} id }} }} }} }} query B {{ {NODE} title }} }} }} }}", {}, "B"),
    "an operation that is not there": Document("query A { freshness { region } }", {}, "B"),
    "skip and include": Document(f"""query Q($y: Boolean!, $n: Boolean = false) {{ {NODE} id @skip(if: $y)
      title @include(if: $y) lines @skip(if: $n) {{ unit @include(if: $n) amount }} findings @include(if: $n) {{ reason }}
      ... @skip(if: $y) {{ status }} ...F @include(if: $y) }} }} }} }} fragment F on Item {{ region }}""", {"y": True}),
    "everything skipped": Document(f"{{ {NODE} id @skip(if: true) }} }} }} }}"),
    "typename": Document(f"{{ __typename {NODE} __typename t: __typename lines {{ __typename }} }} }} }} }}"),
    "history among them": Document(f"{{ {NODE} id lines {{ unit }} history {{ type words }} title }} }} }} }}"),
    "versions": Document(f"{{ {NODE} versions {{ number submittedAt content findings }} }} }} }} }}"),
    "unknown field": Document(f"{{ {NODE} nothing lines {{ nothing }} }} }} }} }}"),
    "argument that is not there": Document(f"{{ {NODE} title(x: 1) }} }} }} }}"),
    "no selection": Document(f"{{ {NODE} lines }} }} }} }}"),
    "selection of a leaf": Document(f"{{ {NODE} title {{ x }} }} }} }} }}"),
    "variable missing": Document(PAGE),
    "variable of another kind": Document(PAGE, {"first": "five"}),
    "page too large": Document(PAGE, {"first": 5000}),
    "no cursor": Document('{ supportRequests(after: "x") { nodes { id } } a: supportRequests(first: 1) { nodes { id } } }'),
    "one item": Document('{ item(key: "request-000003") { title lines { unit } findings { paragraph } } none: item(key: "") { id } }'),
    "other lists": Document("""{ worklist(first: 9) { who what dueAt late reference } freshness { region lastEventAt ageSeconds }
      solicitedRequests { itemId fields } unmetNeed { open } firstFeedback { medianSeconds } }"""),
    "introspection": Document("{ __schema { queryType { fields { name type { kind } } } } }"),
    "not GraphQL": Document("{ supportRequests {"),
}  # fmt: skip


class OneMoment(SystemClock):
    """For both gateways it is the same moment, or they differ in how old things are; quotas fill up again as ever."""

    def __init__(self) -> None:
        self.moment = super().now()

    def now(self) -> datetime:
        return self.moment


@asynccontextmanager
async def both(url: str) -> AsyncIterator[tuple[Gateway, Gateway]]:
    clock = OneMoment()
    async with gateway(url, clock, query_compiled=True) as short, gateway(url, clock, query_compiled=False) as ordinary:
        yield short, ordinary


async def differing(
    asked: tuple[Gateway, Gateway], sent: Iterable[Document], readers: Iterable[str | None] = READERS
) -> list[str]:
    """Documents that are answered in two ways."""
    found = []
    for document in sent:
        for reader in readers:
            short, ordinary = [await one.heard(reader, document.query, **document.sent()) for one in asked]
            # The second time from the finished parts that the first one left.
            again = await asked[0].heard(reader, document.query, **document.sent())
            if {(one.status_code, one.content) for one in (short, again)} != {(ordinary.status_code, ordinary.content)}:
                found.append(f"{reader}: {document.query}\n{short.text[:400]}\n{ordinary.text[:400]}")
    return found


async def test_both_paths_give_the_same_bytes(filled: str) -> None:
    async with both(filled) as asked:
        assert await differing(asked, TABLE.values()) == []
        page = await asked[0].ask("wca-officer", PAGE, first=50)
        assert len(page["supportRequests"]["edges"]) == 50


def test_both_paths_give_the_same_bytes_for_documents_drawn_at_random(filled: str) -> None:
    outcomes: Counter[str] = Counter()
    schema = build_schema()._schema
    with asyncio.Runner() as runner:
        asked = both(filled)
        gateways = runner.run(asked.__aenter__())

        @settings(max_examples=120, deadline=None, derandomize=True, database=None,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @given(documents(schema))
        def compare(document: Document) -> None:
            assert runner.run(differing(gateways, [document], READERS[::2])) == []
            answer = runner.run(gateways[0].send("wca-officer", document.query, **document.sent()))
            outcomes["errors" if "errors" in answer.json() else "data"] += 1

        try:
            compare()
        finally:
            runner.run(asked.__aexit__(None, None, None))
    assert outcomes["data"] > outcomes["errors"] > 0


@asynccontextmanager
async def damaged(url: str) -> AsyncIterator[None]:
    """A finding without a reason, which its type promises; put right at the end."""
    connection = await asyncpg.connect(working(url))
    kept = await connection.fetchval("select state from item where kind = 'request'")
    try:
        await connection.execute(
            "update item set state = jsonb_set(state, '{findings,3,reason}', 'null') where kind = 'request'"
        )
        yield
    finally:
        await connection.execute("update item set state = $1 where kind = 'request'", kept)
        await connection.close()


async def test_a_row_that_breaks_its_type_is_the_same_error_at_the_same_place(read_models: ReadModels) -> None:
    async with damaged(read_models[1]), both(read_models[1]) as asked:
        assert await differing(asked, [Document(PAGE, {"first": 1})]) == []
        answer = (await asked[0].send("wca-officer", PAGE, variables={"first": 1})).json()
    place = ["supportRequests", "edges", 0, "node", "findings", 3, "reason"]
    assert [error["path"] for error in answer["errors"]] == [place]
    assert answer["data"] is None


@pytest.mark.control
async def test_a_leaf_that_takes_anything_shows(read_models: ReadModels, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "_of_types", lambda _: lambda value: value)
    async with damaged(read_models[1]), both(read_models[1]) as asked:
        assert await differing(asked, [Document(PAGE, {"first": 1})], ["wca-officer"])


def _another_attribute(patch: pytest.MonkeyPatch) -> None:
    real = plan._reader_of
    patch.setattr(
        plan, "_reader_of", lambda field, node: (lambda v: v.amount) if node.name.value == "unit" else real(field, node)
    )


def _one_type_for_all(patch: pytest.MonkeyPatch) -> None:
    real = plan._field

    def field(executor: Any, parent: Any, details: Any) -> Any:
        read, complete = real(executor, parent, details)
        return read, (lambda _: "Item") if details[0].node.name.value == "__typename" else complete

    patch.setattr(plan, "_field", field)


def _directives_forgotten(patch: pytest.MonkeyPatch) -> None:
    def collect(self: Any, kind: Any, details: Any) -> Any:
        for detail in details:
            for selection in detail.node.selection_set.selections:
                selection.directives = ()
        return real(self, kind, details)

    real = CompiledExecutor.collect_subfields
    patch.setattr(CompiledExecutor, "collect_subfields", collect)


@pytest.mark.control
@pytest.mark.parametrize("plant", [_another_attribute, _one_type_for_all, _directives_forgotten])
async def test_a_planted_fault_shows(
    filled: str, plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    async with both(filled) as asked:
        assert await differing(asked, TABLE.values(), ["wca-officer"])
