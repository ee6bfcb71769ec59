"""A receiver of spans (OTLP over HTTP) that keeps what it got, and can be told to be slow or to refuse."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True)
class Received:
    """One span, ids in hexadecimal; ``parent`` is empty where it begins a trace."""

    service: str
    name: str
    trace: str
    id: str
    parent: str
    kind: int
    failed: bool
    seconds: float
    attributes: dict[str, str]


@dataclass
class Receiver:
    """What came, and how it answers: ``drips_s`` between two bytes of an answer that never ends."""

    port: int = 0
    status: int = 200
    drips_s: float = 0
    spans: list[Received] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/v1/traces"

    def take(self, body: bytes) -> None:
        """Reads what an exporter sent."""
        self.raw.append(body)
        for of in ExportTraceServiceRequest.FromString(body).resource_spans:
            service = next(a.value.string_value for a in of.resource.attributes if a.key == "service.name")
            for scope in of.scope_spans:
                for one in scope.spans:
                    said = {a.key: a.value.string_value or str(a.value.int_value) for a in one.attributes}
                    seconds = (one.end_time_unix_nano - one.start_time_unix_nano) / 1e9
                    ids = (one.trace_id.hex(), one.span_id.hex(), one.parent_span_id.hex())
                    self.spans.append(Received(service, one.name, *ids, one.kind, one.status.code == 2, seconds, said))

    def of(self, trace: str) -> list[Received]:
        """The spans of one trace."""
        return [one for one in list(self.spans) if one.trace == trace]


@contextmanager
def receiver() -> Iterator[Receiver]:
    """One on a free port of this machine."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if made.status == 200 and not made.drips_s:
                made.take(gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
            self.send_response(made.status)
            self.send_header("content-length", "1000" if made.drips_s else "0")
            self.end_headers()
            while made.drips_s:
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(made.drips_s)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        made.drips_s = 0
        server.shutdown()
        server.server_close()
