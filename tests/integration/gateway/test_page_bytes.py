"""What a page weighs on the wire: a poor link of 1 Mbit/s has it in a fraction of a second."""

import gzip

import orjson
import pytest

from services.gateway.graphql import router
from services.gateway.graphql.router import takes_gzip
from tests.support.gateway import gateway
from tools.bench.graphql import PAGE

MOST = 20_000
"""Bytes of a page of 50 requests with lines and findings."""


async def weight(url: str, encoding: str, query: str = PAGE) -> tuple[int, str | None, bytes]:
    """Bytes as they are sent, how they are coded, and what they say."""
    async with gateway(url, mode="development") as one:
        headers = {
            "Authorization": "Bearer wca-officer",
            "Content-Type": "application/json",
            "Accept-Encoding": encoding,
        }
        body = orjson.dumps({"query": query, "variables": {"first": 50}})
        async with one.http.stream("POST", "/graphql", content=body, headers=headers) as answer:
            raw = b"".join([part async for part in answer.aiter_raw()])
            assert answer.headers["vary"] == "Accept, Accept-Encoding"
            assert int(answer.headers["content-length"]) == len(raw)
            coded = answer.headers.get("content-encoding")
    return len(raw), coded, gzip.decompress(raw) if coded == "gzip" else raw


async def test_a_page_is_light_for_who_takes_it_pressed(filled: str) -> None:
    pressed, coded, said = await weight(filled, "gzip, deflate, br")
    plain, uncoded, same = await weight(filled, "identity")
    assert (coded, uncoded) == ("gzip", None)
    assert said == same
    assert len(orjson.loads(said)["data"]["supportRequests"]["edges"]) == 50
    assert pressed <= MOST < plain


async def test_what_fits_one_packet_is_left_alone(filled: str) -> None:
    _, coded, said = await weight(filled, "gzip", "{ supportRequests(first: 1) { nodes { itemId } } }")
    assert coded is None
    assert "data" in orjson.loads(said)


@pytest.mark.control
async def test_control_an_answer_that_is_not_pressed_is_found(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "WORTH_IT", 10**9)
    assert (await weight(filled, "gzip"))[0] > MOST


@pytest.mark.parametrize(
    ("said", "taken"),
    [("gzip", True), ("GZIP;q=0.5", True), ("br, *", True), ("", False), ("identity", False), ("gzip;q=0", False),
     ("gzip; q=0.000, *", False), ("*;q=0", False), ("deflate, br", False), ("x-gzip", False)],
)  # fmt: skip
def test_who_takes_it(said: str, *, taken: bool) -> None:
    assert takes_gzip(said) is taken
