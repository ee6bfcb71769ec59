"""structlog as JSON lines on standard output, with an allow-list: a key that is not listed never leaves the process."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

from shared.runtime.observability import tracing

# Identifiers, names of things, counts and codes. Never bodies, tokens, contacts or text of the parties.
ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "service", "deployment", "process", "loop", "logger", "address", "error",
        "where", "request_id", "correlation_id", "causation_id", "traceparent", "actor", "role", "region", "party",
        "paragraph", "action", "aggregate", "aggregate_version", "event_id", "event_type", "consumer", "topic",
        "partition", "offset", "slot", "slots", "rows", "count", "seconds", "lag", "attempts", "state", "status",
        "method", "route", "code", "match_id", "reservation_id", "offer_id", "delivery_id", "channel", "figure",
        "stream", "sequence", "sealed", "epoch", "source", "kind", "port", "pid", "dropped_keys", "trace_id", "span_id", "version", "worker", "exit_status", "topics",
    }
)  # fmt: skip


def redact(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops every key that is not on the allow-list and says how many went; an exception leaves its type and place."""
    problem = entry.pop("exc_info", None)
    if isinstance(problem, BaseException):
        entry["error"], entry["where"] = type(problem).__name__, _place(problem)
    dropped = [key for key in entry if key not in ALLOWED]
    for key in dropped:
        del entry[key]
    if dropped:
        entry["dropped_keys"] = len(dropped)
    return entry


def _place(problem: BaseException) -> str:
    trace = problem.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno}" if trace else "unknown"


def configure_logging(service: str, deployment: str, process: str) -> None:
    """Sets structlog up once per process; lines of libraries pass as their logger and level only when they warn."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _constants(service, deployment, process),
            _part_of_trace,
            redact,
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_LibraryLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _constants(service: str, deployment: str, process: str) -> structlog.typing.Processor:
    def add(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        entry.update(service=service, deployment=deployment, process=process)
        return entry

    return add


def _part_of_trace(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Names the span that a line belongs to, where its trace is kept: from there one goes to the lines and back."""
    if tracing.is_kept(now := tracing.now()):
        assert now is not None
        entry["trace_id"], entry["span_id"] = now.split("-")[1:3]
    return entry


def _dumps(entry: Any, **_: Any) -> str:
    return orjson.dumps(entry, default=str).decode()


class _LibraryLine(logging.Formatter):
    """A library's message may hold anything, so only its place and level are kept."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        line = {"event": "library_log", "logger": record.name, "level": record.levelname.lower()}
        return _dumps(line | {"where": f"{record.filename}:{record.lineno}", "error": kind})
