"""The reduced form of a shape: what never leaves may be missing, whatever it stands in; everything else may not."""

from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, Field, ValidationError

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.reduction.reader import reduced_form

CLOSED = Classification.STRICTLY_CONFIDENTIAL


class Open(Shape):
    name: str
    by_name: dict[str, int] = Field(default_factory=dict)
    some: tuple[str, ...] = ()


class Closed(Shape):
    name: str
    contact: str = classified(CLOSED)


class Lenient(Shape):
    contact: str = classified(CLOSED, default="nobody")


def _named(one: Closed) -> Closed:
    if not one.name:
        raise ValueError("it has no name")
    return one


class Holding(Shape):
    one: Closed
    perhaps: Closed | None = None
    some: tuple[Closed, ...] = ()
    by_name: dict[str, Closed] = Field(default_factory=dict)
    bounded: Annotated[tuple[Closed, ...], Field(max_length=1)] = ()
    listed: list[Closed] = Field(default_factory=list)
    checked: tuple[Annotated[Closed, AfterValidator(_named)], ...] = ()
    open: Open | None = None


def test_a_shape_in_which_nothing_can_be_missing_is_its_own_form() -> None:
    assert reduced_form(Open) is Open
    assert reduced_form(Lenient) is Lenient


def test_a_closed_field_may_be_missing_and_an_open_one_may_not() -> None:
    form = reduced_form(Closed)
    assert issubclass(form, Closed)
    assert form.__name__ == "ClosedReduced"
    assert form.model_validate({"name": "a"}).contact is None
    assert form.model_validate({"name": "a", "contact": "b"}).contact == "b"
    with pytest.raises(ValidationError):
        form.model_validate({"contact": "b"})
    with pytest.raises(ValidationError):
        Closed.model_validate({"name": "a"})


@pytest.mark.parametrize(
    "more",
    [
        {"perhaps": {"name": "b"}},
        {"perhaps": None},
        {"some": [{"name": "b"}, {"name": "c"}]},
        {"by_name": {"x": {"name": "b"}}},
        {"bounded": [{"name": "b"}]},
        {"listed": [{"name": "b"}]},
        {"checked": [{"name": "b"}]},
        {"open": {"name": "b"}},
    ],
)
def test_it_may_be_missing_wherever_its_shape_stands(more: dict[str, Any]) -> None:
    read = reduced_form(Holding).model_validate({"one": {"name": "a"}} | more)
    assert read.one.contact is None
    assert read.one.name == "a"


@pytest.mark.parametrize(
    "more",
    [
        {"some": [{}]},
        {"by_name": {"x": {}}},
        {"bounded": [{"name": "b"}, {"name": "c"}]},
        {"listed": [{}]},
        {"checked": [{}]},
        {"checked": [{"name": ""}]},
        {"open": {}},
        {"perhaps": {}},
    ],
)
def test_what_is_open_or_bounded_stays_so_inside(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        reduced_form(Holding).model_validate({"one": {"name": "a"}} | more)
