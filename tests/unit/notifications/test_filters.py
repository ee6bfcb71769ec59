"""Filters are data: a faulty one names every fault, a good one holds exactly what it says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.audiences.table import FOLLOWED
from services.notifications.domain.filters import DEEPEST, MOST_NODES, faults, matches
from services.notifications.domain.seen import Seen
from services.notifications.kinds.lists import FOLLOWED as KINDS

FEEDBACK = "acsg.intake.feedback-shared"
SEEN = Seen.model_validate(
    {
        "item_id": "r1", "thread": "r1", "kind": "request", "view": "full", "reference": "ACSG-2026-TCD-001",
        "region": "wca", "areas": ["registration", "training"], "parties": ["iso3166:TCD"], "urgent": True,
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ({"regions": ["wca", "esa"]}, True),
        ({"regions": ["esa"]}, False),
        ({"areas": ["training"]}, True),
        ({"areas": ["coi"]}, False),
        ({"events": [FEEDBACK]}, True),
        ({"kinds": ["offer", "match"]}, False),
        ({"parties": ["iso3166:TCD"]}, True),
        ({"items": ["ACSG-2026-TCD-001"]}, True),
        ({"items": ["r1"]}, True),
        ({"items": ["r2"]}, False),
        ({"urgent": True}, True),
        ({"urgent": False}, False),
        ({"regions": ["wca"], "areas": ["coi"]}, False),
        ({"any": [{"areas": ["coi"]}, {"regions": ["wca"]}]}, True),
        ({"all": [{"areas": ["training"]}, {"regions": ["wca"]}]}, True),
        ({"not": {"areas": ["training"]}}, False),
        ({"kinds": ["request"], "not": {"parties": ["iso3166:CMR"]}}, True),
    ],
)
def test_a_filter_holds_what_it_says(expression: dict[str, Any], expected: bool) -> None:
    assert faults(expression, FOLLOWED, KINDS) == ()
    assert matches(expression, FEEDBACK, SEEN) is expected
    assert matches({"not": expression}, FEEDBACK, SEEN) is not expected


@pytest.mark.parametrize(
    ("expression", "pointers"),
    [
        ([], {""}),
        ({}, {""}),
        ({"regions": ["atlantis"], "areas": ["x", "coi"], "colour": 1}, {"/regions/0", "/areas/0", "/colour"}),
        ({"events": ["acsg.notifications.reminder-due"]}, {"/events/0"}),
        ({"urgent": "yes"}, {"/urgent"}),
        ({"items": [], "parties": "iso3166:TCD"}, {"/items", "/parties"}),
        ({"items": [1, "x" * 201]}, {"/items/0", "/items/1"}),
        ({"any": [{"areas": ["x"]}, {"not": {"kinds": ["tea"]}}, 7]},
         {"/any/0/areas/0", "/any/1/not/kinds/0", "/any/2"}),
        ({"not": {}}, {"/not"}),
    ],
)  # fmt: skip
def test_a_faulty_filter_names_every_fault(expression: Any, pointers: set[str]) -> None:
    assert {fault.pointer for fault in faults(expression, FOLLOWED, KINDS)} == pointers


def test_a_filter_is_bounded() -> None:
    deep: dict[str, Any] = {"urgent": True}
    for _ in range(DEEPEST):
        deep = {"not": deep}
    assert {fault.code for fault in faults(deep, FOLLOWED, KINDS)} == {"too_deep"}
    wide = {"any": [{"urgent": True} for _ in range(MOST_NODES + 1)]}
    assert {fault.code for fault in faults(wide, FOLLOWED, KINDS)} == {"too_large"}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["regions", "areas", "events", "items", "urgent", "all", "any", "not", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(anything)
def test_anything_is_either_refused_or_can_be_asked(expression: Any) -> None:
    if not faults(expression, FOLLOWED, KINDS):
        assert matches(expression, FEEDBACK, SEEN) in {True, False}
