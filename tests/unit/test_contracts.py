"""Envelope, catalogue and logs: what must hold of every event and line."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.catalogue import CatalogueFault, collect, events, topics
from shared.contracts.envelope import Envelope, MalformedEnvelope
from shared.runtime.db.outbox import slot_of
from shared.runtime.observability.logging import redact

_KEPT = st.characters(codec="utf-8", exclude_characters="\0")


def envelope(**changes: object) -> Envelope:
    values: dict[str, object] = {
        "id": "1", "source": "/acsg/wca/intake", "type": "acsg.intake.support-request-submitted", "version": 1,
        "subject": "s", "time": datetime(2026, 1, 1, tzinfo=UTC), "region": "wca", "epoch": 1, "stream": "t/0",
        "sequence": 7, "aggregate_version": 1, "classification": "confidential", "correlation_id": "c",
    }  # fmt: skip
    return Envelope(**(values | changes))  # type: ignore[arg-type]


@given(st.integers(min_value=1, max_value=2**53), st.text(_KEPT, min_size=1, max_size=40))
def test_an_envelope_survives_its_headers(sequence: int, subject: str) -> None:
    one = envelope(sequence=sequence, subject=subject)
    assert Envelope.from_headers(one.to_headers()) == one


def test_every_fault_of_an_envelope_is_named() -> None:
    headers = [(k, v) for k, v in envelope().to_headers() if k not in {"ce_id", "ce_region"}]
    headers = [(k, b"x" if k == "ce_epoch" else v) for k, v in headers]
    with pytest.raises(MalformedEnvelope) as fault:
        Envelope.from_headers(headers)
    assert all(name in str(fault.value) for name in ("ce_id", "ce_region", "ce_epoch"))


def test_every_event_names_topic_paragraph_and_class() -> None:
    assert len(events()) > 25
    for event in events():
        assert event.topic in topics()
        assert event.paragraph.number
        assert event.__doc__
        public = event.topic.name.startswith("acsg.public.")
        assert public == (event.classification.value == "unclassified")


def test_a_planted_duplicate_is_refused() -> None:
    from types import ModuleType

    from shared.contracts.intake import SupportRequestEvent

    module = ModuleType("planted")
    for name in ("One", "Two"):
        more = {"__module__": "planted", "wire_type": "acsg.intake.support-request-submitted"}
        setattr(module, name, type(name, (SupportRequestEvent,), more))
    with pytest.raises(CatalogueFault, match="declared by"):
        collect([module])


def test_the_slot_of_an_aggregate_never_changes() -> None:
    assert [slot_of(x) for x in ("a", "b", "ACSG-2026-TCD-001")] == [3, 5, 1]


def test_a_log_line_keeps_only_what_is_allowed() -> None:
    line = redact(None, "info", {"event": "x", "actor": "tcd-authority", "body": "CANARY", "email": "CANARY"})
    assert line == {"event": "x", "actor": "tcd-authority", "dropped_keys": 2}
