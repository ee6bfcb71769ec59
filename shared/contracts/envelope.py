"""CloudEvents 1.0 in the Kafka binary binding: attributes as ``ce_`` headers, JSON data as the record's value.

Extensions: region (deployment that owns the event), epoch (rises when that deployment is restored from a backup),
stream and sequence (gapless per stream within an epoch, so that a reader can prove it has everything),
aggregateversion, classification, correlationid, causationid, traceparent, withheld (JSON pointers of what the event
says at home and does not say here). Identity of an event = (source, id).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from shared.contracts.incoming import A_MOMENT, MOST_SMALL, MOST_WHOLE, is_moment, text_fault

CONTENT_TYPE = "application/json"
_TEXT = {
    "ce_id": "id", "ce_source": "source", "ce_type": "type", "ce_subject": "subject", "ce_region": "region",
    "ce_stream": "stream", "ce_classification": "classification", "ce_correlationid": "correlation_id",
    "ce_causationid": "causation_id", "ce_traceparent": "traceparent", "ce_withheld": "withheld",
}  # fmt: skip
_NUMBERS = {"ce_epoch": "epoch", "ce_sequence": "sequence", "ce_aggregateversion": "aggregate_version"}
_ATTRIBUTES = tuple((_TEXT | _NUMBERS).items())
_MOST = {"epoch": MOST_SMALL, "sequence": MOST_WHOLE, "aggregate_version": MOST_SMALL}
_OPTIONAL = {"ce_causationid", "ce_traceparent", "ce_withheld"}


class MalformedEnvelope(ValueError):
    """A record whose headers are not an envelope of ours; names every missing or unreadable header."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything about an event but its data."""

    id: str
    source: str
    type: str
    version: int
    subject: str
    time: datetime
    region: str
    epoch: int
    stream: str
    sequence: int
    aggregate_version: int
    classification: str
    correlation_id: str
    causation_id: str | None = None
    traceparent: str | None = None
    withheld: str | None = None

    def sequenced(self, stream: str, sequence: int) -> "Envelope":
        """The same event with its place in its stream, given when the outbox relay claims it."""
        return replace(self, stream=stream, sequence=sequence)

    def to_headers(self) -> list[tuple[str, bytes]]:
        """Kafka record headers, in a stable order."""
        return [(name, text.encode()) for name, text in self.to_texts()]

    def to_texts(self) -> list[tuple[str, str]]:
        """The same headers as text, as the outbox keeps them."""
        texts = [("ce_specversion", "1.0"), ("content-type", CONTENT_TYPE)]
        for header, attribute in _ATTRIBUTES:
            value = getattr(self, attribute)
            if value is not None:
                texts.append((header, str(value)))
        texts.append(("ce_time", rfc3339(self.time)))
        texts.append(("ce_dataschema", f"urn:acsg:schema:{self.type}:{self.version}"))
        return texts

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes]]) -> "Envelope":
        """Reads an envelope. Raises MalformedEnvelope naming every header that is missing or unreadable."""
        found: dict[str, str] = {}
        faults: list[str] = []
        for header, raw in headers:
            try:
                found[header] = raw.decode()
            except UnicodeDecodeError:
                faults.append(f"{header}: not UTF-8")
            else:
                faults += [f"{header}: {fault[1]}"] if (fault := text_fault(found[header])) else []
        required = (set(_TEXT) | set(_NUMBERS) | {"ce_time", "ce_dataschema", "ce_specversion"}) - _OPTIONAL
        faults += [f"{header}: missing" for header in sorted(required - set(found))]
        if found.get("ce_specversion", "1.0") != "1.0":
            faults.append("ce_specversion: not 1.0")
        numbers: dict[str, int] = {}
        for header, attribute in _NUMBERS.items():
            if header in found:
                try:
                    numbers[attribute] = int(found[header])
                except ValueError:
                    faults.append(f"{header}: not a number")
                else:
                    faults += [] if 0 <= numbers[attribute] <= _MOST[attribute] else [f"{header}: out of range"]
        moment, version = None, 0
        try:
            moment = datetime.fromisoformat(found.get("ce_time", "1970-01-01T00:00:00Z"))
        except ValueError:
            faults.append("ce_time: not RFC 3339")
        if moment is not None and not is_moment(moment):
            faults.append(f"ce_time: must be {A_MOMENT}")
        try:
            version = int(found.get("ce_dataschema", "0").rpartition(":")[2])
        except ValueError:
            faults.append("ce_dataschema: carries no version")
        if faults or moment is None:
            raise MalformedEnvelope("; ".join(faults))
        texts = {attribute: found.get(header) for header, attribute in _TEXT.items()}
        return cls(time=moment, version=version, **texts, **numbers)  # type: ignore[arg-type]


def rfc3339(moment: datetime) -> str:
    """A moment as RFC 3339 in UTC with a trailing Z."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
