"""Puts the documents, and the files that they lead to, into one folder as they lie in the repository, so that their links hold."""

import re
import shutil
import subprocess
from pathlib import Path

from deploy.local.processes import ROOT

PAGES = ROOT / "build/site-pages"
LINK = re.compile(r"(?<=\]\()(?!https?://|mailto:)([^)\s#]+)")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def documents() -> list[Path]:
    """Every document that git tracks, relative to the repository."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [Path(line) for line in listed.splitlines() if (ROOT / line).exists()]


def listing(folder: Path) -> str:
    """A page that lists a folder without a page of its own: titles of documents, names of other files."""
    rows = [f"# {folder.name.capitalize()}\n"]
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        title = _TITLE.search(path.read_text(encoding="utf-8")) if path.suffix == ".md" else None
        rows.append(f"- [{title.group(1) if title else path.name}]({path.name})")
    return "\n".join(rows) + "\n"


def led_to(root: Path, document: Path, text: str) -> set[Path]:
    """Files and folders that a document links to, relative to the root. Those that there are not are left to the build."""
    found = {(root / document).parent.joinpath(link).resolve() for link in LINK.findall(text)}
    return {path.relative_to(root) for path in found if path.exists() and path.is_relative_to(root)}


def to_pages(root: Path, document: Path, text: str) -> str:
    """The text with links to folders made links to their pages."""

    def page(link: re.Match[str]) -> str:
        folder = (root / document).parent / link[1]
        return f"{link[1].rstrip('/')}/README.md" if folder.is_dir() else link[1]

    return LINK.sub(page, text)


def gather(root: Path, into: Path, named: list[Path]) -> None:
    """Fills ``into`` anew with the documents ``named`` and what they lead to. Folders get a page that lists them, where they have none."""
    shutil.rmtree(into, ignore_errors=True)
    texts = {one: (root / one).read_text(encoding="utf-8") for one in named}
    beside = {path for one, text in texts.items() for path in led_to(root, one, text)} - texts.keys()
    for folder in sorted(path for path in beside if (root / path).is_dir()):
        texts.setdefault(folder / "README.md", listing(root / folder))
        beside |= {path.relative_to(root) for path in (root / folder).iterdir() if path.is_file()}
    for path in beside - texts.keys():
        if (root / path).is_file():
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, into / path)
    for one, text in texts.items():
        (into / one).parent.mkdir(parents=True, exist_ok=True)
        (into / one).write_text(to_pages(root, one, text), encoding="utf-8")
