"""``python -m tools.contracts [--check]``: writes the rendered documents, or names every one that is stale."""

import sys
from pathlib import Path

import yaml

from shared.contracts.catalogue import topics
from tools.arguments import only_check
from tools.contracts import access, architecture, asyncapi, markdown, openapi, schemas, services, settings

ROOT = Path(__file__).parent.parent.parent


def rendered() -> dict[Path, str]:
    """Every generated file, and every document with lists in it that are rendered."""
    declared = [{"name": t.name, "partitions": t.partitions, "owner": t.owner, "config": t.config} for t in topics()]
    found = {ROOT / "deploy/kafka/topics.yaml": "# Rendered from shared/contracts.\n" + yaml.safe_dump(declared)}
    found[ROOT / "deploy/access/services.json"] = access.rendered()
    for part in (schemas, asyncapi, markdown, openapi, settings):
        found |= {ROOT / "docs" / name: text for name, text in part.files().items()}
    return found | services.files() | architecture.files()


def stale(files: dict[Path, str]) -> list[str]:
    """Names of files that differ from what would be written, and of schemas that no event has any more."""
    differing = [str(p.relative_to(ROOT)) for p, text in files.items() if not p.exists() or p.read_text() != text]
    orphans = [str(p.relative_to(ROOT)) for p in (ROOT / "docs/schemas").glob("*.json") if p not in files]
    return differing + orphans


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift."""
    check = only_check("tools.contracts", __doc__, arguments)
    files = rendered()
    if check:
        drift = stale(files)
        for name in drift:
            print(f"stale: {name} (run `make contracts`)")
        return 1 if drift else 0
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in stale(files):
        (ROOT / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
