"""The GraphQL schema breaks nobody who asks as it was released, and every example is good against it."""

import pytest
from graphql import build_schema, find_breaking_changes, parse, validate

from tools.graphql.checking import EXAMPLES, RELEASED, SCHEMA

PERSONS = ("authority", "geneva", "integrator", "offerer", "office", "officer", "public")


def test_nothing_that_was_released_is_broken() -> None:
    released, present = build_schema(RELEASED.read_text()), build_schema(SCHEMA.read_text())
    assert [one.description for one in find_breaking_changes(released, present)] == []


@pytest.mark.control
def test_a_field_that_went_and_an_argument_that_is_needed_are_found() -> None:
    released = RELEASED.read_text()
    present = released.replace("  who: [String!]!\n", "", 1).replace(
        "item(key: String!", "item(key: String!, region: String!", 1
    )
    found = {one.type.name for one in find_breaking_changes(build_schema(released), build_schema(present))}
    assert found == {"FIELD_REMOVED", "REQUIRED_ARG_ADDED"}


@pytest.mark.parametrize("person", PERSONS)
def test_an_example_is_good(person: str) -> None:
    text = (EXAMPLES / f"{person}.graphql").read_text()
    assert text.startswith("# "), "it says in words what it is for"
    assert validate(build_schema(SCHEMA.read_text()), parse(text)) == []
    assert {one.stem for one in EXAMPLES.glob("*.graphql")} == set(PERSONS)
