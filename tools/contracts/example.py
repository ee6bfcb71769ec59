"""A complete envelope, for documents and tests."""

from datetime import UTC, datetime

from shared.contracts.envelope import Envelope


def envelope_example() -> Envelope:
    """Every attribute set, so that every header shows."""
    return Envelope(
        id="0193a5f0-0000-7000-8000-000000000001",
        source="/acsg/wca/intake",
        type="acsg.intake.support-request-submitted",
        version=1,
        subject="0193a5f0-0000-7000-8000-0000000000aa",
        time=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        region="wca",
        epoch=1,
        stream="acsg.intake.support-request/3",
        sequence=17,
        aggregate_version=1,
        classification="confidential",
        correlation_id="0193a5f0-0000-7000-8000-0000000000bb",
        causation_id="0193a5f0-0000-7000-8000-0000000000cc",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        withheld="/request/content/submission_route",
    )
