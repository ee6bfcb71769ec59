"""``python -m tools.observability.holding``: Prometheus' own tool over its settings, the alerts, their trials and the boards."""

import sys
import tempfile
from pathlib import Path

import yaml

from tools.arguments import nothing_else
from tools.observability.files import FOLDER, RULES
from tools.observability.panels import BOARDS
from tools.observability.prometheus import NoPrometheus, install, promtool
from tools.observability.trials import TRIALS, as_tests


def faults(folder: Path) -> dict[str, str]:
    """What was held -> what the tool has against it; ``folder`` takes what it must read as files. Raises NoPrometheus."""
    trials, boards = folder / "trials.yml", folder / "boards.yml"
    trials.write_text(as_tests(), "utf-8")
    asked = [shown.expr for panels in BOARDS.values() for shown in panels]
    records = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(asked)]
    boards.write_text(yaml.safe_dump({"groups": [{"name": "boards", "rules": records}]}), "utf-8")
    return {
        "settings": promtool("check", "config", "--syntax-only", FOLDER / "prometheus.yml"),
        "alerts": promtool("check", "rules", RULES),
        f"{len(TRIALS)} trials": promtool("test", "rules", trials),
        f"{len(asked)} panels": promtool("check", "rules", boards),
    }


def main(arguments: list[str]) -> int:
    """Exit status 1 when something is wrong, 3 when it could not be held."""
    nothing_else("tools.observability.holding", __doc__, arguments)
    try:
        install()
        with tempfile.TemporaryDirectory() as folder:
            found = faults(Path(folder))
    except NoPrometheus as lacking:
        print(f"[observability] {lacking}", file=sys.stderr)
        return 3
    for what, said in found.items():
        print(f"[observability] {what}: {said or 'right'}")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
