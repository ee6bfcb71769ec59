"""What a session of many files leaves behind is not walked again and again while services run inside the tests' own process."""

from collections.abc import Iterator

import pytest

from shared.runtime.garbage import collect_seldom


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """What is there at the end of a file is not walked again for garbage.

    A full walk grows with the session, and stands still whatever runs inside the process, longer than a connection to the
    database may take. Unit tests run nothing of the kind, and the mutation tester looks for living functions in what is walked.
    """
    yield
    if nextitem is None or nextitem.path != item.path:
        collect_seldom()
