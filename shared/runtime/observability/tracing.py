"""Spans of OpenTelemetry, from a page's act to the mail and the call that come of it (ADR 26). No other file names the library.

Off unless a setting says where spans go; what a caller's ``traceparent`` says is handed on all the same. A trace begins with
a request alone: what a clock sets off has none. Whether one is kept follows from its number, so that every process of a
deployment says the same and no caller's flag decides. Spans are sent in the background; while the receiver is away they are
dropped and counted, and nothing waits for it. They hold names, codes and identifiers: no body, no text, no address of a person.
"""

import atexit
import logging
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as LibrarySpan
    from opentelemetry.trace import Tracer

_GIVEN = re.compile(r"^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$")
_END_S = 2.0
"""How long the end of a process waits for what is not sent yet."""
Kind = Literal["server", "client", "producer", "consumer"]
Attributes = Mapping[str, str | int]
"""By the names of OpenTelemetry's conventions."""
NOTHING: Attributes = MappingProxyType({})
_now: ContextVar[str | None] = ContextVar("traceparent", default=None)


@dataclass
class _Sending:
    """Where spans go, once a process has said so."""

    tracer: "Tracer"
    provider: "TracerProvider"


_sending: _Sending | None = None


@dataclass
class Span:
    """What happens now: ``traceparent`` is handed on to what it sets off (W3C Trace Context); None where there is no trace."""

    traceparent: str | None
    _span: "LibrarySpan | None" = None

    def tell(self, name: str | None = None, attributes: Attributes = NOTHING) -> None:
        """Says more of it: another name, attributes."""
        if self._span is not None:
            if name is not None:
                self._span.update_name(name)
            self._span.set_attributes(attributes)

    def fail(self, code: str) -> None:
        """It came to nothing; ``code`` is a name of ours or of an error's class, never a message."""
        if self._span is not None:
            from opentelemetry.trace import StatusCode

            self._span.set_attribute("error.type", code)
            self._span.set_status(StatusCode.ERROR)


def begin(to: str, share: float, service: str, deployment: str, process: str) -> None:
    """Sends spans to an OTLP receiver over HTTP from now on; to ``""`` none. Once in a process, after the fork that made it."""
    global _sending
    if not to:
        return
    from opentelemetry.sdk.resources import Resource as Sends
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import TraceIdRatioBased

    from shared.runtime.observability.span_exporter import exporter

    # A receiver that is away is told by a figure; the library would say it in a line for every span.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
    resource = Sends({"service.name": f"acsg-{service}", "service.namespace": deployment,
                         "service.instance.id": f"{deployment}/{service}/{process}/{os.getpid()}"})  # fmt: skip
    provider = TracerProvider(sampler=TraceIdRatioBased(share), resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter(to)))
    _sending = _Sending(provider.get_tracer("acsg"), provider)
    atexit.register(end)


def end() -> None:
    """Sends what is left, for two seconds at most, whatever the receiver does."""
    global _sending
    sending, _sending = _sending, None
    if sending is None:
        return
    from threading import Thread

    # A thread of its own: the library waits thirty seconds, and longer for a receiver that answers drop by drop.
    ending = Thread(target=sending.provider.shutdown, daemon=True)
    ending.start()
    ending.join(_END_S)


def is_on() -> bool:
    """Whether spans are sent."""
    return _sending is not None


def is_kept(traceparent: str | None) -> bool:
    """Whether a trace is one of those that are kept."""
    return traceparent is not None and int(traceparent[-1], 16) & 1 == 1


def now() -> str | None:
    """The ``traceparent`` of what happens now; None outside of a request and of what it set off."""
    return _now.get()


def given(header: bytes | str | None) -> str | None:
    """The ``traceparent`` that a caller gave, if it is one."""
    said = header.decode("latin-1") if isinstance(header, bytes) else header
    return said if said is not None and _GIVEN.match(said) else None


def fresh() -> str:
    """One of nobody's: a trace that is not kept."""
    chance = os.urandom(24).hex()
    return f"00-{chance[:32]}-{chance[32:]}-00"


@contextmanager
def span(name: str, kind: Kind, parent: str | None, attributes: Attributes = NOTHING) -> Iterator[Span]:
    """What is done inside, as a part of ``parent``. An exception is told by the name of its class alone, and goes on."""
    doing = _begun(name, kind, parent, attributes)
    before = _now.set(doing.traceparent)
    try:
        yield doing
    except BaseException as error:
        doing.fail(type(error).__name__)
        raise
    finally:
        _now.reset(before)
        if doing._span is not None:
            doing._span.end()


def told(name: str, kind: Kind, parent: str | None, since: datetime | int, attributes: Attributes = NOTHING) -> None:
    """What was done already, ``since`` a moment (or nanoseconds of the epoch) until now. Nothing of a trace that is not kept."""
    if _sending is None or not is_kept(parent):
        return
    began = since if isinstance(since, int) else int(since.timestamp() * 1e9)
    _sending.tracer.start_span(
        name, _context(parent), _kind(kind), attributes, start_time=min(began, time.time_ns())
    ).end()


def _begun(name: str, kind: Kind, parent: str | None, attributes: Attributes) -> Span:
    if kind == "server" and parent is None and _sending is None:
        return Span(fresh())
    if _sending is None or (parent is None and kind != "server"):
        return Span(parent)
    made = _sending.tracer.start_span(
        name, _context(parent), _kind(kind), attributes, record_exception=False,
        set_status_on_exception=False,
    )  # fmt: skip
    of = made.get_span_context()
    return Span(f"00-{of.trace_id:032x}-{of.span_id:016x}-{of.trace_flags & 1:02x}", made)


def _context(parent: str | None) -> "Context":
    from opentelemetry.context import Context
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    found = _GIVEN.match(parent or "")
    if found is None:
        return Context()
    trace, of, flags = (int(part, 16) for part in found.groups())
    return set_span_in_context(NonRecordingSpan(SpanContext(trace, of, True, TraceFlags(flags & 1))), Context())


def _kind(kind: Kind) -> Any:
    from opentelemetry.trace import SpanKind

    return SpanKind[kind.upper()]
