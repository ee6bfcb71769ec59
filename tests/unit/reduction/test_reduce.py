"""What a cut takes out of decoded JSON, form by form; the value itself stays as it is."""

from copy import deepcopy
from typing import Any

import pytest

from shared.contracts.intake import HANDOVER, SupportRequestSubmitted
from shared.contracts.reduction.cut import Cut
from shared.contracts.reduction.reduce import apply, cut_for, left_out, reduced_headers


def taking(*out: str, each: Cut | None = None, **within: Cut) -> Cut:
    """A cut that leaves these fields out, and goes on into others."""
    return Cut(frozenset(out), within, each)


SECRET = taking("secret")


@pytest.mark.parametrize(
    ("cut", "value", "left"),
    [
        (None, {"secret": 1}, {"secret": 1}),
        (SECRET, None, None),
        (SECRET, "text", "text"),
        (SECRET, 0, 0),
        (SECRET, {"secret": 1, "open": 2}, {"open": 2}),
        (SECRET, {"inner": {"secret": 1}}, {"inner": {"secret": 1}}),
        # A list whose items hold nothing to leave out stays; one whose items do is gone into, to any depth.
        (SECRET, [{"secret": 1}], [{"secret": 1}]),
        (taking(each=SECRET), [{"secret": 1, "open": 2}, {"secret": 3}], [{"open": 2}, {}]),
        (taking(each=SECRET), [], []),
        (taking(each=taking(each=SECRET)), [[{"secret": 1}], []], [[{}], []]),
        (taking(each=SECRET), [None, {"secret": 1}], [None, {}]),
        # A mapping by keys that are not fields: every value is gone into, named ones in their own way.
        (taking(each=SECRET), {"a": {"secret": 1}, "b": {"open": 2}}, {"a": {}, "b": {"open": 2}}),
        (taking("a", each=SECRET), {"a": {"open": 1}, "b": {"secret": 1}}, {"b": {}}),
        (taking(each=SECRET, a=taking("open")), {"a": {"open": 1, "secret": 2}}, {"a": {"secret": 2}}),
        (taking(inner=SECRET), {"inner": {"secret": 1, "open": 2}, "secret": 3}, {"inner": {"open": 2}, "secret": 3}),
        (taking(inner=SECRET), {"open": 1}, {"open": 1}),
        (taking(inner=taking(each=SECRET)), {"inner": [{"secret": 1}]}, {"inner": [{}]}),
        (taking("secret", inner=SECRET), {"secret": 1, "inner": {"secret": 2}}, {"inner": {}}),
        (taking("inner", inner=SECRET), {"inner": {"open": 2}}, {}),
    ],
)  # fmt: skip
def test_what_is_left(cut: Cut | None, value: Any, left: Any) -> None:
    kept = deepcopy(value)
    assert apply(value, cut) == left
    assert value == kept


def test_a_new_mapping_is_given_where_something_inside_is_cut() -> None:
    value = {"inner": {"secret": 1}}
    assert apply(value, taking(inner=SECRET)) is not value


@pytest.mark.parametrize(
    ("wire_type", "version"),
    [
        ("acsg.planted.thing", 1),
        (SupportRequestSubmitted.wire_type, 99),
        ("acsg.notifications.channel-state-changed", 1),
    ],
)
def test_what_is_unknown_or_internal_stays_at_home(wire_type: str, version: int) -> None:
    with pytest.raises(LookupError):
        cut_for(wire_type, version)
    with pytest.raises(LookupError):
        left_out(wire_type, version)


def test_what_leaves_has_its_cut_and_says_what_is_left_out() -> None:
    assert cut_for(SupportRequestSubmitted.wire_type, 1) is not None
    assert "/request/content/submission_route" in left_out(SupportRequestSubmitted.wire_type, 1)
    assert HANDOVER.federated


@pytest.mark.parametrize("name", ["ce_classification", "ce_other"])
@pytest.mark.parametrize("value", [b"strictly_confidential", b"confidential", b"unclassified"])
@pytest.mark.parametrize("said", ["", "/a,/b"])
def test_headers_of_the_reduced_event(name: str, value: bytes, said: str) -> None:
    closed = (name, value) == ("ce_classification", b"strictly_confidential")
    wanted = [("ce_id", b"1"), (name, b"confidential" if closed else value)]
    wanted += [("ce_withheld", b"/a,/b")] if said else []
    assert reduced_headers([("ce_id", b"1"), (name, value)], said) == wanted
