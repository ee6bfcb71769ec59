"""Whether the planner's own packages are installed (the extra ``plan``; WM 11, ADR 19)."""

from collections.abc import Iterable
from importlib.util import find_spec

SOLVERS = ("highspy", "scipy")


def lacking(packages: Iterable[str] = SOLVERS) -> list[str]:
    """Those that are not."""
    return [one for one in packages if find_spec(one) is None]


def no_planner(missing: Iterable[str]) -> str:
    """What is said then."""
    how = "pip install --require-hashes -r requirements/plan.lock"
    return f"The planner is not installed here: {', '.join(missing)} ({how})"
