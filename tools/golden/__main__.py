"""``python -m tools.golden``: adds a record for every event that has none. A record that exists is never touched."""

import json
import sys
from pathlib import Path
from typing import Any

from shared.contracts.catalogue import events
from shared.contracts.event import Event
from tools.arguments import nothing_else
from tools.contracts.example import envelope_of, example
from tools.contracts.schemas import schema
from tools.golden.promise import promises

FOLDER = Path(__file__).parents[2] / "tests/contracts/golden"


def path_of(event: type[Event]) -> Path:
    """Where the record of a wire type and version stands."""
    return FOLDER / f"{event.wire_type}.v{event.version}.json"


def record(event: type[Event]) -> dict[str, Any]:
    """Headers and body as on the topic, and the promises of the schema."""
    headers = {name: value.decode() for name, value in envelope_of(event).to_headers()}
    return {"headers": headers, "body": example(event), "promises": promises(schema(event))}


def main(arguments: list[str]) -> int:
    """Says what it added."""
    nothing_else("tools.golden", __doc__, arguments)
    FOLDER.mkdir(exist_ok=True)
    for event in events():
        if not path_of(event).exists():
            path_of(event).write_text(json.dumps(record(event), indent=1, ensure_ascii=False) + "\n")
            print(f"added {path_of(event).name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
