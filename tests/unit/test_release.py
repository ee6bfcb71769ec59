"""A release has one version: the package's; the changelog's last release and the chart say the same."""

import re
import tomllib

import pytest
import yaml

from deploy.local.processes import ROOT

PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
CHANGES = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CHART = (ROOT / "deploy/chart/Chart.yaml").read_text()
RELEASE = re.compile(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$")


def faults(package: str, changes: str, chart: str) -> list[str]:
    """Where the last release is said otherwise than by the package, and headings of the changelog that are none."""
    headings = [line for line in changes.splitlines() if line.startswith("## ")]
    found = [] if headings[:1] == ["## Unreleased"] else ["what is not released yet does not come first"]
    released = [RELEASE.match(line) for line in headings[1:]]
    found += [f"no release: {line}" for line, said in zip(headings[1:], released, strict=True) if said is None]
    last = next((said[1] for said in released if said), "none")
    found += [f"the changelog's last release is {last}"] if last != package else []
    said = yaml.safe_load(chart)
    return found + [f"the chart's {key} is {said[key]}" for key in ("version", "appVersion") if said[key] != package]


def test_the_version_is_one() -> None:
    assert faults(PACKAGE, CHANGES, CHART) == []


@pytest.mark.control
def test_another_version_is_found() -> None:
    assert len(faults("9.9.9", CHANGES, CHART)) == 3
    assert faults(PACKAGE, CHANGES, CHART.replace(f'appVersion: "{PACKAGE}"', 'appVersion: "0.0.1"')) == [
        "the chart's appVersion is 0.0.1"
    ]
    first = CHANGES.replace("## Unreleased\n", "", 1)
    assert "what is not released yet does not come first" in faults(PACKAGE, first, CHART)
    assert "no release: ## soon" in faults(PACKAGE, CHANGES + "\n## soon\n", CHART)
