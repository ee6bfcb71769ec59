"""Puts something else in the place of a name of a module, for as long as a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def put(module: Any, name: str, value: Any) -> Iterator[None]:
    """What stood there comes back, whatever happens."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
