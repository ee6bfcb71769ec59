"""What GraphQL Inspector, Relay's compiler and graphql-http's audits say; Node packages pinned in package-lock.json."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools.node import install, node

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs/graphql"
SCHEMA, RELEASED, EXAMPLES = DOCS / "schema.graphql", DOCS / "released.graphql", DOCS / "examples"
SECONDS = 120
SCALARS = {"JSON": "unknown", "DateTime": "string", "Date": "string"}


def _said(*given: str) -> list[dict[str, Any]]:
    install(HERE)
    line = [node(), str(HERE / "check.mjs"), *given]
    done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{given[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def breaking(released: Path = RELEASED, present: Path = SCHEMA) -> list[dict[str, Any]]:
    """Each change that breaks who asks as it was released: fault, at. Raises NoNode, RuntimeError."""
    return _said("compare", str(released), str(present))


def audited(url: str, token: str) -> list[dict[str, Any]]:
    """Each audit of a running interface: id, name, status (ok, notice, warn, error), reason. Raises NoNode, RuntimeError."""
    return _said("audit", url, token)


@contextmanager
def _as_modules(documents: Path) -> Iterator[Path]:
    """A folder in which each document is a module, as Relay's compiler reads them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "src").mkdir()
        for one in sorted(documents.glob("*.graphql")):
            text = re.sub(r"^#.*\n", "", one.read_text(), flags=re.MULTILINE)
            (root / "src" / f"{one.stem}.ts").write_text(
                f"import {{graphql}} from 'relay-runtime';\ngraphql`\n{text}`;\n"
            )
        yield root


def compiled(documents: Path = EXAMPLES, schema: Path = SCHEMA) -> tuple[bool, str]:
    """Whether Relay's compiler takes the schema and every document, and what it says. Raises NoNode."""
    install(HERE)
    with _as_modules(documents) as root:
        shutil.copy(schema, root / "schema.graphql")
        config = {"src": "./src", "schema": "./schema.graphql", "language": "typescript", "customScalarTypes": SCALARS}
        (root / "relay.config.json").write_text(json.dumps(config))
        line = [node(), str(HERE / "node_modules/relay-compiler/cli.js"), "relay.config.json"]
        done = subprocess.run(line, cwd=root, capture_output=True, text=True, timeout=SECONDS)
        made = {one.name.removesuffix(".graphql.ts") for one in root.rglob("*Query.graphql.ts")}
    names = {
        name
        for one in documents.glob("*.graphql")
        for name in re.findall(r"^query (\w+)", one.read_text(), re.MULTILINE)
    }
    missing = sorted(names - made)
    return done.returncode == 0 and not missing, f"{done.stdout}{done.stderr}{missing or ''}"
