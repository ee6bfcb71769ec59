"""The checks of what comes in: one place, and every door goes by it."""

import ast
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from shared.contracts.incoming import (
    DEEPEST,
    EARLIEST,
    LATEST,
    MOST_SMALL,
    MOST_WHOLE,
    faults_in,
    faults_of_body,
    is_moment,
    is_text,
    moment_of,
    text_fault,
    written_out,
)
from shared.runtime.cursors import cursor_of, node_id, parts_of, place_of
from shared.runtime.kafka.records import Decoded, Poison, Record, decode
from tools.golden.__main__ import FOLDER

ROOT = Path(__file__).parents[2]
ODD_MOMENTS = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
               "1899-12-31T23:59:59Z", "2026-01-01T00:00:00", "2026-02-30T00:00:00Z", "x", ""]  # fmt: skip


@pytest.mark.parametrize("odd", ODD_MOMENTS)
def test_a_moment_out_of_reach_is_none(odd: str) -> None:
    assert moment_of(odd) is None


@pytest.mark.parametrize("edge", [EARLIEST, LATEST])
@pytest.mark.parametrize(
    "zone", [timezone(timedelta(hours=14)), timezone(-timedelta(hours=14)), ZoneInfo("Asia/Manila")]
)
def test_what_is_in_reach_can_be_reckoned_with_in_any_zone(edge: datetime, zone: ZoneInfo) -> None:
    assert is_moment(edge)
    assert edge.astimezone(zone).astimezone(UTC) == edge
    assert (edge.astimezone(zone) + timedelta(days=300) - timedelta(days=600)).year >= 1898
    assert not is_moment(edge.replace(tzinfo=None))


def test_texts() -> None:
    assert [text_fault(text) for text in ("", "a", "é", "\U0001d4b3")] == [None] * 4
    assert [fault and fault[0] for fault in map(text_fault, ("\0", "é\0", "\ud800", "a\udfff"))] == [
        "null_character", "null_character", "lone_surrogate", "lone_surrogate",
    ]  # fmt: skip
    assert not is_text("xx", 1)
    assert written_out("a\0\ud800é") == r"a\0\ud800é"


def test_every_fault_of_a_value_is_named_with_its_place() -> None:
    deep: list[object] = []
    for _ in range(DEEPEST + 50):
        deep = [deep]
    value = {"a": ["\0", {"b\0": MOST_WHOLE + 1}], "c": datetime(9999, 1, 1, tzinfo=UTC), "d": True, "e": "fine"}
    assert [(f.pointer, f.code) for f in faults_in(value)] == [
        ("/a/0", "null_character"), ("/a/1/b\\0", "whole_number"), ("/a/1", "null_character"), ("/c", "moment"),
    ]  # fmt: skip
    assert [f.code for f in faults_in(deep)] == ["too_deep"]


def test_cursors_and_identifiers_are_read_as_they_were_made() -> None:
    at = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert place_of(cursor_of(at, "x|y")) == (at, "x|y")
    assert parts_of(node_id("wca", "request", "x"), 3) == ("wca", "request", "x")


@pytest.mark.parametrize("made", [node_id("wca", "request", "\0"), node_id("wca", "request"), node_id("a", "", "b"), "é", "====", "_w==",
                                  node_id("wca", "request", "x" * 201), "x" * 5000])  # fmt: skip
def test_an_identifier_of_somebody_else_is_refused(made: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parts_of(made, 3)


@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_a_cursor_of_somebody_else_is_refused(moment: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        place_of(node_id(f"{moment}|x"))


def golden(name: str, headers: dict[str, str] | None = None, **state: object) -> Decoded | Poison | None:
    """An event of the golden corpus, with some headers and some of its content changed."""
    kept = json.loads((FOLDER / f"{name}.json").read_text())
    given = tuple((one, value.encode()) for one, value in (kept["headers"] | (headers or {})).items())
    body = json.dumps(kept["body"] | state).encode()
    return decode(Record("topic", 0, 0, "key", given, body), {kept["headers"]["ce_type"]})


@pytest.mark.parametrize(
    ("header", "value"),
    [("ce_subject", "a\0"), ("ce_region", "\0"), ("ce_time", "9999-12-31T23:59:59-14:00"), ("ce_time", "2026-01-01T00:00:00"),
     ("ce_epoch", str(MOST_SMALL + 1)), ("ce_sequence", str(MOST_WHOLE + 1)), ("ce_aggregateversion", "-1")],
)  # fmt: skip
def test_an_envelope_that_could_not_be_kept_is_poison_at_once(header: str, value: str) -> None:
    found = golden("acsg.roster.offer-withdrawn.v1", {header: value})
    assert isinstance(found, Poison)
    assert header in found.cause


def test_a_key_that_could_not_be_kept_is_written_out() -> None:
    class Given:
        topic, partition, offset, headers = "t", 0, 1, [("a\0", b"")]
        key, value = b"a\0\xff", b""

    one = Record.of(Given())  # type: ignore[arg-type]
    assert one.key == r"a\0\xff"
    assert one.stored_headers()[0][0] == r"a\0"


class Anything(BaseModel):
    """A body."""

    at: datetime
    more: dict[str, object]
    small: str


def test_a_body_is_looked_through_for_what_could_not_be_kept() -> None:
    raw = rb'{"at": "9999-12-31T23:59:59-14:00", "more": {"a": [9223372036854775808]}, "small": "\u0000"}'
    faults = faults_of_body(raw, Anything.model_validate_json(raw))
    assert {(f.pointer, f.code) for f in faults} == {
        ("/at", "moment"), ("/more/a/0", "whole_number"), ("/small", "null_character"),
    }  # fmt: skip


def bare_moments(path: str, source: str) -> Iterator[str]:
    """Moments of bodies that are not bounded by their type: a rule between two of them would overflow."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.ClassDef):
            continue
        bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
        if "Strict" not in bases and not node.name.endswith(("Body", "Content")):
            continue
        for one in node.body:
            if isinstance(one, ast.AnnAssign) and {"datetime", "AwareDatetime"} & {
                n.id for n in ast.walk(one.annotation) if isinstance(n, ast.Name)
            }:
                yield f"{path}:{one.lineno}: {node.name} takes a moment without bounds: use Moment"


def test_every_moment_of_a_body_is_bounded() -> None:
    files = [
        *ROOT.glob("services/*/http/*.py"),
        *ROOT.glob("shared/contracts/**/*.py"),
        *ROOT.glob("shared/runtime/**/*.py"),
    ]
    assert [fault for file in files for fault in bare_moments(file.name, file.read_text())] == []


@pytest.mark.control
def test_a_bare_moment_is_found() -> None:
    planted = "class TestBody(BaseModel):\n    at: datetime | None = None\n"
    assert len(list(bare_moments("x.py", planted))) == 1


@pytest.mark.parametrize("odd", ["a\0b", "\0"])
def test_an_event_whose_text_could_not_be_kept_is_poison_at_once(odd: str) -> None:
    assert isinstance(golden("acsg.roster.offer-withdrawn.v1"), Decoded)
    found = golden("acsg.roster.offer-withdrawn.v1", aggregate_id=odd)
    assert isinstance(found, Poison)
    assert found.cause == "body cannot be kept: /aggregate_id: holds a null character"


@pytest.mark.parametrize("odd", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
def test_an_event_whose_moment_is_out_of_reach_is_poison_at_once(odd: str) -> None:
    good = golden("acsg.notifications.reminder-due.v1")
    assert isinstance(good, Decoded)
    reminder = good.event.model_dump(mode="json")["reminder"]
    found = golden("acsg.notifications.reminder-due.v1", reminder=reminder | {"due_at": odd})
    assert isinstance(found, Poison)
    assert "/reminder/due_at: must be" in found.cause
