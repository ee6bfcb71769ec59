"""The Nu Html Checker of the locked packages, over a folder of pages and style sheets (Java, as Kafka has it)."""

import json
import subprocess
from pathlib import Path

from deploy.local.java import java
from tools.browser import __file__ as _here

CHECKER = Path(_here).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
SECONDS = 600


def faults(folder: Path) -> list[str]:
    """What is wrong, as ``file:line: words``; nothing for valid files. Raises NoJava, RuntimeError when it did not look at all."""
    line = [java(), "-jar", str(CHECKER), "--format", "json", "--also-check-css", "--exit-zero-always", str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, timeout=SECONDS)
    try:
        said = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError) as none:
        raise RuntimeError(f"the checker said nothing that can be read: {done.stderr[-500:]}") from none
    return sorted(_told(one) for one in said)


def _told(one: dict[str, object]) -> str:
    file = str(one.get("url", "")).rpartition("/")[2]
    return f"{file}:{one.get('lastLine', 0)}: {one.get('type')}: {one.get('message')}"
