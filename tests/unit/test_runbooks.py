"""Runbooks name what there is: metrics, settings, commands and queries; and each of them is listed."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from graphql import GraphQLError, parse, validate

from deploy.backup.__main__ import URL
from services.gateway.graphql.schema import build_schema
from shared.runtime.entry import CHECK
from shared.runtime.settings import RuntimeSettings
from shared.runtime.start import AUDIT
from tests.support.figures import declared

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs/runbooks"
ENTRY = (ROOT / "shared/runtime/entry.py").read_text()
MAINS = {path.parent.name: path.read_text() for path in (ROOT / "services").glob("*/main.py")}
SCHEMA = build_schema()._schema
FIGURES = declared()
SETTINGS = {
    field
    for name in MAINS
    for kind in vars(import_module(f"services.{name}.settings")).values()
    if isinstance(kind, type) and issubclass(kind, RuntimeSettings)
    for field in kind.model_fields
}
"""Of every service."""
CODE = re.compile(r"`([^`]+)`", re.DOTALL)


def no_such_metric(name: str) -> bool:
    return not {name, f"{name}_total", f"{name}_count"} & FIGURES.keys()


def no_such_setting(name: str) -> bool:
    return name != URL and name.removeprefix("ACSG_").lower() not in SETTINGS


def no_such_command(service: str, command: str) -> bool:
    known = (
        command in (*AUDIT, CHECK)
        or f'"{command}":' in ENTRY
        or any(f'"{command}":' in main for name, main in MAINS.items() if name == service)
    )
    return not known or (service != "<name>" and service not in MAINS)


def query_faults(code: str) -> list[str]:
    """Of ``gaps(region:, openOnly: true) { error }``: what the schema has against it; values left out are made up."""
    text = re.sub(r"(\w+):(?=[,)])", r'\1: "x"', code)
    try:
        return [fault.message for fault in validate(SCHEMA, parse("{ " + text + " }"))]
    except GraphQLError as fault:
        return [fault.message]


def faults(text: str) -> list[str]:
    """Every name in a runbook that there is not."""
    found = [f"metric {name}" for name in re.findall(r"\bacsg_[a-z_]+", text) if no_such_metric(name)]
    found += [f"setting {name}" for name in re.findall(r"\bACSG_[A-Z_]+", text) if no_such_setting(name)]
    commands = re.findall(r"python -m services\.([a-z]+|<name>) ([a-z-]+)", text)
    found += [f"command {one}" for one in commands if no_such_command(*one)]
    queries = [code for code in CODE.findall(text) if re.match(r"\w+(\([^)]*\))? \{ ", code)]
    return found + [fault for code in queries for fault in query_faults(code)]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.stem)
def test_what_a_runbook_names_there_is(path: Path) -> None:
    assert faults(path.read_text()) == []


def test_every_runbook_is_listed_and_says_how_it_is_seen() -> None:
    listed = set(re.findall(r"\(([a-z-]+\.md)\)", (FOLDER / "README.md").read_text()))
    assert listed == {path.name for path in FOLDER.glob("*.md")} - {"README.md"}
    assert len(listed) >= 4


@pytest.mark.parametrize(
    "planted",
    [
        "`acsg_gaps_opened` rises",
        "raise `ACSG_EPOK`",
        "`python -m services.intake repulish`",
        "`python -m services.intaek prepare`",
        "`gaps { cuase }`",
        "`gaps(reigon:) { cause }`",
    ],
)
def test_a_planted_wrong_name_is_found(planted: str) -> None:
    assert len(faults(planted)) == 1
