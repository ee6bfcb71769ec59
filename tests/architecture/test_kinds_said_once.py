"""What notifications, and the read model, know of a kind of item stands in one place, ``kinds/<kind>``.

Nothing else of notifications names a kind; nothing else of the gateway takes the events of one apart, with two exceptions.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from services.gateway.kinds import KINDS as ROW_KINDS
from services.notifications.kinds import KINDS
from services.notifications.kinds.lists import ITEM_EVENTS

ROOT = Path(__file__).parents[2]
SERVICE = "services/notifications/"
ROOMS = (SERVICE + "kinds/", SERVICE + "migrations/")
"""Where kinds are declared, and the tables of their day."""
NAMES = frozenset(kind.name for kind in KINDS)
SHAPES = frozenset(kind.item.__name__ for kind in KINDS) | {event.__name__ for event in ITEM_EVENTS} | {
    family.__name__ for kind in KINDS for family in kind.events
}  # fmt: skip
OTHER_WORDS = frozenset({"thread", "need", "link"})
"""Names that are words of every message too: the thread that it stands in, whether its reader needs to act, a link to a page."""
EXCEPTIONS: Mapping[str, str] = {
    SERVICE + "domain/seen.py": "the step of taking part is called like the thing that one takes part in",
    SERVICE + "storage/mail_tables.py": "a partial index says the kind that it is for, as its migration does",
}


def named(path: str, source: str) -> Iterator[str]:
    """Where a file names a kind, its item or one of its events, as ``path:line: word``; words in docstrings are none."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in NAMES - OTHER_WORDS:
            yield f"{path}:{node.lineno}: {node.value}"
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            words = {one.name for one in node.names} & SHAPES
            if module[:3] == ["services", "notifications", "kinds"]:
                words |= ({*module[3:]} | {one.name for one in node.names}) & NAMES
            yield from (f"{path}:{node.lineno}: {word}" for word in sorted(words))
        elif isinstance(node, ast.Attribute) and node.attr in SHAPES:
            yield f"{path}:{node.lineno}: {node.attr}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _in_sql(node.value):
            yield f"{path}:{node.lineno}: {node.value}"


def _in_sql(text: str) -> bool:
    return any(f"'{name}'" in text for name in NAMES - OTHER_WORDS)


def sources() -> dict[str, str]:
    files = sorted((ROOT / SERVICE).rglob("*.py"))
    assert len(files) > 150
    found = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    return {path: source for path, source in found.items() if not path.startswith(ROOMS)}


def test_nothing_but_its_own_file_names_a_kind() -> None:
    found = {path: [*named(path, source)] for path, source in sources().items()}
    assert {path: where for path, where in found.items() if where and path not in EXCEPTIONS} == {}
    assert {path for path in EXCEPTIONS if not found[path]} == set(), "mended: take it off the list"


@pytest.mark.control
@pytest.mark.parametrize(
    "planted",
    [
        'KINDS = ("offer",)',
        'if view.kind == "meeting": ...',
        "from shared.contracts.intake import DraftEvent",
        "from shared.contracts.intake import FeedbackShared",
        "told = {matching.MatchReserved: ()}",
        "from services.notifications.kinds.thread import ThreadItem",
        "from services.notifications.kinds import request",
        "QUERY = \"select 1 from known_item where kind = 'engagement'\"",
    ],
)
def test_a_planted_kind_is_found(planted: str) -> None:
    assert [*named(SERVICE + "domain/owed.py", planted)] != []


@pytest.mark.control
def test_a_word_that_every_message_has_is_no_kind() -> None:
    assert [*named(SERVICE + "domain/owed.py", 'thread, need = row["thread"], row["need"]')] == []


def test_each_kind_is_declared_under_its_name() -> None:
    for kind in KINDS:
        module = kind.item.__module__.removeprefix("services.notifications.kinds.").split(".")[0]
        assert module == kind.name


GATEWAY = "services/gateway/"
FAMILIES = frozenset(kind.family.__name__ for kind in ROW_KINDS)
TAKES_APART: Mapping[str, str] = {
    GATEWAY + "domain/adds.py": "what an item adds to roll-ups: several kinds make one figure",
    GATEWAY + "pulse/contribution.py": "the pulse is of three moments of a request, wherever they are told",
}


def families_in(source: str) -> set[str]:
    """Families of events that a file imports."""
    imported = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    return {one.name for node in imported for one in node.names} & FAMILIES


def test_nothing_but_its_own_file_takes_the_events_of_a_kind_apart() -> None:
    files = [path for path in sorted((ROOT / GATEWAY).rglob("*.py")) if path.parent.name != "kinds"]
    assert len(files) > 100
    found = {str(path.relative_to(ROOT)) for path in files if families_in(path.read_text(encoding="utf-8"))}
    assert found - set(TAKES_APART) == set()
    assert set(TAKES_APART) - found == set(), "mended: take it off the list"


@pytest.mark.control
def test_a_planted_family_is_found() -> None:
    assert families_in("from shared.contracts.dialogue import ThreadEvent, ThreadOpened") == {"ThreadEvent"}
    assert families_in("from shared.contracts.dialogue import ThreadOpened") == set()


def test_each_row_is_declared_under_its_name() -> None:
    assert [kind.row.__module__.rpartition(".")[2] for kind in ROW_KINDS] == [kind.name for kind in ROW_KINDS]
