"""Which media type an answer of GraphQL has, by what is asked for."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from services.gateway.graphql.router import OWN_TYPE, spoken

DID_NOT_RUN = b'{"data":null,"errors":[{"message":"Syntax Error"}]}'
REFUSED = b'{"data":null,"errors":[{"message":"no","path":["item"],"extensions":{"status":403}}]}'


def asked(accept: str, body: bytes) -> tuple[str, int, bytes]:
    request = Request({"type": "http", "headers": [(b"accept", accept.encode())]})
    answer = spoken(request, Response(body, media_type="application/json"))
    return answer.headers["content-type"], answer.status_code, bytes(answer.body)


@pytest.mark.parametrize("accept", [OWN_TYPE, OWN_TYPE.upper(), f"text/html, {OWN_TYPE};q=0.5"])
def test_who_asks_for_it_has_no_data_where_nothing_ran(accept: str) -> None:
    assert asked(accept, DID_NOT_RUN) == (OWN_TYPE, 400, b'{"errors":[{"message":"Syntax Error"}]}')
    assert asked(accept, REFUSED) == (OWN_TYPE, 200, REFUSED), "it ran, and a field of it was refused"


@pytest.mark.parametrize("accept", ["", "*/*", "application/json", f"{OWN_TYPE};q=0, application/json"])
def test_others_have_plain_json(accept: str) -> None:
    assert asked(accept, DID_NOT_RUN) == ("application/json", 200, DID_NOT_RUN)
