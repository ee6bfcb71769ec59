"""The table of features says where each is seen, and that place is there; its counts are those of its rows."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from deploy.local.processes import ROOT

TEXT = (ROOT / "docs/features.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([0-9]+) \| ([^|]+) \| (yes|partly|no) \| ([^|]+) \|$", re.M)
COUNTS = re.compile(r"^Of ([0-9]+): ([0-9]+) yes, ([0-9]+) partly, ([0-9]+) no\.$", re.M)
PLACE = re.compile(r"`([^`]+)`")


def faults(text: str) -> Iterator[str]:
    """What a table says that is not so."""
    for number, feature, here, words in ROW.findall(text):
        places = PLACE.findall(words)
        if here == "yes" and (not places or PLACE.sub("", words).strip(" ();,")[:1].islower()):
            yield f"{number} {feature}: yes names places, and nothing that is lacking"
        if here != "yes" and not PLACE.sub("", words).strip():
            yield f"{number} {feature}: says what is lacking"
        for path, _, name in (one.partition("::") for one in places):
            there = ROOT / path
            if not there.exists() or (name and f"def {name}(" not in there.read_text(encoding="utf-8")):
                yield f"{number} {feature}: {path} {name} is not there"
    for part in text.split("\n## ")[1:]:
        said = COUNTS.search(part)
        found = Counter(here for _, _, here, _ in ROW.findall(part))
        if said is None or tuple(map(int, said.groups())) != (
            found.total(),
            *(found[one] for one in ("yes", "partly", "no")),
        ):
            yield f"counts: {dict(found)}"


def test_every_feature_is_seen_where_it_is_said_to_be() -> None:
    assert list(faults(TEXT)) == []
    numbers = [int(number) for number, *_ in ROW.findall(TEXT)]
    assert numbers == [*range(1, 55), *range(1, 21)]


@pytest.mark.control
@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("| 1 | A | yes | `tests/none.py` |", "is not there"),
        ("| 1 | A | yes | `tests/unit/test_features.py::test_none` |", "is not there"),
        ("| 1 | A | yes | some of it `README.md` |", "nothing that is lacking"),
        ("| 1 | A | no | `README.md` |", "says what is lacking"),
        ("| 1 | A | partly | less `README.md` |", "counts"),
    ],
)
def test_what_is_not_so_is_found(row: str, fault: str) -> None:
    assert any(fault in one for one in faults(f"x\n## Y\n\nOf 1: 1 yes, 0 partly, 0 no.\n\n{row}\n"))
