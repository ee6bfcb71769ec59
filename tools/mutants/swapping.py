"""A changed function in the place of the one that runs: the same object with other code, so that whoever holds it runs the change."""

import functools
import gc
from collections import Counter
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from tools.mutants.rooms import ROOT


def codes(source: str, path: str) -> dict[tuple[str, int], CodeType]:
    """Every code object of a module below the module itself, by its qualified name and how many of that name came before."""
    found: dict[tuple[str, int], CodeType] = {}
    seen: Counter[str] = Counter()

    def walk(code: CodeType) -> None:
        for inner in code.co_consts:
            if isinstance(inner, CodeType):
                found[inner.co_qualname, seen[inner.co_qualname]] = inner
                seen[inner.co_qualname] += 1
                walk(inner)

    walk(compile(source, str(ROOT / path), "exec", dont_inherit=True))
    return found


class Living:
    """The functions of our own files that live in this process, and what they keep."""

    def __init__(self) -> None:
        ours = (str(ROOT / "shared"), str(ROOT / "services"))
        self.functions: dict[str, list[FunctionType]] = {}
        self.keeping: list[Any] = []
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename.startswith(ours):
                self.functions.setdefault(one.__code__.co_filename, []).append(one)
            elif isinstance(one, functools._lru_cache_wrapper):
                inner = getattr(one, "__wrapped__", None)
                if isinstance(inner, FunctionType) and inner.__code__.co_filename.startswith(ours):
                    self.keeping.append(one)
                    self.functions.setdefault(inner.__code__.co_filename, []).append(inner)

    def forget(self, path: str) -> None:
        """What the rooms' own caches keep since modules were imported is worked out anew with the change in ``path``.

        Tests fill caches in forks only. To empty those of other rooms as well would make each fork work out every schema.
        """
        room = str((ROOT / path).parent)
        for one in self.keeping:
            if one.__wrapped__.__code__.co_filename.startswith(room):
                one.cache_clear()

    def keeps(self, path: str) -> bool:
        """Whether a function of the file keeps results: then not every test that asks for them runs it."""
        return any(one.__wrapped__.__code__.co_filename == str(ROOT / path) for one in self.keeping)

    def swap(self, path: str, source: str) -> int:
        """How many functions now run the changed code; 0 when none of them lives."""
        before, after = codes((ROOT / path).read_text("utf-8"), path), codes(source, path)
        swapped = 0
        for key, code in _differing(before, after):
            for function in {id(f): f for f in self.functions.get(str(ROOT / path), [])}.values():
                if _place(function.__code__) == _place(before[key]):
                    function.__code__ = code
                    swapped += 1
        return swapped


def _place(code: CodeType) -> tuple[str, int, bytes]:
    """Code that has run is specialised and equals none that has not; its bytes are told as they were."""
    return code.co_qualname, code.co_firstlineno, code.co_code


def _differing(
    before: dict[tuple[str, int], CodeType], after: dict[tuple[str, int], CodeType]
) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for key, code in after.items():
        if key in before and before[key] != code and before[key].co_freevars == code.co_freevars:
            yield key, code
