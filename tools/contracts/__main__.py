"""``python -m tools.contracts [--check]``: writes the rendered documents, or names every one that is stale."""

import sys
from pathlib import Path

import yaml

from shared.contracts.catalogue import topics
from tools.arguments import only_check
from tools.contracts import (
    access,
    architecture,
    asyncapi,
    graphql,
    markdown,
    openapi,
    reports,
    schemas,
    services,
    settings,
)
from tools.generated import ROOT, stale, told, write


def rendered() -> dict[Path, str]:
    """Every generated file, and every document with lists in it that are rendered."""
    declared = [{"name": t.name, "partitions": t.partitions, "owner": t.owner, "config": t.config} for t in topics()]
    found = {ROOT / "deploy/kafka/topics.yaml": "# Rendered from shared/contracts.\n" + yaml.safe_dump(declared)}
    found[ROOT / "deploy/access/services.json"] = access.rendered()
    for part in (schemas, asyncapi, graphql, markdown, openapi, settings):
        found |= {ROOT / "docs" / name: text for name, text in part.files().items()}
    return found | services.files() | architecture.files() | reports.files()


def main(arguments: list[str]) -> int:
    """Exit status 1 when --check finds drift; schemas that no event has any more are drift too."""
    check, made = only_check("tools.contracts", __doc__, arguments), rendered()
    schemas_there = set((ROOT / "docs/schemas").glob("*.json"))
    if check:
        return told(stale(made, schemas_there))
    write(made, schemas_there)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
