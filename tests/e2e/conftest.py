"""End-to-end tests look at what runs; they do not hold it: the test process stays small."""

import resource
from collections.abc import Iterator

import pytest

from tests.support.sharing import shared_by

MOST_MB = 500


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two processes run side by side: files that share running processes stay in one, in their order (`--dist loadgroup`)."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(shared_by(item.path) or item.path.name))


@pytest.fixture(scope="session", autouse=True)
def small() -> Iterator[None]:
    """Fails the run when the test process ever took more memory than that."""
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert peak < MOST_MB, f"the test process took {peak:.0f} MB"
