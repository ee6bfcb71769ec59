"""docs/events.md: the catalogue for people."""

from shared.contracts.catalogue import events, topics
from shared.contracts.event import Event
from shared.contracts.topic import Tier, Topic

_HEAD = """# Events

Rendered from `shared/contracts`; do not edit. Every event is a CloudEvent in the Kafka binary binding: attributes are
`ce_*` headers, the value is JSON. An event says what happened and carries the aggregate's state after it, so a reader
can start anywhere. Identity is (`ce_source`, `ce_id`): handle the same identity once. `ce_sequence` has no gap within
a `ce_stream` and `ce_epoch`, so a reader can prove that it has everything. Ignore fields you do not know: change
within a version only adds.
"""


def _topic(topic: Topic) -> str:
    readers = "integrators" if topic.tier is Tier.PUBLIC else "Secretariat deployments only"
    kept = "for ever" if topic.retention_days < 0 else f"{topic.retention_days} days"
    rows = "\n".join(_row(event) for event in events() if event.topic == topic)
    return (
        f"\n## `{topic.name}`\n\nOwner: {topic.owner}. Readers: {readers}. Key: `{topic.key}`. "
        f"Partitions: {topic.partitions}. Kept: {kept}.\n\n"
        "| type | version | WM | what happened | data | classification |\n|---|---|---|---|---|---|\n" + rows + "\n"
    )


def _row(event: type[Event]) -> str:
    words = " ".join((event.__doc__ or "").split())
    data = ", ".join(f"`{name}`" for name in event.model_fields if not name.startswith("aggregate_"))
    schema = f"[{event.version}](schemas/{event.wire_type}.v{event.version}.json)"
    cells = (f"`{event.wire_type}`", schema, event.paragraph.number, words, data, event.classification.value)
    return f"| {' | '.join(cells)} |"


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    return {"events.md": _HEAD + "".join(_topic(topic) for topic in topics())}
