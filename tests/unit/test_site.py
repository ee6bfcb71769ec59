"""The documents' site: links hold where pages are gathered, every page has its place, and nothing is loaded from elsewhere."""

import re
from pathlib import Path

import pytest

from deploy.local.processes import ROOT
from tools.site.outside import faults
from tools.site.pages import gather

SETTINGS = (ROOT / "tools/site/mkdocs.yml").read_text()
GUARD = (ROOT / "tools/site/theme/main.html").read_text()
LISTED = {"docs/decisions/README.md": "docs/decisions", "docs/openapi/README.md": "docs/openapi"}
"""Pages that are made: lists of folders."""


def lacking(settings: str) -> list[str]:
    """Pages of the menu that there are not."""
    named = re.findall(r"([\w/-]+\.md)\s*$", settings, re.MULTILINE)
    return [name for name in named if not (ROOT / LISTED.get(name, name)).exists()]


def unplaced(settings: str) -> list[str]:
    """Documents that the menu leaves out."""
    places = [path for folder in ("docs", "docs/console") for path in (ROOT / folder).glob("*.md")]
    names = [str(path.relative_to(ROOT)) for path in places]
    return [name for name in names if name not in settings]


def test_the_menu_names_every_document_and_no_other() -> None:
    assert lacking(SETTINGS) == []
    assert unplaced(SETTINGS) == []
    assert lacking(SETTINGS.replace("docs/tokens.md", "docs/tokenz.md")) == ["docs/tokenz.md"]
    assert unplaced(SETTINGS.replace("docs/tokens.md", "docs/start.md")) == ["docs/tokens.md"]


def test_a_warning_of_the_build_ends_it() -> None:
    validation = SETTINGS.split("\nvalidation:\n", 1)[1].split("\nnav:", 1)[0]
    for looked_at in ("not_found: warn", "anchors: warn", "unrecognized_links: warn"):
        assert looked_at in validation
    source = (ROOT / "tools/site/building.py").read_text()
    assert '"--strict"' in source
    # It would drop the warnings that are counted; `make docs` tries a planted page too.
    assert '"--quiet"' not in source


def test_what_documents_lead_to_is_gathered_with_them(tmp_path: Path) -> None:
    root, into = tmp_path / "tree", tmp_path / "pages"
    for name, text in {
        "README.md": "[d](docs/made#x) [e](deploy/a.yml) [w](https://example.org/b)",
        "docs/made/1.md": "# First\n",
        "deploy/a.yml": "a: 1\n",
        "deploy/b.yml": "b: 1\n",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    gather(root, into, [Path("README.md")])
    assert (into / "README.md").read_text() == (
        "[d](docs/made/README.md#x) [e](deploy/a.yml) [w](https://example.org/b)"
    )
    assert (into / "docs/made/README.md").read_text() == "# Made\n\n- [First](1.md)\n"
    assert (into / "deploy/a.yml").exists()
    # What no document leads to stays out.
    assert not (into / "deploy/b.yml").exists()


def built(folder: Path, body: str, head: str = GUARD) -> list[str]:
    (folder / "page.html").write_text(f"<html><head>{head}</head><body>{body}</body></html>")
    return faults(folder)


def test_a_page_that_loads_its_own_is_let_through(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("a { background: url('data:image/svg+xml,x') }")
    own = '<script src="own.js"></script><img src="../a.jpg"><a href="https://example.org">read</a>'
    assert built(tmp_path, own + '<link rel="canonical" href="https://example.org">') == []


@pytest.mark.control
@pytest.mark.parametrize("planted", [
    '<script src="https://cdn.example/x.js"></script>',
    '<img src="//cdn.example/x.png">',
    '<link rel="stylesheet" href="https://fonts.example/css">',
    '<link rel="preconnect" href="https://fonts.example" crossorigin>',
    "<p style=\"background: url('https://cdn.example/x.png')\">",
    '<iframe src="https://elsewhere.example"></iframe>',
])  # fmt: skip
def test_a_page_that_loads_from_elsewhere_is_found(tmp_path: Path, planted: str) -> None:
    assert [fault.partition(" loads ")[0] for fault in built(tmp_path, planted)] == ["page.html"]


@pytest.mark.control
def test_a_sheet_from_elsewhere_and_a_page_without_a_policy_are_found(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("@import 'https://fonts.example/css';")
    assert built(tmp_path, "", head="") == ["own.css loads https://fonts.example/css", "page.html has no policy"]
