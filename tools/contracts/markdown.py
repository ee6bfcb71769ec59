"""docs/events.md: the catalogue for people."""

import json

from shared.contracts.catalogue import events_on, topics
from shared.contracts.event import Event
from shared.contracts.reduction.reduce import left_out
from shared.contracts.topic import Tier, Topic
from tools.contracts.example import envelope_of, example

_HEAD = """# Events

Rendered from `shared/contracts`; do not edit. Every event is a CloudEvent in the Kafka binary binding: attributes are
`ce_*` headers, the value is JSON. An event says what happened and carries the aggregate's state after it, so a reader
can start anywhere. Identity is (`ce_source`, `ce_id`): handle the same identity once. `ce_sequence` has no gap within
a `ce_stream` and `ce_epoch`, so a reader can prove that it has everything. Ignore fields you do not know: change
within a version only adds.

An internal topic is read by the services of its own deployment. What other deployments may know stands on a twin,
`acsg.federated.<aggregate>`: the same events under the same identity and place, without the strictly confidential fields
and without what the deployment withholds (`ACSG_WITHHELD`); `ce_withheld` names what is left out. Only `acsg.federated.*`
and `acsg.public.*` are replicated; a replicated topic has the source's name before it.

An example of each event stands in [asyncapi.yaml](asyncapi.yaml), those of public events here too. How to connect, replay and measure lag: [integrators.md](integrators.md).
"""
_READERS = {
    Tier.INTERNAL: "the services of its own deployment",
    Tier.FEDERATED: "other Secretariat deployments",
    Tier.PUBLIC: "integrators",
}


def _topic(topic: Topic) -> str:
    kept = "for ever" if topic.retention_days < 0 else f"{topic.retention_days} days"
    head = (
        f"\n## `{topic.name}`\n\nOwner: {topic.owner}. Readers: {_READERS[topic.tier]}. Key: `{topic.key}`. "
        f"Partitions: {topic.partitions}. Kept: {kept}.\n"
    )
    if topic.compacted:
        return _current(topic)
    if topic.tier is Tier.FEDERATED:
        return head + _left_out(topic)
    rows = "\n".join(_row(event) for event in events_on(topic))
    examples = "".join(_example(event) for event in events_on(topic)) if topic.tier is Tier.PUBLIC else ""
    return (
        f"{head}\n"
        "| type | version | WM | what happened | data | classification |\n|---|---|---|---|---|---|\n"
        f"{rows}\n{examples}"
    )


def _left_out(topic: Topic) -> str:
    kinds = events_on(topic)
    pointers = sorted({p for kind in kinds for p in left_out(kind.wire_type, kind.version).split(",") if p})
    words = "Never on it: " + ", ".join(f"`{p}`" for p in pointers) if pointers else "Nothing is left out by itself"
    return f"\nThe events of `{kinds[0].topic.name}`. {words}.\n"


def _current(topic: Topic) -> str:
    log = topic.name.removesuffix(".current")
    kinds = ", ".join(f"`{event.wire_type}`" for event in events_on(topic))
    return (
        f"\n## `{topic.name}`\n\nOwner: {topic.owner}. Readers: integrators. Key: `{topic.key}`. "
        f"Partitions: {topic.partitions}. Kept: the last state of each key (compacted).\n\n"
        f"What stands now, beside the log `{log}`: {kinds}, with the same headers, so `ce_stream` and `ce_sequence` say "
        "where in the log to go on. A record without a value (tombstone): retracted, erase what you hold of this key.\n"
    )


def _example(event: type[Event]) -> str:
    headers = "\n".join(f"{name}: {value.decode()}" for name, value in envelope_of(event).to_headers())
    body = json.dumps(example(event), indent=1, ensure_ascii=False)
    summary = f"Example of <code>{event.wire_type}</code>"
    return f"\n<details><summary>{summary}</summary>\n\n```text\n{headers}\n```\n\n```json\n{body}\n```\n\n</details>\n"


def _row(event: type[Event]) -> str:
    words = " ".join((event.__doc__ or "").split())
    data = ", ".join(f"`{name}`" for name in event.model_fields if not name.startswith("aggregate_"))
    schema = f"[{event.version}](schemas/{event.wire_type}.v{event.version}.json)"
    cells = (f"`{event.wire_type}`", schema, event.paragraph.number, words, data, event.classification.value)
    return f"| {' | '.join(cells)} |"


def files() -> dict[str, str]:
    """Path below docs/ -> text."""
    return {"events.md": _HEAD + "".join(_topic(topic) for topic in topics())}
