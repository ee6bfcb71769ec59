"""The AsyncAPI documents: accepted by AsyncAPI's own parser, with an example per event that its schema accepts."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from shared.contracts.catalogue import events, events_on, topics
from shared.contracts.envelope import Envelope
from shared.contracts.topic import Tier
from tools.asyncapi.parse import DOCUMENTS, parse
from tools.contracts.example import NoExample, envelope_of, example
from tools.node import NoNode

ROOT = Path(__file__).parents[2]
WHOLE, PUBLIC = (yaml.load(path.read_text(), Loader=yaml.CSafeLoader) for path in DOCUMENTS)


def parsed(documents: list[Path]) -> list[dict[str, Any]]:
    try:
        return parse(documents)
    except NoNode as missing:
        pytest.skip(f"AsyncAPI's parser cannot be run: {missing}")


def test_the_parser_accepts_both_documents() -> None:
    whole, public = parsed(list(DOCUMENTS))
    for one in (whole, public):
        assert (one["errors"], one["warnings"]) == ([], [])
    assert set(whole["channels"]) == {topic.name for topic in topics()}
    assert set(public["channels"]) == {topic.name for topic in topics() if topic.tier is Tier.PUBLIC}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("action: receive", "action: listen"),
        ("#/components/messages/acsg.public.match-published", "#/components/messages/gone"),
        ("schemas/acsg.public.match-published.v1.json", "schemas/gone.json"),
        ("type: scramSha512", "type: password"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, was: str, becomes: str) -> None:
    text = DOCUMENTS[1].read_text()
    assert was in text
    shutil.copytree(ROOT / "docs/schemas", tmp_path / "schemas")
    (tmp_path / "planted.yaml").write_text(text.replace(was, becomes))
    assert parsed([tmp_path / "planted.yaml"])[0]["errors"]


def checked(schema: dict[str, Any]) -> Draft202012Validator:
    """What holds values against a schema, which is one; to look whether it is costs more than all its values."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def refused(by: Draft202012Validator, value: Any) -> list[str]:
    return [fault.message for fault in by.iter_errors(value)]


def test_each_event_has_an_example_that_its_schema_accepts() -> None:
    envelope = checked(WHOLE["components"]["schemas"]["envelope"])
    for event in events():
        schema = checked(json.loads((ROOT / f"docs/schemas/{event.wire_type}.v{event.version}.json").read_text()))
        message = WHOLE["components"]["messages"][event.wire_type]
        (shown,) = message["examples"]
        assert refused(schema, shown["payload"]) == []
        assert refused(envelope, shown["headers"]) == []
        assert event.model_validate(shown["payload"]).model_dump(mode="json") == example(event)
        assert Envelope.from_headers((k, v.encode()) for k, v in shown["headers"].items()) == envelope_of(event)
        assert refused(schema, {k: v for k, v in shown["payload"].items() if k != "aggregate_id"})


def test_an_event_whose_example_cannot_be_made_is_named() -> None:
    from pydantic import Field

    from shared.contracts.intake import SupportRequestEvent

    class Unexplained(SupportRequestEvent):
        """Planted: a pattern without an example beside it."""

        wire_type = "acsg.test.unexplained"
        number: str = Field(pattern=r"^\d+$")

    with pytest.raises(NoExample, match="Unexplained"):
        example(Unexplained)


def test_the_public_document_shows_nothing_that_is_not_public() -> None:
    text = DOCUMENTS[1].read_text()
    internal = [topic.name for topic in topics() if topic.tier is not Tier.PUBLIC]
    assert len(internal) > 5
    assert [name for name in internal if name in text.replace("causation", "")] == []
    assert {m["x-classification"] for m in PUBLIC["components"]["messages"].values()} == {"unclassified"}


def test_compacted_topics_are_described() -> None:
    for topic in (one for one in topics() if one.compacted):
        channel = PUBLIC["channels"][topic.name]
        assert channel["bindings"]["kafka"]["topicConfiguration"]["cleanup.policy"] == ["compact"]
        assert set(channel["messages"]) == {event.wire_type for event in events_on(topic)}
        assert not any("retracted" in name for name in channel["messages"])
