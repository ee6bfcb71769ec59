"""A body that came in as a model, held against a door: every fault with its place, its code and the parameters of its words."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from shared.contracts.door import Door
from shared.contracts.incoming import faults_of_body
from shared.modalities.errors import Fault, Invalid

Model = TypeVar("Model", bound=BaseModel)


def fitting(raw: bytes, model: type[Model], door: Door) -> Model:
    """A body in JSON as a model, held against a door. Raises Invalid naming every fault."""
    try:
        # Strictly: a number in quotes is no number, and a mistyped name, however deep, must not be lost in silence.
        found = model.model_validate_json(raw or b"{}", strict=True, extra="forbid", context=door)
    except ValidationError as error:
        raise Invalid(faults_of(error)) from error
    if faults := faults_of_body(raw, found):
        raise Invalid(faults)
    return found


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Every fault of a body, each with its JSON pointer; the input itself is not repeated."""
    found = error.errors(include_url=False, include_input=False)
    # A list whose only entry is faulty is counted as empty beside: that is no fault of its own.
    counted = [e for e in found if e["type"] != "too_short" or not _faulty_below(e["loc"], found)]
    return tuple(
        Fault(pointer(e["loc"]), e["msg"].removeprefix("Value error, "), e["type"], _parameters(e)) for e in counted
    )


def _parameters(error: ErrorDetails) -> dict[str, str | int | float]:
    return {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, str | int | float)}


def _faulty_below(place: tuple[int | str, ...], found: Sequence[ErrorDetails]) -> bool:
    return any(len(one["loc"]) > len(place) and one["loc"][: len(place)] == place for one in found)


def pointer(location: tuple[int | str, ...]) -> str:
    """A pydantic location as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
