"""Every document of the console is one that the gateway takes, and every page names those it asks by."""

import pytest
from graphql import build_schema, parse, validate

from services.console.asking.documents import document, names
from services.console.forms.kinds import KINDS
from services.console.http.register import register
from services.gateway.graphql.limits import Limits
from services.gateway.graphql.schema import build_schema as of_gateway
from services.gateway.graphql.schema import limits_of
from services.gateway.settings import GatewaySettings

SCHEMA = build_schema(of_gateway().as_str())


def faults(text: str) -> list[str]:
    return [one.message for one in validate(SCHEMA, parse(text))]


@pytest.mark.parametrize("name", names())
def test_the_gateway_takes_it(name: str) -> None:
    assert faults(document(name)) == []
    limits: Limits = limits_of(GatewaySettings(database_url=""))
    assert len(document(name)) < limits.characters / 10


def test_a_planted_field_is_found() -> None:
    assert faults(document("shown").replace("itemId", "itemNumber"))


def test_pages_name_their_documents() -> None:
    named = {one for page in register() for one in page.documents}
    named |= {one for kind in KINDS.values() for one in (kind.send, kind.revise, kind.check) if one}
    assert named == set(names())
