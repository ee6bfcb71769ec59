"""Runs AsyncAPI's own parser, a Node package pinned in package-lock.json, over documents."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.node import install, node

HERE = Path(__file__).parent
DOCUMENTS = tuple(HERE.parents[1] / "docs" / name for name in ("asyncapi.yaml", "asyncapi.public.yaml"))
KNOWN = ("latest version of AsyncAPi is not used",)
"""Remarks that are meant: 3.0 is what most tools read, and nothing of 3.1 is used."""


def parse(documents: Sequence[Path] = DOCUMENTS) -> list[dict[str, Any]]:
    """Per document: path, version, channels, operations, messages, errors, warnings. Raises NoNode, RuntimeError."""
    install(HERE)
    line = [node(), str(HERE / "validate.mjs"), *map(str, documents)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=900)
    if not done.stdout:
        raise RuntimeError(f"the parser ended with {done.returncode}: {done.stderr[-2000:]}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    for one in found:
        one["warnings"] = [words for words in one["warnings"] if not any(known in words for known in KNOWN)]
    return found
