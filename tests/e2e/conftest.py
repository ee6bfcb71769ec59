"""End-to-end tests look at what runs; they do not hold it: the test process stays small."""

import resource
from collections.abc import Iterator

import pytest

MOST_MB = 500


@pytest.fixture(scope="session", autouse=True)
def small() -> Iterator[None]:
    """Fails the run when the test process ever took more memory than that."""
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert peak < MOST_MB, f"the test process took {peak:.0f} MB"
