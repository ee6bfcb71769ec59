"""WM 6: whom one asks about a practice is a post; no person stands in what many read."""

from collections.abc import Iterator

from shared.modalities.errors import Fault
from shared.wording.personal import names_a_person


def no_person_named(pointer: str, text: str) -> Iterator[Fault]:
    """A fault for what can only be a person. A bare name cannot be told from a post by a rule; the State reads it before it is
    published.
    """
    if names_a_person(text):
        yield Fault(pointer, "names a person; say the post, with a page where it is found", "names_a_person")
