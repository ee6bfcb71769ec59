"""The text of a draft: a request of which any part may be missing, and its digest (WM 8)."""

import hashlib
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import orjson
from annotated_types import MinLen
from pydantic import BaseModel, create_model

from shared.contracts.event import Shape
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.views import without_contacts

PLACES = frozenset(RequestContent.model_fields)
"""First parts of a pointer into the text."""


def partly(shape: type[BaseModel]) -> type[BaseModel]:
    """A shape of which any part may be missing, in it and in the shapes that it holds; rules between fields wait for `check`."""
    if shape not in _PARTLY:
        fields: dict[str, Any] = {name: (_field(info), None) for name, info in shape.model_fields.items()}
        words = f"{shape.__name__} of which any part may be missing."
        _PARTLY[shape] = create_model(f"Draft{shape.__name__}", __base__=Shape, __doc__=words, **fields)
    return _PARTLY[shape]


_PARTLY: dict[type[BaseModel], type[BaseModel]] = {}


def _field(info: Any) -> Any:
    kind = _inner(info.annotation)
    # A list may still be empty.
    kept = tuple(one for one in info.metadata if not isinstance(one, MinLen)) if _is_list(kind) else info.metadata
    return (Annotated[(kind, *kept)] if kept else kind) | None


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _inner(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return partly(kind)
    if get_origin(kind) is tuple:
        return tuple[tuple(_inner(one) for one in get_args(kind))]  # type: ignore[misc]
    if get_origin(kind) in (Union, UnionType):
        return Union[tuple(_inner(one) for one in get_args(kind))]  # noqa: UP007 - made of values
    return kind


DraftContent: Any = partly(RequestContent)
"""What a draft takes: codes, amounts and days as at the door of a request, everything else when it is there."""


def text_of(content: BaseModel, lead: str) -> dict[str, Any]:
    """The text as it is kept: what is there and nothing else. A request is first of all its lead's."""
    said: dict[str, Any] = _there(content.model_dump(mode="json", exclude_unset=True))
    return said | {"requesting_states": said.get("requesting_states") or [lead]}


def _there(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _there(one) for name, one in value.items() if one is not None}
    return [_there(one) for one in value] if isinstance(value, list) else value


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the text as every State that signs it reads it, so without contacts: JSON, UTF-8, sorted keys, no blanks."""
    return hashlib.sha256(orjson.dumps(without_contacts(content), option=orjson.OPT_SORT_KEYS)).hexdigest()
