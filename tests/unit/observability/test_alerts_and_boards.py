"""Alerts, boards and runbooks name what there is, and each other."""

import re
from pathlib import Path

import pytest

from tests.support.figures import declared
from tools.compose.world import ROOT
from tools.generated import stale
from tools.observability.files import generated, kept
from tools.observability.panels import BOARDS
from tools.observability.trials import TRIALS, rules

RUNBOOKS = ROOT / "docs/runbooks"
ON_PURPOSE = {
    "region-handed-over": "ordered by a person, with notices of its own to those concerned",
    "shares-less": "a setting that an operator changes",
}
"""Runbooks that nothing calls for -> why."""
OF_THE_SCRAPE = {"service", "role", "job", "deployment", "instance", "le", "alertname", "alertstate", "__name__"}
OF_EVERY_PROCESS = {"up", "ALERTS", "process_start_time_seconds", "process_resident_memory_bytes",
                    "process_cpu_seconds_total", "process_open_fds"}  # fmt: skip


KNOWN = declared()
EXPRESSIONS = {f"alert {name}": str(rule["expr"]) for name, rule in rules().items()} | {
    f"panel {shown.asks}": shown.expr for panels in BOARDS.values() for shown in panels
}
LEGENDS = {f"panel {shown.asks}": shown.legend for panels in BOARDS.values() for shown in panels} | {
    f"alert {name}": rule["annotations"]["summary"].replace("$labels.", "") for name, rule in rules().items()
}


def faults(expr: str, told: str = "") -> list[str]:
    """Figures that there are not, and labels that none of the figures has: of an expression and of the words beside it."""
    bare = re.sub(r'"[^"]*"', '""', expr)
    names = set(re.findall(r"\b(acsg_\w+|up|ALERTS|process_\w+)\b", bare))
    found = [f"no figure {name}" for name in sorted(names - KNOWN.keys() - OF_EVERY_PROCESS)]
    labels = {one.strip() for group in re.findall(r"\bby \(([^)]*)\)", bare) for one in group.split(",")}
    labels |= set(re.findall(r"(\w+)\s*(?:=~|!=|!~|=)\s*\"", bare))
    labels |= set(re.findall(r"\{\{\s*(\w+)\s*\}\}", told))
    has = OF_THE_SCRAPE.union(*(KNOWN.get(name, set()) for name in names))
    has |= {"region", "consumer"} if "ALERTS" in names else set()
    return found + [f"no label {label}" for label in sorted(labels - has)]


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_an_expression_names_what_is_measured(where: str) -> None:
    assert faults(EXPRESSIONS[where], LEGENDS[where]) == []


@pytest.mark.control
@pytest.mark.parametrize(
    ("expr", "told", "found"),
    [
        ("acsg_outbox_oldest > 1", "", "no figure acsg_outbox_oldest"),
        ("acsg_relay_published > 1", "", "no figure acsg_relay_published"),
        ("sum by (regoin) (acsg_gaps_open)", "", "no label regoin"),
        ('acsg_gaps_open{consumer="x"}', "", "no label consumer"),
        ("acsg_gaps_open", "{{ integrator }}", "no label integrator"),
    ],
)
def test_a_planted_wrong_name_is_found(expr: str, told: str, found: str) -> None:
    assert faults(expr, told) == [found]


def test_nothing_is_measured_for_nobody() -> None:
    read = " ".join(EXPRESSIONS.values())
    bare = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in KNOWN}
    assert [name for name in sorted(bare) if name not in read] == []
    assert len(bare) > 30


def test_every_alert_has_a_runbook_that_names_it_and_every_runbook_an_alert() -> None:
    led_to: dict[str, list[str]] = {}
    for name, rule in rules().items():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        led_to.setdefault(rule["labels"]["runbook"], []).append(name)
    books = {path.stem: path.read_text("utf-8") for path in RUNBOOKS.glob("*.md") if path.stem != "README"}
    assert sorted(books) == sorted({*led_to, *ON_PURPOSE})
    assert not led_to.keys() & ON_PURPOSE.keys()
    for book, names in led_to.items():
        assert [name for name in names if f"`{name}`" not in books[book]] == [], book


def test_every_runbook_names_alerts_that_there_are() -> None:
    for path in RUNBOOKS.glob("*.md"):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("**Seen as**:"):
                named = re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`", line)
                assert set(named) <= rules().keys(), path.name


def test_every_alert_stands_beside_the_figure_that_it_watches() -> None:
    beside = [name for panels in BOARDS.values() for shown in panels for name in shown.alerts]
    assert set(beside) == rules().keys()


def test_every_alert_has_a_trial_in_which_it_is_silent_and_then_fires() -> None:
    assert sorted(trial.alert for trial in TRIALS) == sorted(rules())
    assert all(trial.says and trial.silent != trial.fires for trial in TRIALS)


def test_what_is_rendered_is_fresh() -> None:
    assert stale(generated(), kept()) == []
    assert {path.name for path in Path(ROOT / "deploy/observability/boards").glob("*.json")}
