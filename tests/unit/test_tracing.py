"""Spans: what is handed on, what is kept, and that nothing waits for who takes them."""

import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

from deploy.local.processes import ROOT
from shared.runtime.http.asking import asking
from shared.runtime.observability import tracing
from tests.support.span_receiver import Receiver, receiver

KEPT = f"00-{'a' * 32}-{'b' * 16}-01"


@pytest.fixture
def spans() -> Iterator[Receiver]:
    """Spans of this process go here for the length of a test."""
    with receiver() as taking:
        tracing.begin(taking.url, 1, "roster", "wca", "test")
        try:
            yield taking
        finally:
            tracing.end()


@pytest.mark.parametrize(
    "header",
    [None, "", "nonsense", KEPT.upper(), KEPT + "-00", "01" + KEPT[2:], f"00-{'0' * 32}-{'b' * 16}-01",
     f"00-{'a' * 32}-{'0' * 16}-01"],
)  # fmt: skip
def test_what_is_no_traceparent_is_none(header: str | None) -> None:
    assert tracing.given(header) is None
    assert tracing.given(header.encode() if header is not None else None) is None


def test_where_none_are_sent_a_request_says_that_its_trace_is_not_kept() -> None:
    with tracing.span("GET", "server", None) as span:
        assert not tracing.is_kept(span.traceparent)
        assert tracing.given(span.traceparent) == tracing.now()
    assert tracing.now() is None
    with tracing.span("GET", "server", KEPT) as span:
        assert span.traceparent == KEPT
    with tracing.span("take", "consumer", None) as span:
        assert span.traceparent is None


def test_a_part_names_what_it_is_part_of(spans: Receiver) -> None:
    with tracing.span("GET", "server", KEPT) as outer, tracing.span("GET", "client", tracing.now()) as inner:
        assert inner.traceparent != outer.traceparent
    tracing.end()
    client, server = spans.of("a" * 32)
    assert (client.name, client.parent, server.parent) == ("GET", server.id, "b" * 16)
    assert outer.traceparent == f"00-{server.trace}-{server.id}-01"


def test_what_a_clock_sets_off_has_no_trace(spans: Receiver) -> None:
    with tracing.span("take", "consumer", None) as span:
        assert span.traceparent is None
    tracing.told("publish", "producer", None, 0)
    tracing.end()
    assert spans.spans == []


def test_an_exception_is_told_by_its_class_alone(spans: Receiver) -> None:
    with pytest.raises(ValueError, match="CANARY"), tracing.span("GET", "server", None):
        raise ValueError("CANARY of a person")
    tracing.end()
    (one,) = spans.spans
    assert (one.failed, one.attributes["error.type"]) == (True, "ValueError")
    assert b"CANARY" not in b"".join(spans.raw)


@pytest.mark.parametrize(("share", "kept"), [(0.0, 0), (1.0, 40)])
def test_a_share_is_kept_whatever_a_caller_says(share: float, kept: int) -> None:
    with receiver() as taking:
        tracing.begin(taking.url, share, "roster", "wca", "test")
        for number in range(20):
            for flag in ("00", "01"):
                with tracing.span("GET", "server", f"00-{number + 1:032x}-{'b' * 16}-{flag}") as span:
                    assert tracing.is_kept(span.traceparent) == (share == 1)
        tracing.end()
        assert len(taking.spans) == kept


async def test_a_question_is_a_part_and_one_that_is_refused_has_failed(spans: Receiver) -> None:
    with receiver() as refusing:
        refusing.status = 404
        async with asking(5) as http:
            outside = await http.post(refusing.url, content=b"")
            assert "traceparent" not in outside.request.headers
            with tracing.span("POST", "server", KEPT):
                inside = await http.post(refusing.url, content=b"")
            assert inside.request.headers["traceparent"].startswith(f"00-{'a' * 32}-")
        async with asking(5, trust_env=True) as stranger:
            with tracing.span("POST", "server", KEPT):
                told = await stranger.post(refusing.url, content=b"")
            assert "traceparent" not in told.request.headers
    tracing.end()
    asked = next(one for one in spans.spans if one.kind == 3)
    assert (asked.failed, asked.attributes["http.response.status_code"]) == (True, "404")
    assert int(asked.attributes["server.port"]) == refusing.port


async def test_a_port_that_is_not_said_is_that_of_its_scheme(spans: Receiver) -> None:
    class Away(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("away")

    with tracing.span("POST", "server", KEPT):
        for scheme in ("http", "https"):
            async with asking(5) as http:
                http._transport = Away()
                with pytest.raises(httpx.ConnectError):
                    await http.get(f"{scheme}://owner.example/x?secret=CANARY")
    tracing.end()
    asked = [one for one in spans.spans if one.kind == 3]
    assert [one.attributes["server.port"] for one in asked] == ["80", "443"]
    assert {one.attributes["error.type"] for one in asked} == {"ConnectError"}
    assert b"CANARY" not in b"".join(spans.raw)


@pytest.mark.parametrize("how", ["takes", "refuses", "drips", "away"])
def test_a_process_ends_in_time_whatever_the_receiver_does(how: str) -> None:
    code = """if True:
        import sys
        from shared.runtime.observability import metrics, tracing
        tracing.begin(sys.argv[1], 1, "roster", "wca", "worker")
        for number in range(3000):
            with tracing.span("GET", "server", None):
                pass
        import time
        print(time.monotonic(), flush=True)
    """
    with receiver() as taking:
        taking.status, taking.drips_s = (503 if how == "refuses" else 200), (0.2 if how == "drips" else 0.0)
        to = "http://127.0.0.1:9/v1/traces" if how == "away" else taking.url
        done = subprocess.run([sys.executable, "-c", code, to], cwd=ROOT, capture_output=True, text=True, timeout=60)
        took = time.monotonic() - float(done.stdout.split()[0])
        assert done.returncode == 0, done.stderr
        assert took < 10
        assert bool(taking.spans) == (how == "takes")
        assert done.stderr == ""
