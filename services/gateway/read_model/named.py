"""How people write a reference: in small letters, with blanks or other dashes, in the middle of a sentence."""

import re
from contextlib import suppress
from uuid import UUID

from shared.wording.folded import key

_REFERENCE = re.compile(r"\b([a-z]{3,20}) ([0-9]{4}) ((?:[a-z0-9]{1,40} ){1,6}?)([0-9]{3,9})\b")
"""In a folded text: ACSG-2026-TCD-001, OFFER-2026-EU-AGENCY-001."""


def names(text: str) -> list[str]:
    """What a text may name: itself, an identifier, the references it holds. The first is what it says literally."""
    bare = text.strip()
    found = [text, bare]
    with suppress(ValueError):
        found.append(str(UUID(bare)))
    if len(text) <= 2000:
        found += ["-".join((*one.group(1, 2), *one.group(3).split(), one.group(4))).upper()
                  for one in _REFERENCE.finditer(key(text))]  # fmt: skip
    return list(dict.fromkeys(found))
