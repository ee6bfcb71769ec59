"""FinishedParts of answers that are kept: bounded in bytes, the longest unused one goes first."""

import gc
from typing import Any

from graphql import GraphQLResolveInfo, build_schema, execute_sync, parse

from services.gateway.graphql.compiled.finishing import FinishedParts
from services.gateway.graphql.compiled.selected import Plans


def test_the_longest_unused_one_goes_first() -> None:
    parts = FinishedParts(10)
    for name in "abc":
        parts.keep(name, b"xxx")
    assert parts.get("a") == b"xxx"
    parts.keep("d", b"xxx")
    assert [name for name in "abcd" if parts.get(name)] == ["a", "c", "d"]
    assert parts.bytes == 9


def test_one_that_is_kept_anew_counts_once_and_one_too_large_is_not_kept() -> None:
    parts = FinishedParts(10)
    parts.keep("a", b"xxx")
    parts.keep("a", b"xxxxx")
    assert (parts.get("a"), parts.bytes) == (b"xxxxx", 5)
    parts.keep("b", b"x" * 11)
    assert (parts.get("b"), parts.bytes) == (None, 5)


def test_nothing_is_kept_where_none_are_wanted() -> None:
    parts = FinishedParts(0)
    parts.keep("a", b"x")
    assert (parts.get("a"), parts.bytes) == (None, 0)


def test_what_a_part_takes_beside_itself_counts_too() -> None:
    parts = FinishedParts(25, beside=9)
    for name in "abc":
        parts.keep(name, b"x")
    assert ([name for name in "abc" if parts.get(name)], parts.bytes) == (["b", "c"], 20)
    parts.keep("b", b"xx")
    assert parts.bytes == 21
    parts.keep("d", b"x" * 17)
    assert (parts.get("d"), parts.bytes) == (None, 21)


def test_plans_go_with_the_document_that_they_are_of() -> None:
    plans, schema = Plans(), build_schema("type Query { page: Page } type Page { nodes: [String!]! }")
    asked: list[Any] = []

    def resolve(_: Any, info: GraphQLResolveInfo[Any]) -> None:
        asked.append(plans.of(info, frozenset({"nodes"})))

    schema.query_type.fields["page"].resolve = resolve  # type: ignore[union-attr]
    documents = [parse("{ page { nodes } }"), parse("{ page { nodes } again: page { names: nodes } }")]
    for document in (*documents, *documents):
        assert execute_sync(schema, document).errors is None
    assert ([[one.called for one in found] for found in asked], len(plans)) == (
        [["nodes"], ["nodes"], ["names"]] * 2,
        2,
    )
    assert asked[0][0].selection == asked[1][0].selection == asked[2][0].selection
    documents.clear()
    del document
    gc.collect()
    assert len(plans) == 0
