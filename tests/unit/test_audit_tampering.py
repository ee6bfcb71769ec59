"""Whatever is done to a sealed chain is found; what no witness saw of its tail is not, and the command says so."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.runtime.audit.chain import GENESIS, row_hash, verify
from shared.runtime.audit.heads import Witnessed, lines, of_source, read

Row = dict[str, Any]
LENGTH = 120
NOW = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
TEXTS = ("actor", "role", "party", "action", "paragraph", "aggregate", "correlation_id")


def chain() -> list[Row]:
    """A sealed chain."""
    rows, link = [], GENESIS
    for place in range(1, LENGTH + 1):
        row: Row = {name: f"{name} {place % 7}" for name in TEXTS}
        row |= {
            "id": place + 3,
            "at": NOW + timedelta(seconds=place),
            "aggregate_version": place % 5,
            "detail": {"n": place},
        }
        link = row_hash(link, place, row)
        rows.append(row | {"sealed": place, "hash": link})
    return rows


def edited(rows: list[Row], chance: random.Random) -> None:
    row = chance.choice(rows)
    name = chance.choice([*TEXTS, "at", "aggregate_version", "detail", "id"])
    other = {"at": NOW, "aggregate_version": 99, "detail": {"n": "other"}, "id": 1}
    row[name] = other.get(name, "another")


def deleted(rows: list[Row], chance: random.Random) -> None:
    del rows[chance.randrange(len(rows) - 1)]


def renumbered(rows: list[Row], chance: random.Random) -> None:
    del rows[chance.randrange(len(rows))]
    for place, row in enumerate(rows, 1):
        row["sealed"] = place


def inserted(rows: list[Row], chance: random.Random) -> None:
    place = chance.randrange(len(rows))
    rows.insert(place, {**rows[place], "actor": "nobody"})
    for number, row in enumerate(rows, 1):
        row["sealed"] = number


def reordered(rows: list[Row], chance: random.Random) -> None:
    one, two = chance.sample(range(len(rows)), 2)
    rows[one], rows[two] = rows[two], rows[one]
    rows[one]["sealed"], rows[two]["sealed"] = rows[two]["sealed"], rows[one]["sealed"]


def cut(rows: list[Row], chance: random.Random) -> None:
    del rows[-chance.randint(1, LENGTH) :]


def rewritten(rows: list[Row], chance: random.Random) -> None:
    """By one who knows how a chain is made: everything from a row on is sealed anew."""
    first = chance.randrange(len(rows))
    rows[first]["actor"] = "another"
    link = rows[first - 1]["hash"] if first else GENESIS
    for row in rows[first:]:
        link = row["hash"] = row_hash(link, row["sealed"], row)


TAMPERINGS: tuple[Callable[[list[Row], random.Random], None], ...] = (
    edited, deleted, renumbered, inserted, reordered, cut, rewritten,
)  # fmt: skip


def test_a_thousand_tamperings_are_all_found() -> None:
    whole = chain()
    heads = {whole[-1]["sealed"]: whole[-1]["hash"]}
    for number in range(1000):
        rows, chance = [dict(row) for row in whole], random.Random(number)
        TAMPERINGS[number % len(TAMPERINGS)](rows, chance)
        assert verify(rows, heads) is not None, (TAMPERINGS[number % len(TAMPERINGS)].__name__, number)


@pytest.mark.control
def test_an_untouched_chain_holds_and_without_a_witness_a_cut_tail_does_not_show() -> None:
    rows = chain()
    assert verify(rows) is None
    assert verify(rows, {60: rows[59]["hash"], LENGTH: rows[-1]["hash"]}) is None
    assert verify(rows[:-5]) is None
    rewritten(rows, random.Random(1))
    assert verify(rows) is None


def test_the_heads_of_a_file_are_those_of_one_owner(tmp_path: Path) -> None:
    rows, file = chain(), tmp_path / "heads.jsonl"
    seen = [Witnessed(region="wca", source=f"/acsg/wca/{name}", sealed=LENGTH, hash=rows[-1]["hash"].hex())
            for name in ("intake", "roster")]  # fmt: skip
    file.write_text(lines(seen))
    found = verify(rows[:-1], of_source(read(file), "/acsg/wca/intake", 1))
    assert found is not None
    assert found.fault == "the tail that was witnessed is cut off"
    with pytest.raises(ValueError, match="no head of /acsg/wca/matching"):
        of_source(read(file), "/acsg/wca/matching", 1)
    with pytest.raises(ValueError, match="no head of /acsg/wca/intake in epoch 2"):
        of_source(read(file), "/acsg/wca/intake", 2)
    with pytest.raises(ValueError, match="it showed two chains"):
        of_source([seen[0], seen[0].model_copy(update={"hash": "00" * 32})], "/acsg/wca/intake", 1)
