"""Classification of what travels, after the UN Secretariat's three levels; it decides routing, never a topic's name."""

from enum import StrEnum
from typing import Any

from pydantic import Field


class Classification(StrEnum):
    """Levels from open to closed; an event is as closed as its most closed field."""

    UNCLASSIFIED = "unclassified"
    CONFIDENTIAL = "confidential"
    STRICTLY_CONFIDENTIAL = "strictly_confidential"


def classified(level: Classification, **field: Any) -> Any:
    """A pydantic field that carries its classification into the JSON Schema as ``x-classification``."""
    return Field(json_schema_extra={"x-classification": level.value}, **field)


def fields_of(shape: str) -> Any:
    """A required free object that holds fields of a shape: what is closed there is closed here (``x-fields-of``)."""
    return Field(json_schema_extra={"x-fields-of": shape})
