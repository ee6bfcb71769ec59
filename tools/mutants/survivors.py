"""The changes that no test notices, each with the reason why it may stay: ``survivors.toml``."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

PLACE = Path(__file__).with_name("survivors.toml")


def listed(place: Path = PLACE) -> dict[str, str]:
    """Name of a change -> reason. Raises ValueError for one that stands twice or has no reason."""
    found: dict[str, str] = {}
    for path, reasons in tomllib.loads(place.read_text("utf-8")).items():
        for group in reasons:
            for change in group["changes"]:
                name = f"{path} {change}"
                if name in found:
                    raise ValueError(f"{name} stands twice")
                if not group["reason"].strip():
                    raise ValueError(f"{name} has no reason")
                found[name] = group["reason"]
    return found


def faults(
    outcomes: Mapping[str, str | None], known: Mapping[str, str], made: Iterable[str], paths: Iterable[str]
) -> list[str]:
    """What is wrong with the list: unlisted survivors; listed changes that a test notices, or that nobody can make any more.

    ``made``: every change that there is to the files ``paths``; ``outcomes``: those that were tried.
    """
    possible, looked_at = set(made), set(paths)
    found = [
        f"no test notices, and no reason is listed: {name}"
        for name, by in outcomes.items()
        if by is None and name not in known
    ]
    found += [f"listed, but {outcomes[name]} notices it: {name}" for name in known if outcomes.get(name) is not None]
    found += [
        f"listed, but there is no such change: {name}"
        for name in known
        if name.partition(" ")[0] in looked_at and name not in possible
    ]
    return found
