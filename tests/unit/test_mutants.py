"""The tool that changes code to try the tests: which rooms, which tests hold them, what it swaps, what its list may say."""

import os
from pathlib import Path

import pytest

from shared.modalities.access import relations
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resource import Resource
from tests.unit import test_install
from tools.mutants.holding import _forked
from tools.mutants.rooms import HELD, ROOT, chosen, files_of, held_by, rooms
from tools.mutants.survivors import faults, listed
from tools.mutants.swapping import Living, codes

POLICY = "shared/modalities/access/policy.py"
RELATIONS = "shared/modalities/access/relations.py"


def test_rooms_are_folders_and_those_that_are_held_are_among_them() -> None:
    assert all((ROOT / room).is_dir() and files_of(room) for room in rooms())
    assert {"services/intake/criteria", "services/matching/fit", "shared/modalities/access"} <= set(rooms())
    assert not any("/http" in room or "/storage" in room for room in rooms())
    assert set(HELD) <= set(rooms())


def test_a_room_is_asked_for_by_its_folder_or_a_file_of_it() -> None:
    assert chosen([POLICY]) == ["shared/modalities/access"]
    assert chosen([]) == list(rooms())
    with pytest.raises(ValueError, match="no pure room: services/intake/http"):
        chosen(["services/intake/http", POLICY])


def test_a_room_is_held_by_the_tests_that_import_it() -> None:
    assert "tests/unit/reduction/test_reduce.py" in held_by("shared/contracts/reduction")
    assert "tests/unit/test_install.py" not in held_by("shared/contracts/reduction")
    assert [room for room in HELD if not held_by(room)] == []


def test_a_changed_function_is_run_by_whoever_holds_the_one_before() -> None:
    source = (ROOT / RELATIONS).read_text("utf-8")
    changed = source.replace("actor.region == thing.region", "actor.region != thing.region")
    assert changed != source
    actor = Actor("who", Role.BUREAU_OFFICER, region="wca")
    thing = Resource(region="wca")
    held = relations.own_region
    living = Living()

    def work(writing: int) -> None:
        swapped = living.swap(RELATIONS, changed)
        os.write(writing, f"{swapped} {held(actor, thing)}".encode())

    assert held(actor, thing)
    assert _forked(work, 1) == (0, "1 False")
    assert held(actor, thing)


def test_what_no_living_function_runs_is_not_taken_for_a_change() -> None:
    source = (ROOT / POLICY).read_text("utf-8")
    assert Living().swap(POLICY, source.replace("EVERYONE = frozenset(Role)", "EVERYONE = frozenset()")) == 0
    assert ("StandsAs.party", 0) in codes((ROOT / RELATIONS).read_text("utf-8"), RELATIONS)


def test_the_list_is_held_both_ways() -> None:
    made = ["a.py f: x: 1 -> 2", "a.py f: y: 1 -> 2", "b.py g: z: 1 -> 2"]
    outcomes = {made[0]: None, made[1]: "tests/unit/test_a.py::test_y", made[2]: None}
    known = {made[1]: "?", made[2]: "the same", "a.py f: gone: 1 -> 2": "?", "c.py h: elsewhere: 1 -> 2": "?"}
    assert faults(outcomes, known, made, ["a.py", "b.py"]) == [
        f"no test notices, and no reason is listed: {made[0]}",
        f"listed, but tests/unit/test_a.py::test_y notices it: {made[1]}",
        "listed, but there is no such change: a.py f: gone: 1 -> 2",
    ]
    assert faults({made[2]: None}, {made[2]: "the same"}, made, ["b.py"]) == []


def test_a_reason_is_given_once_and_is_words(tmp_path: Path) -> None:
    place = tmp_path / "survivors.toml"
    place.write_text('[["a.py"]]\nreason = " "\nchanges = ["f: x: 1 -> 2"]\n')
    with pytest.raises(ValueError, match=r"a\.py f: x: 1 -> 2 has no reason"):
        listed(place)
    place.write_text('[["a.py"]]\nreason = "Same"\nchanges = ["f: x: 1 -> 2", "f: x: 1 -> 2"]\n')
    with pytest.raises(ValueError, match="stands twice"):
        listed(place)


def test_what_is_listed_is_of_files_that_there_are() -> None:
    assert {name.partition(" ")[0] for name in listed()} <= {path for room in rooms() for path in files_of(room)}


def test_mutmut_has_a_lock_of_its_own() -> None:
    mutants, whole = test_install.pinned("mutants"), test_install.pinned("develop")
    assert "mutmut" in mutants
    assert "mutmut" not in whole
