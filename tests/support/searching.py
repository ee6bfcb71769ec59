"""Looks for words in files of any size, a block at a time: what was never written (a hole) is passed over."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 20


def blocks(path: Path, overlap: int) -> Iterator[bytes]:
    """What a file holds, in blocks that begin with the last ``overlap`` bytes of the one before."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:  # a segment that was rolled while we looked
        return
    try:
        place, before, end = 0, b"", 0
        while True:
            try:
                place = os.lseek(handle, end, os.SEEK_DATA)
            except OSError as error:
                if error.errno == errno.ENXIO:  # nothing but a hole is left
                    return
                raise
            before = before if place == end else b""
            block = os.pread(handle, BLOCK, place)
            if not block:
                return
            yield before + block
            before, end = (before + block)[-overlap:] if overlap else b"", place + len(block)
    finally:
        os.close(handle)


def holds(path: Path, words: str) -> bool:
    """Whether the words stand in a file."""
    wanted = words.encode()
    return any(wanted in block for block in blocks(path, len(wanted) - 1))
