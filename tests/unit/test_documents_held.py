"""What the documents say can be followed: links and anchors lead somewhere, commands and modules exist, samples are read by what reads them."""

import json
import re
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from graphql import GraphQLError, parse, validate

from services.gateway.graphql.schema import build_schema

ROOT = Path(__file__).parents[2]
SCHEMA = build_schema()._schema
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
MOST_LINES = 150
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")
COMMANDS = {
    "awk", "bash", "base64", "cat", "cd", "chmod", "curl", "docker", "echo", "export", "git", "grep", "helm", "kubectl",
    "make", "node", "npm", "openssl", "pip", "podman", "psql", "python", "python3", "rm", "set", "sqlite3", "umask", "while", "done",
}  # fmt: skip
"""What a block of commands may begin a line with; one that is new is looked at before it stands here."""


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


def anchors(text: str) -> set[str]:
    """Of the headings, as GitHub makes them: the words in small letters, a dash for each space, ``-1`` for the second of a name."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        bare = re.sub(r"\[([^\]]*)\]\([^)]*\)|`", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")
        found.add(name if name not in found else f"{name}-1")
    return found


def broken_links(path: Path, text: str) -> list[str]:
    """Links of a document to files, folders and headings that there are not."""
    found = []
    for link in LINK.findall(FENCE.sub("", text)):
        if link.startswith(ELSEWHERE):
            continue
        name, _, anchor = link.partition("#")
        to = (path.parent / name).resolve() if name else path
        if not to.exists() or not to.is_relative_to(ROOT):
            found.append(f"link {link}")
        elif anchor and to.suffix == ".md" and anchor not in anchors(text if to == path else to.read_text()):
            found.append(f"anchor {link}")
    return found


def _command_faults(block: str) -> list[str]:
    """Of a block of commands: targets of make, our own modules and first words that there are not."""
    lines = re.sub(r"\\\n", " ", block)
    lines = re.sub(r"'[^']*'", "''", lines)
    found = [f"make {one}" for one in re.findall(r"^\s*make ([a-z-]+)", lines, re.MULTILINE) if one not in TARGETS]
    for module in re.findall(r"-m ((?:services|deploy|tools|tests)(?:\.[a-z_]+)*)", lines):
        if find_spec(module) is None:
            found.append(f"module {module}")
    for line in lines.splitlines():
        words = re.sub(r"^(?:[A-Z_]+=\S* )+", "", line.split("#")[0].strip()).split()
        if words and re.fullmatch(r"[a-z0-9]+", words[0]) and words[0] not in COMMANDS:
            found.append(f"command {words[0]}")
    return found


def sample_faults(text: str) -> list[str]:
    """Of a document: what in its blocks is no command, no JSON, or nothing that the graph answers."""
    inline = re.findall(r"`make ([a-z-]+)", FENCE.sub("", text))
    found = [f"make {target}" for target in inline if target not in TARGETS]
    for _, language, block in FENCE.findall(text):
        if language == "sh":
            found += _command_faults(block)
        elif language == "json":
            try:
                json.loads(block)
            except ValueError as fault:
                found.append(f"json {fault}")
        elif language == "graphql":
            try:
                found += [f"graphql {fault.message}" for fault in validate(SCHEMA, parse(block))]
            except GraphQLError as fault:
                found.append(f"graphql {fault.message}")
    return found


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere_and_samples_can_be_followed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert broken_links(path, text) == []
    assert sample_faults(text) == []


def test_there_are_documents_with_links_and_samples() -> None:
    texts = [path.read_text(encoding="utf-8") for path in documents()]
    assert sum(len(LINK.findall(text)) for text in texts) > 200
    assert sum(language == "sh" for text in texts for _, language, _ in FENCE.findall(text)) > 15
    assert sum(language == "json" for text in texts for _, language, _ in FENCE.findall(text)) > 8


def test_the_readme_is_short_and_leads_on() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not is_long(text)
    for leads in (
        "docs/start.md",
        "docs/operations.md",
        "docs/figures/README.md",
        "CONTRIBUTING.md",
        "docs/integrators.md",
    ):
        assert f"]({leads})" in text


def is_long(text: str) -> bool:
    return len(text.splitlines()) > MOST_LINES


def licence_faults(project: dict[str, object], text: str, asyncapi: str) -> list[str]:
    """Where the licence's own text, the package and the AsyncAPI document do not say the same."""
    said = project.get("license")
    found = [] if "Apache License" in text and "Version 2.0" in text else ["text"]
    found += [] if said == "Apache-2.0" else ["package"]
    return found + ([] if f"name: {said}" in asyncapi else ["asyncapi"])


def test_one_licence_is_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    said = [(ROOT / name).read_text() for name in ("LICENSE", "docs/asyncapi.yaml")]
    assert licence_faults(project, *said) == []
    assert licence_faults(project | {"license": "MIT"}, *said) == ["package", "asyncapi"]
    assert licence_faults(project, "Some Licence", said[1]) == ["text"]


@pytest.mark.control
@pytest.mark.parametrize(("planted", "fault"), [
    ("see [there](docs/nowhere.md)", "link docs/nowhere.md"),
    ("see [there](../outside.md)", "link ../outside.md"),
    ("see [there](#no-such-part)", "anchor #no-such-part"),
    ("see [there](docs/operations.md#no-such-part)", "anchor docs/operations.md#no-such-part"),
    ("![picture](docs/console/pictures/none.jpg)", "link docs/console/pictures/none.jpg"),
])  # fmt: skip
def test_a_planted_link_is_found(planted: str, fault: str) -> None:
    assert broken_links(ROOT / "README.md", f"# Title\n\n{planted}\n") == [fault]
    assert broken_links(ROOT / "README.md", "# A title, twice\n\n# A title, twice\n\n[a](#a-title-twice-1)\n") == []


@pytest.mark.control
@pytest.mark.parametrize(("language", "block", "fault"), [
    ("sh", "make demoo", "make demoo"),
    ("sh", "python -m services.intaek check", "module services.intaek"),
    ("sh", "A=1 acgs start", "command acgs"),
    ("json", '{"a": 1,}', "json "),
    ("graphql", "{ nothingOfTheKind { id } }", "graphql Cannot query field 'nothingOfTheKind'"),
    ("graphql", "{ region {", "graphql Syntax Error"),
])  # fmt: skip
def test_a_planted_sample_is_found(language: str, block: str, fault: str) -> None:
    found = sample_faults(f"# Title\n\n1. Do:\n\n   ```{language}\n   {block}\n   ```\n")
    assert len(found) == 1
    assert found[0].startswith(fault)


@pytest.mark.control
def test_a_planted_command_in_a_sentence_is_found() -> None:
    assert sample_faults("`make demoo` starts it, `make demo` does.") == ["make demoo"]


@pytest.mark.control
def test_a_readme_that_is_too_long_is_found() -> None:
    assert is_long("line\n" * (MOST_LINES + 1))
    assert not is_long("line\n" * MOST_LINES)
