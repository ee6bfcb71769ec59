"""People before the console of the running region."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from tests.support.person import People, Person


@pytest.fixture(scope="module")
def people(stack: Stack) -> Iterator[People]:
    """Browsers, each signed in as a demo person; closed at the end."""
    opened: list[Person] = []

    def person(name: str, language: str = "fr", *, signed_in: bool = True, quiet: bool = False) -> Person:
        made = Person(stack.addresses["console"], name, language, quiet=quiet)
        opened.append(made)
        # What a person chose stands over what the issuer says of them.
        made.cookies["__Host-acsg-language"] = language
        if signed_in:
            # The account asks nothing of the gateway, which may be slow on a busy machine.
            assert made.sign_in("/account").status == 200
        return made

    yield person
    for one in opened:
        one.close()
