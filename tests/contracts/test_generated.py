"""Published documents: fresh, and compatible with what was published before."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.contracts.catalogue import events
from tools.modalities.index import marked, named, render

ROOT = Path(__file__).parents[2]
SCHEMAS = sorted((ROOT / "docs/schemas").rglob("*.json"))


def removed(before: dict, after: dict) -> list[str]:
    """Fields that a reader of the earlier schema would miss."""
    return [name for name in before.get("properties", {}) if name not in after.get("properties", {})]


@pytest.mark.parametrize("tool", ["tools.contracts", "tools.modalities", "tools.compose"])
def test_generated_files_are_fresh(tool: str) -> None:
    done = subprocess.run([sys.executable, "-m", tool, "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_event_has_a_published_schema() -> None:
    published = {path.name: json.loads(path.read_text()) for path in SCHEMAS}
    assert len(published) >= len(events())
    for event in events():
        schema = next(s for n, s in published.items() if event.wire_type in n and f"{event.version}" in n)
        assert removed(schema, event.model_json_schema()) == []


def test_a_planted_removal_is_found() -> None:
    assert removed({"properties": {"a": 1, "b": 2}}, {"properties": {"a": 1}}) == ["b"]


def test_the_index_reads_names_and_markers() -> None:
    assert named("from x import P15_III\nparagraph = P15_III\n") == {"15.iii"}
    assert marked('@pytest.mark.paragraph("17")\ndef test(): ...\n') == {"17"}
    assert "| 4 |" in render(ROOT)
