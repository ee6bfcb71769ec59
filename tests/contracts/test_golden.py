"""Every event ever published is still read, and no schema breaks what it promised (a new version would be its own event)."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from shared.contracts.catalogue import event_class, events
from shared.contracts.matching import MatchConfirmed
from shared.runtime.kafka.records import Decoded, Poison, Record, decode
from tools.contracts.schemas import schema
from tools.golden.__main__ import FOLDER, path_of
from tools.golden.promise import broken, promises

GOLDEN = sorted(FOLDER.glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def decoded(kept: dict[str, Any], **changes: Any) -> Decoded | Poison | None:
    headers = tuple((name, value.encode()) for name, value in kept["headers"].items())
    body = json.dumps(kept["body"] | changes).encode()
    return decode(Record("topic", 0, 0, "key", headers, body), {kept["headers"]["ce_type"]})


def differing(kept: Any, read: Any, place: str = "") -> list[str]:
    """Where what is read now says other than what was kept; what was added since is none of it."""
    if isinstance(kept, dict) and isinstance(read, dict):
        return [where for name in kept for where in differing(kept[name], read.get(name), f"{place}/{name}")]
    if isinstance(kept, list) and isinstance(read, list) and len(kept) == len(read):
        pairs = enumerate(zip(kept, read, strict=True))
        return [where for n, (one, other) in pairs for where in differing(one, other, f"{place}/{n}")]
    return [] if kept == read else [place]


def test_a_planted_difference_is_found() -> None:
    assert differing({"a": [{"b": 1}]}, {"a": [{"b": 2}], "c": 3}) == ["/a/0/b"]


def test_every_event_has_its_record() -> None:
    missing = [path_of(event).name for event in events() if not path_of(event).exists()]
    assert missing == [], "run `make golden`"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_what_was_published_is_read_and_says_the_same(path: Path) -> None:
    kept = read(path)
    found = decoded(kept)
    assert isinstance(found, Decoded), found
    assert differing(kept["body"], found.event.model_dump(mode="json")) == []


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_no_promise_is_broken(path: Path) -> None:
    kept = read(path)
    kind = event_class(kept["headers"]["ce_type"], int(kept["headers"]["ce_dataschema"].rpartition(":")[2]))
    assert kind is not None, "an event that was published can be retired, not forgotten"
    assert broken(kept["promises"], promises(schema(kind))) == []


def test_a_field_of_a_later_release_is_passed_over() -> None:
    found = decoded(read(path_of(MatchConfirmed)), colour="blue")
    assert isinstance(found, Decoded)
    assert not hasattr(found.event, "colour")


def test_a_value_that_this_release_does_not_know_is_set_apart_and_never_guessed() -> None:
    kept = read(path_of(MatchConfirmed))
    found = decoded(kept, match=kept["body"]["match"] | {"status": "dreamt"})
    assert isinstance(found, Poison)
    assert "/match/status" in found.cause


@pytest.mark.parametrize(
    ("fault", "named"),
    [
        (lambda s: s["properties"].pop("aggregate_version"), "/aggregate_version integer always"),
        (lambda s: s["properties"]["aggregate_version"].update(type="string"), "/aggregate_version integer always"),
        (lambda s: s["required"].remove("aggregate_version"), "/aggregate_version integer always"),
        (
            lambda s: s["$defs"]["MatchState"]["properties"]["status"]["enum"].remove("confirmed"),
            "/match/status one of",
        ),
    ],
)
def test_planted_breaks_are_named(fault: Any, named: str) -> None:
    before = schema(MatchConfirmed)
    after = copy.deepcopy(before)
    fault(after)
    assert any(line.startswith(named) for line in broken(promises(before), promises(after)))


def test_an_addition_breaks_nothing() -> None:
    before = schema(MatchConfirmed)
    after = copy.deepcopy(before)
    after["properties"]["remark"] = {"type": "string"}
    assert broken(promises(before), promises(after)) == []
