"""Reads reduced events: the same classes, in which a field that never leaves may be missing.

A withheld field is always optional and reads as its default; a strictly confidential one that its shape requires reads
as None. ``ce_withheld`` tells a reader which fields say nothing.
"""

import types
from copy import copy
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import create_model
from pydantic.fields import FieldInfo

from shared.contracts.event import Shape
from shared.contracts.reduction.cut import is_closed

Kind = TypeVar("Kind", bound=Shape)


def _swapped(annotation: Any) -> Any:
    """A type with the shapes inside replaced by their reduced forms; the same object when nothing changes."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return reduced_form(annotation)
    origin, inner = get_origin(annotation), get_args(annotation)
    swapped = tuple(_swapped(one) for one in inner)
    if all(new is old for new, old in zip(swapped, inner, strict=True)):
        return annotation
    if origin is Annotated:
        return Annotated[(swapped[0], *inner[1:])]
    return Union[swapped] if origin in {Union, types.UnionType} else origin[swapped]  # noqa: UP007


def _field(field: FieldInfo) -> FieldInfo | None:
    """The field as a reader of reduced events takes it; None when it is the same."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    annotation: Any = field.annotation
    if is_closed(extra):
        if not field.is_required():
            return None
        changed = copy(field)
        changed.annotation, changed.default = annotation | None, None
        return changed
    swapped = _swapped(annotation)
    if swapped is annotation:
        return None
    changed = copy(field)
    changed.annotation = swapped
    return changed


@cache
def reduced_form(kind: type[Kind]) -> type[Kind]:
    """The subclass of a shape or event that validates its reduced form; the class itself when nothing can be missing."""
    changed = {name: found for name, field in kind.model_fields.items() if (found := _field(field)) is not None}
    if not changed:
        return kind
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in changed.items()}
    form: type[Kind] = create_model(f"{kind.__name__}Reduced", __base__=kind, __doc__=kind.__doc__, **fields)
    return form
