"""What must not live in a process that is about to fork: a thread, an event loop, a socket, a pipe, an open file.

A child has only the thread that forked, with the locks as the other threads held them, and shares every open descriptor
with its siblings. Read from the kernel, not from Python's books: a thread of a C library is in no list of Python's.
"""

import os
from collections.abc import Iterable
from pathlib import Path

Identity = tuple[int, int, int]
"""Number, device and inode of an open descriptor: a number alone may have been given to something else meanwhile."""
STANDARD = 3


class NotAlone(RuntimeError):
    """Something lives that a fork would tear; says what."""

    def __init__(self, found: Iterable[str]) -> None:
        self.found = tuple(found)
        super().__init__(f"no child can be forked beside {'; '.join(self.found)}")


def identity(descriptor: int) -> Identity:
    """What is open under a number now. Raises OSError."""
    said = os.fstat(descriptor)
    return descriptor, said.st_dev, said.st_ino


def opened() -> dict[Identity, str]:
    """Every open descriptor beyond standard input, output and error, with the kernel's word for what it is."""
    found: dict[Identity, str] = {}
    for entry in Path("/proc/self/fd").iterdir():
        try:
            words, number = str(entry.readlink()), int(entry.name)
            found |= {identity(number): words} if number >= STANDARD else {}
        except OSError:  # the listing itself was one of them
            continue
    return found


def threads() -> list[str]:
    """Names of this process's threads beyond the first, as the kernel has them."""
    found = []
    for entry in Path("/proc/self/task").iterdir():
        if int(entry.name) != os.getpid():
            try:
                found.append((entry / "comm").read_text().strip())
            except OSError:
                continue
    return found


def lonely(known: Iterable[Identity] = ()) -> None:
    """Passes when a fork tears nothing. ``known``: descriptors that are meant to be open. Raises NotAlone."""
    ours = set(known)
    faults = [f"thread {name}" for name in threads()]
    faults += [f"descriptor {one[0]} ({words})" for one, words in opened().items() if one not in ours]
    if faults:
        raise NotAlone(faults)
