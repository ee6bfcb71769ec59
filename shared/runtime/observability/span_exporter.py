"""Sends spans as OTLP over HTTP, and counts what arrived and what was lost. Loaded where spans are sent alone."""

from collections.abc import Sequence

from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from shared.runtime.observability import metrics

SECONDS = 5.0
"""How long the receiver may take to answer."""


class _Counted(SpanExporter):
    """An exporter with figures beside it."""

    def __init__(self, sends: SpanExporter) -> None:
        self._sends = sends

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Sends some, and counts them."""
        result = self._sends.export(spans)
        arrived = result is SpanExportResult.SUCCESS
        (metrics.SPANS_SENT if arrived else metrics.SPANS_LOST).inc(len(spans))
        return result

    def shutdown(self) -> None:
        """Sends no more."""
        self._sends.shutdown()


def exporter(to: str) -> SpanExporter:
    """To an address of an OTLP receiver, ``https://.../v1/traces``. Headers for it are the library's ``OTEL_EXPORTER_OTLP_HEADERS``."""
    return _Counted(OTLPSpanExporter(endpoint=to, timeout=SECONDS, compression=Compression.Gzip))
