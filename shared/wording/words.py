"""The words of a text, for search and comparison. Where a script puts no blanks between words, two signs that stand together."""

import re
from collections.abc import Iterator

from shared.wording.folded import folded, pieces

# Han, kana, Thai, Lao, Khmer, Myanmar: written without blanks between words.
_RUN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd]+"
)


def words(text: str, least: int = 1) -> Iterator[str]:
    """Words in the order they stand, folded, repeats included; of those written with blanks, none below ``least`` letters.

    A run of Chinese (or another script without blanks) gives each two signs that stand together, a lone sign itself.
    """
    plain = folded(text)
    if plain.isascii():
        yield from (found for found in pieces(plain) if len(found) >= least)
        return
    for found in pieces(plain):
        at = 0
        for run in _RUN.finditer(found):
            if run.start() - at >= least and run.start() > at:
                yield found[at : run.start()]
            yield from pairs(run.group())
            at = run.end()
        if len(found) > at and len(found) - at >= least:
            yield found[at:]


def pairs(run: str) -> Iterator[str]:
    """Each two signs that stand together; a lone one itself."""
    if len(run) == 1:
        yield run
    yield from (run[n : n + 2] for n in range(len(run) - 1))
