"""The table of items takes every kind that the gateway knows: migrations let kinds in, a list of all or one beside those there are."""

import importlib
import re
from types import SimpleNamespace

import pytest

from deploy.local.processes import ROOT
from services.gateway.kinds import BY_NAME

LISTED = re.compile(r"constraint item_kind check \(kind in \(([^)]*)\)\)")


def taken(said: list[str]) -> set[str]:
    """Kinds that the table takes after these: a statement that lists all of them, or the name of one more."""
    kinds: set[str] = set()
    for one in said:
        listed = LISTED.findall(one)
        kinds = (
            set(re.findall(r"'([a-z_]+)'", listed[-1]))
            if listed
            else kinds | {one}
            if one.replace("_", "").isalpha()
            else kinds
        )
    return kinds


def statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the gateway's migrations say of kinds, in their order."""
    said: list[str] = []
    for path in sorted((ROOT / "services/gateway/migrations").glob("0*.py")):
        text = path.read_text(encoding="utf-8")
        if "item_kind" not in text and "allowed_kinds" not in text:
            continue
        module = importlib.import_module(f"services.gateway.migrations.{path.stem}")
        if "allowed_kinds" in text:
            monkeypatch.setattr(module, "let_in", said.append)
            # What else such a migration runs is no kind.
            monkeypatch.setattr(module, "op", SimpleNamespace(execute=lambda _: None), raising=False)
        else:
            monkeypatch.setattr(module, "op", SimpleNamespace(execute=lambda text: said.append(str(text))))
        module.upgrade()
    return said


def test_the_last_migration_lets_every_kind_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(statements(monkeypatch)) == set(BY_NAME)


@pytest.mark.control
def test_a_kind_that_a_later_migration_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    said = statements(monkeypatch)
    assert taken([one.replace("'practice', ", "") for one in said]) == set(BY_NAME) - {"practice"}
    assert taken([one for one in said if one != "assessment"]) == set(BY_NAME) - {"assessment"}
