"""How the content of an item is shown."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel


def in_order(content: Mapping[str, Any], body: type[BaseModel]) -> dict[str, Any]:
    """A content in the order in which its body is written, whatever order it was kept in."""
    names = [*body.model_fields, *content]
    return {name: content[name] for name in dict.fromkeys(names) if name in content}
